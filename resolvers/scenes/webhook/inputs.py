"""What the webhooks' mutations take."""

from uuid import UUID

import strawberry

from resolvers.scalars import Instant

REQUEST_ID = "Made by the partner and kept before its first attempt. A repeat is answered alike."


@strawberry.input(description="Be told at an address what happens.")
class RegisterWebhookEndpointInput:
    request_id: UUID = strawberry.field(description=REQUEST_ID + " It becomes the endpoint's id.")
    address: str = strawberry.field(description="Where to: https, public, 512 characters at most.")
    event_types: list[str] = strawberry.field(description="What to tell: see docs/partners/webhooks.md.")
    document_id: str | None = strawberry.field(
        default=None, description="A query that the partner registered, to shape what is told; without it the ids alone."
    )


@strawberry.input(description="Be told at another address, or other things.")
class ChangeWebhookEndpointInput:
    request_id: UUID = strawberry.field(description=REQUEST_ID)
    id: strawberry.ID = strawberry.field(description="The endpoint.")
    address: str = strawberry.field(description="Where to.")
    event_types: list[str] = strawberry.field(description="What to tell.")
    document_id: str | None = strawberry.field(default=None, description="A query that the partner registered; without it the ids alone.")


@strawberry.input(description="Have a new secret sign.")
class RotateWebhookSecretInput:
    request_id: UUID = strawberry.field(description=REQUEST_ID)
    id: strawberry.ID = strawberry.field(description="The endpoint.")
    overlap_hours: int = strawberry.field(default=24, description="For how many hours the secrets that there are sign too: 0 to 168.")


@strawberry.input(description="Names an endpoint.")
class WebhookEndpointInput:
    request_id: UUID = strawberry.field(description=REQUEST_ID)
    id: strawberry.ID = strawberry.field(description="The endpoint.")


@strawberry.input(description="Have a message sent again.")
class ReplayWebhookDeliveryInput:
    request_id: UUID = strawberry.field(description=REQUEST_ID)
    id: strawberry.ID = strawberry.field(description="The message.")


@strawberry.input(description="Have the messages of a period sent again.")
class ReplayWebhooksInput:
    request_id: UUID = strawberry.field(description=REQUEST_ID)
    endpoint_id: strawberry.ID = strawberry.field(description="The endpoint.")
    since: Instant = strawberry.field(description="From when on.")
    until: Instant = strawberry.field(description="Until before when.")
    also_delivered: bool = strawberry.field(default=False, description="Those too that arrived.")
