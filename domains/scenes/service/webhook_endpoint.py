"""Endpoints of webhooks: register, change, rotate the secret of, disable, enable, remove and ping one. Composite verbs: rare, and each about one row."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Tx
from domains.scenes.errors.webhook import WebhookDocumentNotFound, WebhookEndpointDisabled, WebhookEndpointNotFound, WebhookOverlapOutOfRange
from domains.scenes.events.webhook import WebhookDisabled, WebhookTested
from domains.scenes.ports import PartnerAddresses
from domains.scenes.queries import document as documents
from domains.scenes.queries import webhook_delivery as deliveries
from domains.scenes.queries import webhook_endpoint as endpoints
from domains.scenes.queries.webhook_endpoint import WebhookEndpoint, WebhookSecret
from domains.scenes.rules.webhook_endpoint import OVERLAP_MOST_HOURS, SECRETS_MAX, check_address, check_registration, check_wanted


@dataclass(frozen=True, slots=True)
class WebhookEndpointRegistered:
    """An endpoint, and which secret signs for it."""

    endpoint: WebhookEndpoint
    secret: WebhookSecret


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterWebhookEndpointCommand(Command):
    """`request_id` becomes the endpoint's id. `owner_id` acts for the partner: the partner itself, or somebody who may."""

    partner_id: UUID
    address: str
    event_types: tuple[str, ...]
    document_id: str | None = None


@composite_verb(WebhookEndpointRegistered)
async def register_webhook_endpoint(tx: Tx, command: RegisterWebhookEndpointCommand) -> WebhookEndpointRegistered | Refusal:
    """Tell a partner at that address what it wants to be told. Refuses in the order of rules/webhook_endpoint.py, then WebhookDocumentNotFound."""
    check_address(command.address, may_be_loopback=tx.port(PartnerAddresses).may_be_loopback)
    check_wanted(command.event_types)
    state = await documents.lock_partner_state(tx, command.partner_id)
    check_registration(state, await endpoints.count_endpoints(tx, command.partner_id))
    await _check_document(tx, command.partner_id, command.document_id)
    assert command.request_id is not None
    wanted = sorted(set(command.event_types))
    endpoint = await endpoints.insert_endpoint(tx, command.request_id, command.partner_id, command.address, wanted, command.document_id)
    return WebhookEndpointRegistered(endpoint, await endpoints.insert_secret(tx, endpoint.id, derived_id(command.request_id, "secret")))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeWebhookEndpointCommand(Command):
    partner_id: UUID
    endpoint_id: UUID
    address: str
    event_types: tuple[str, ...]
    document_id: str | None = None


@composite_verb(WebhookEndpoint)
async def change_webhook_endpoint(tx: Tx, command: ChangeWebhookEndpointCommand) -> WebhookEndpoint | Refusal:
    """From now on another address, or other kinds. Refuses as a registration does, then WebhookEndpointNotFound, then WebhookDocumentNotFound."""
    check_address(command.address, may_be_loopback=tx.port(PartnerAddresses).may_be_loopback)
    check_wanted(command.event_types)
    await _own(tx, command.partner_id, command.endpoint_id)
    await _check_document(tx, command.partner_id, command.document_id)
    return await endpoints.change_endpoint(tx, command.endpoint_id, command.address, sorted(set(command.event_types)), command.document_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class RotateWebhookSecretCommand(Command):
    """For so many hours the secrets that there are sign too."""

    partner_id: UUID
    endpoint_id: UUID
    overlap_hours: int = 24


@composite_verb(WebhookEndpointRegistered)
async def rotate_webhook_secret(tx: Tx, command: RotateWebhookSecretCommand) -> WebhookEndpointRegistered | Refusal:
    """A new secret. Refuses WebhookOverlapOutOfRange, then WebhookEndpointNotFound."""
    if not 0 <= command.overlap_hours <= OVERLAP_MOST_HOURS:
        raise WebhookOverlapOutOfRange(OVERLAP_MOST_HOURS)
    endpoint = await _own(tx, command.partner_id, command.endpoint_id)
    assert command.request_id is not None
    await endpoints.expire_secrets(tx, endpoint.id, tx.now + timedelta(hours=command.overlap_hours), SECRETS_MAX - 1)
    return WebhookEndpointRegistered(endpoint, await endpoints.insert_secret(tx, endpoint.id, derived_id(command.request_id, "secret")))


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEndpointCommand(Command):
    """What needs no more than to say which endpoint of which partner."""

    partner_id: UUID
    endpoint_id: UUID


@composite_verb(WebhookEndpoint)
async def disable_webhook_endpoint(tx: Tx, command: WebhookEndpointCommand) -> WebhookEndpoint | Refusal:
    """Send nothing there any more; what waits is held. One that is disabled stays as it is. Refuses WebhookEndpointNotFound."""
    endpoint = await _own(tx, command.partner_id, command.endpoint_id)
    if endpoint.state == "disabled":
        return endpoint
    await deliveries.hold_pending(tx, endpoint.id)
    tx.publish(WebhookDisabled(endpoint.partner_id, None, endpoint.id, "partner"))
    return await endpoints.set_state(tx, endpoint.id, "disabled", "partner")


@composite_verb(WebhookEndpoint)
async def enable_webhook_endpoint(tx: Tx, command: WebhookEndpointCommand) -> WebhookEndpoint | Refusal:
    """Send there again what happens from now on; what was held is sent by a replay. Refuses WebhookEndpointNotFound."""
    endpoint = await _own(tx, command.partner_id, command.endpoint_id)
    return endpoint if endpoint.state == "active" else await endpoints.set_state(tx, endpoint.id, "active", None)


@composite_verb(WebhookEndpoint)
async def remove_webhook_endpoint(tx: Tx, command: WebhookEndpointCommand) -> WebhookEndpoint | Refusal:
    """For good. Its deliveries stay in the log until they are old. Refuses WebhookEndpointNotFound."""
    endpoint = await _own(tx, command.partner_id, command.endpoint_id)
    await deliveries.hold_pending(tx, endpoint.id)
    return await endpoints.set_state(tx, endpoint.id, "removed", None)


@composite_verb(WebhookEndpoint)
async def ping_webhook_endpoint(tx: Tx, command: WebhookEndpointCommand) -> WebhookEndpoint | Refusal:
    """Send it a message of no meaning. Refuses WebhookEndpointNotFound, WebhookEndpointDisabled."""
    endpoint = await _own(tx, command.partner_id, command.endpoint_id)
    if endpoint.state != "active":
        raise WebhookEndpointDisabled
    tx.publish(WebhookTested(endpoint.partner_id, None, endpoint.id))
    return endpoint


async def _own(tx: Tx, partner_id: UUID, endpoint_id: UUID) -> WebhookEndpoint:
    endpoint = (await endpoints.lock_endpoints(tx, [endpoint_id])).get(endpoint_id)
    if endpoint is None or endpoint.partner_id != partner_id:
        raise WebhookEndpointNotFound
    return endpoint


async def _check_document(tx: Tx, partner_id: UUID, document_id: str | None) -> None:
    if document_id is not None and await documents.find_document(tx, partner_id, document_id) is None:
        raise WebhookDocumentNotFound
