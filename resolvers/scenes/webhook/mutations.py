"""The webhooks' mutations, for a partner's own token."""

from typing import Annotated, Any

import strawberry

from domains import scenes
from domains.kernel.commands import Verb
from resolvers.context import NOBODY, Info
from resolvers.fields import mutation
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import read_id
from resolvers.scenes.partner.problems import PartnerNotFound
from resolvers.scenes.webhook.inputs import (
    ChangeWebhookEndpointInput,
    RegisterWebhookEndpointInput,
    ReplayWebhookDeliveryInput,
    ReplayWebhooksInput,
    RotateWebhookSecretInput,
    WebhookEndpointInput,
)
from resolvers.scenes.webhook.problems import (
    TooManyWebhookEndpoints,
    WebhookAddressRefused,
    WebhookDeliveryNotFound,
    WebhookDocumentNotFound,
    WebhookEndpointDisabled,
    WebhookEndpointNotFound,
    WebhookEventUnknown,
    WebhookOverlapOutOfRange,
)
from resolvers.scenes.webhook.types import WebhookDelivery, WebhookEndpoint, WebhookEndpointRegistered, WebhooksReplayed

RegisterWebhookEndpointResult = Annotated[
    WebhookEndpointRegistered | WebhookAddressRefused | WebhookEventUnknown | PartnerNotFound | TooManyWebhookEndpoints | WebhookDocumentNotFound | IdReused,
    strawberry.union("RegisterWebhookEndpointResult", description="The endpoint and its secret, or why it was refused."),
]
ChangeWebhookEndpointResult = Annotated[
    WebhookEndpoint | WebhookAddressRefused | WebhookEventUnknown | WebhookEndpointNotFound | WebhookDocumentNotFound | IdReused,
    strawberry.union("ChangeWebhookEndpointResult", description="The endpoint, or why it was refused."),
]
RotateWebhookSecretResult = Annotated[
    WebhookEndpointRegistered | WebhookOverlapOutOfRange | WebhookEndpointNotFound | IdReused,
    strawberry.union("RotateWebhookSecretResult", description="The endpoint and its new secret, or why it was refused."),
]
DisableWebhookEndpointResult = Annotated[
    WebhookEndpoint | WebhookEndpointNotFound | IdReused, strawberry.union("DisableWebhookEndpointResult", description="The endpoint, or why it was refused.")
]
EnableWebhookEndpointResult = Annotated[
    WebhookEndpoint | WebhookEndpointNotFound | IdReused, strawberry.union("EnableWebhookEndpointResult", description="The endpoint, or why it was refused.")
]
RemoveWebhookEndpointResult = Annotated[
    WebhookEndpoint | WebhookEndpointNotFound | IdReused, strawberry.union("RemoveWebhookEndpointResult", description="The endpoint, or why it was refused.")
]
PingWebhookEndpointResult = Annotated[
    WebhookEndpoint | WebhookEndpointNotFound | WebhookEndpointDisabled | IdReused,
    strawberry.union("PingWebhookEndpointResult", description="The endpoint, or why it was refused."),
]
ReplayWebhookDeliveryResult = Annotated[
    WebhookDelivery | WebhookDeliveryNotFound | WebhookEndpointDisabled | IdReused,
    strawberry.union("ReplayWebhookDeliveryResult", description="The message, or why it was refused."),
]
ReplayWebhooksResult = Annotated[
    WebhooksReplayed | WebhookEndpointNotFound | WebhookEndpointDisabled | IdReused,
    strawberry.union("ReplayWebhooksResult", description="How many are sent again, or why it was refused."),
]


@mutation("Be told at an address what happens. The secret is told here, and by a repeat of this request alone.", permission=Permission.PARTNER)
async def register_webhook_endpoint(info: Info, input: RegisterWebhookEndpointInput) -> RegisterWebhookEndpointResult:
    partner_id = info.context.viewer.id
    command = scenes.webhooks.RegisterWebhookEndpointCommand(
        request_id=input.request_id,
        owner_id=partner_id,
        partner_id=partner_id,
        address=input.address,
        event_types=tuple(input.event_types[:100]),
        document_id=input.document_id,
    )
    return await info.context.write(scenes.webhooks.register_webhook_endpoint, command)  # type: ignore[arg-type]


@mutation("Be told at another address, or other things.", permission=Permission.PARTNER)
async def change_webhook_endpoint(info: Info, input: ChangeWebhookEndpointInput) -> ChangeWebhookEndpointResult:
    partner_id = info.context.viewer.id
    command = scenes.webhooks.ChangeWebhookEndpointCommand(
        request_id=input.request_id,
        owner_id=partner_id,
        partner_id=partner_id,
        endpoint_id=read_id(input.id) or NOBODY,
        address=input.address,
        event_types=tuple(input.event_types[:100]),
        document_id=input.document_id,
    )
    return await info.context.write(scenes.webhooks.change_webhook_endpoint, command)  # type: ignore[arg-type]


@mutation("Have a new secret sign; the old ones go on for a while.", permission=Permission.PARTNER)
async def rotate_webhook_secret(info: Info, input: RotateWebhookSecretInput) -> RotateWebhookSecretResult:
    partner_id = info.context.viewer.id
    command = scenes.webhooks.RotateWebhookSecretCommand(
        request_id=input.request_id, owner_id=partner_id, partner_id=partner_id, endpoint_id=read_id(input.id) or NOBODY, overlap_hours=input.overlap_hours
    )
    return await info.context.write(scenes.webhooks.rotate_webhook_secret, command)  # type: ignore[arg-type]


@mutation("Be told nothing there any more. What happens meanwhile is held for a replay.", permission=Permission.PARTNER)
async def disable_webhook_endpoint(info: Info, input: WebhookEndpointInput) -> DisableWebhookEndpointResult:
    return await _about(info, scenes.webhooks.disable_webhook_endpoint, input)  # type: ignore[no-any-return]


@mutation("Be told there again from now on.", permission=Permission.PARTNER)
async def enable_webhook_endpoint(info: Info, input: WebhookEndpointInput) -> EnableWebhookEndpointResult:
    return await _about(info, scenes.webhooks.enable_webhook_endpoint, input)  # type: ignore[no-any-return]


@mutation("Be told there no more, for good.", permission=Permission.PARTNER)
async def remove_webhook_endpoint(info: Info, input: WebhookEndpointInput) -> RemoveWebhookEndpointResult:
    return await _about(info, scenes.webhooks.remove_webhook_endpoint, input)  # type: ignore[no-any-return]


@mutation("Have a message of no meaning (webhook.test) sent to an endpoint.", permission=Permission.PARTNER)
async def ping_webhook_endpoint(info: Info, input: WebhookEndpointInput) -> PingWebhookEndpointResult:
    return await _about(info, scenes.webhooks.ping_webhook_endpoint, input)  # type: ignore[no-any-return]


@mutation("Have a message sent again under its id, whatever became of it.", permission=Permission.PARTNER)
async def replay_webhook_delivery(info: Info, input: ReplayWebhookDeliveryInput) -> ReplayWebhookDeliveryResult:
    partner_id = info.context.viewer.id
    command = scenes.webhooks.ReplayDeliveryCommand(
        request_id=input.request_id, owner_id=partner_id, partner_id=partner_id, delivery_id=read_id(input.id) or NOBODY
    )
    return await info.context.write(scenes.webhooks.replay_webhook_delivery, command)  # type: ignore[arg-type]


@mutation("Have the messages of a period sent again under their ids.", permission=Permission.PARTNER)
async def replay_webhooks(info: Info, input: ReplayWebhooksInput) -> ReplayWebhooksResult:
    partner_id = info.context.viewer.id
    command = scenes.webhooks.ReplayPeriodCommand(
        request_id=input.request_id,
        owner_id=partner_id,
        partner_id=partner_id,
        endpoint_id=read_id(input.endpoint_id) or NOBODY,
        since=input.since,
        until=input.until,
        also_delivered=input.also_delivered,
    )
    return await info.context.write(scenes.webhooks.replay_webhook_period, command)  # type: ignore[arg-type]


async def _about(info: Info, verb: Verb[scenes.webhooks.WebhookEndpointCommand, Any], input: WebhookEndpointInput) -> Any:
    partner_id = info.context.viewer.id
    command = scenes.webhooks.WebhookEndpointCommand(
        request_id=input.request_id, owner_id=partner_id, partner_id=partner_id, endpoint_id=read_id(input.id) or NOBODY
    )
    return await info.context.write(verb, command)


@strawberry.type
class Mutation:
    register_webhook_endpoint = register_webhook_endpoint
    change_webhook_endpoint = change_webhook_endpoint
    rotate_webhook_secret = rotate_webhook_secret
    disable_webhook_endpoint = disable_webhook_endpoint
    enable_webhook_endpoint = enable_webhook_endpoint
    remove_webhook_endpoint = remove_webhook_endpoint
    ping_webhook_endpoint = ping_webhook_endpoint
    replay_webhook_delivery = replay_webhook_delivery
    replay_webhooks = replay_webhooks
