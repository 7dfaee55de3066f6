"""Send webhooks: write deliveries of what happened, take those that are due, take down what came of an attempt. The attempt is made outside, between the two.

tell                  a delivery for each fact and endpoint                   (listeners/webhook.py, in the transaction of its cursor)
claim_deliveries      takes what is due, with the secrets that sign           (the sender in the worker)
settle_deliveries     delivered, to be tried again, or given up               (the sender; a claim of which nothing is heard is due again)"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domains.kernel.commands import Command, batched_verb, composite_verb
from domains.kernel.crypto import Keyring
from domains.kernel.errors import Refusal
from domains.kernel.events import PublishedEvent
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Tx
from domains.scenes.errors.webhook import WebhookDeliveryNotFound
from domains.scenes.events.webhook import WebhookDisabled
from domains.scenes.queries import webhook_delivery as deliveries
from domains.scenes.queries import webhook_endpoint as endpoints
from domains.scenes.queries.webhook_delivery import DueDelivery, NewDelivery, SettledDelivery, WebhookDelivery
from domains.scenes.queries.webhook_endpoint import WebhookEndpoint
from domains.scenes.rules.webhook_delivery import GONE, LANES, LANES_WHEN_FAILING, LEASE, DeliveryState, EndpointHealth, excerpt_of, is_accepted, next_attempt
from domains.scenes.rules.webhook_endpoint import DisabledReason
from domains.scenes.rules.webhook_event import KINDS, TEST, told_of
from domains.scenes.service.webhook_secret import webhook_secret


async def tell(tx: Tx, events: Sequence[PublishedEvent]) -> None:
    """Write a delivery for each fact and each endpoint of its partner that wants it; held where the endpoint is disabled."""
    of_partner = [(partner_id, event) for event in events if (partner_id := _partner_of(event)) is not None]
    found = await endpoints.list_of_partners(tx, sorted({partner_id for partner_id, _ in of_partner}))
    await deliveries.insert_deliveries(
        tx, [_new(endpoint, event) for partner_id, event in of_partner for endpoint in found if endpoint.partner_id == partner_id and _wants(endpoint, event)]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDeliveriesCommand(Command):
    """`busy` says how many attempts the caller has in hand at which endpoint; `most` and `most_failing` how many more it can take, at endpoints that answer
    and at those that do not."""

    busy: tuple[tuple[UUID, int], ...]
    most: int
    most_failing: int


@dataclass(frozen=True, slots=True)
class DeliveriesClaimed:
    """What is to be attempted now, each with the secrets that sign it, newest first."""

    due: tuple[tuple[DueDelivery, tuple[str, ...]], ...]


@composite_verb(DeliveriesClaimed)
async def claim_deliveries(tx: Tx, command: ClaimDeliveriesCommand) -> DeliveriesClaimed | Refusal:
    """Take what is due; refuses nothing. What is claimed and not settled is due again after LEASE."""
    lost_at = tx.now + LEASE
    claimed = await deliveries.claim_due(tx, dict(command.busy), LANES, command.most, lost_at, is_failing=False)
    claimed += await deliveries.claim_due(tx, dict(command.busy), LANES_WHEN_FAILING, command.most_failing, lost_at, is_failing=True)
    if not claimed:
        return DeliveriesClaimed(())
    keyring = tx.port(Keyring)
    signing = await endpoints.list_webhook_secrets(tx, [one.endpoint_id for one in claimed])
    return DeliveriesClaimed(
        tuple((one, tuple(webhook_secret(keyring, secret.id) for secret in secrets)) for one, secrets in zip(claimed, signing, strict=True))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleDeliveryCommand(Command):
    """What came of one attempt: a `status`, or the `failure` that kept it from one (a code of the sender's)."""

    endpoint_id: UUID
    delivery_id: UUID
    attempt: int
    status: int | None = None
    failure: str | None = None
    answer: str = ""
    secrets: tuple[str, ...] = ()
    retry_after_seconds: int | None = None


@batched_verb(WebhookDelivery)
async def settle_deliveries(tx: Tx, commands: list[SettleDeliveryCommand]) -> list[WebhookDelivery | Refusal]:
    """Take down what came of attempts. Of an attempt that counts as lost by now only a success is heard. 410, or failing for days, disables the endpoint."""
    found = await endpoints.lock_endpoints(tx, [one.endpoint_id for one in commands])
    rows = await deliveries.lock_deliveries(tx, sorted({(one.endpoint_id, one.delivery_id) for one in commands}))
    healths = {id_: endpoint.health for id_, endpoint in found.items()}
    hopeless: dict[UUID, DisabledReason] = {}
    settled: dict[UUID, SettledDelivery] = {}
    for command in commands:
        row = rows.get((command.endpoint_id, command.delivery_id))
        is_delivered = is_accepted(command.status)
        if row is None or row.state != "pending" or row.id in settled or (command.attempt != row.attempts and not is_delivered):
            continue
        settled[row.id] = _settled(tx, command, row)
        if command.endpoint_id in found:
            health = healths[command.endpoint_id] = healths[command.endpoint_id].after(is_delivered, tx.now)
            if command.status == GONE or health.is_hopeless(tx.now):
                hopeless[command.endpoint_id] = "gone" if command.status == GONE else "failing"
    await _write(tx, settled, {id_: health for id_, health in healths.items() if health != found[id_].health})
    for endpoint_id, reason in hopeless.items():
        await _disable(tx, found[endpoint_id], reason)
    return [rows.get((one.endpoint_id, one.delivery_id), WebhookDeliveryNotFound()) for one in commands]


async def _write(tx: Tx, settled: dict[UUID, SettledDelivery], healths: dict[UUID, EndpointHealth]) -> None:
    if settled:
        await deliveries.settle(tx, list(settled.values()))
    if healths:
        await endpoints.set_health(tx, healths)


async def _disable(tx: Tx, endpoint: WebhookEndpoint, reason: DisabledReason) -> None:
    if endpoint.state != "active":
        return
    await deliveries.hold_pending(tx, endpoint.id)
    await endpoints.set_state(tx, endpoint.id, "disabled", reason)
    tx.publish(WebhookDisabled(endpoint.partner_id, None, endpoint.id, reason))


def _settled(tx: Tx, command: SettleDeliveryCommand, row: WebhookDelivery) -> SettledDelivery:
    excerpt = excerpt_of(command.answer, command.secrets)
    if is_accepted(command.status):
        return SettledDelivery(row.endpoint_id, row.id, "delivered", None, command.status, None, excerpt)
    again = next_attempt(row.id, row.attempts, row.due_since, tx.now, command.retry_after_seconds)
    return SettledDelivery(row.endpoint_id, row.id, "failed" if again is None else "pending", again, command.status, command.failure, excerpt)


def _partner_of(event: PublishedEvent) -> UUID | None:
    return event.counterpart_id if KINDS[event.name].is_of_counterpart else event.subject_id


def _wants(endpoint: WebhookEndpoint, event: PublishedEvent) -> bool:
    name = KINDS[event.name].name
    if name == TEST:
        return bool(event.payload["endpoint_id"] == str(endpoint.id))
    return name in endpoint.event_types


def _new(endpoint: WebhookEndpoint, event: PublishedEvent) -> NewDelivery:
    id_ = derived_id(endpoint.id, f"fact:{event.position}")
    state: DeliveryState = "pending" if endpoint.state == "active" else "held"
    return NewDelivery(endpoint.id, id_, endpoint.partner_id, KINDS[event.name].name, told_of(event), event.position, state)
