"""What is refused of webhook endpoints and deliveries."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class WebhookAddressRefused(Refusal):
    """`reason`: malformed, not_https or not_public."""

    reason: str


@dataclass(eq=False)
class WebhookEventUnknown(Refusal):
    """Nothing of that name is told; an empty name where nothing is wanted."""

    event_type: str


@dataclass(eq=False)
class TooManyWebhookEndpoints(Refusal):
    most: int


@dataclass(eq=False)
class WebhookEndpointNotFound(Refusal):
    """There is none of that id, it is another partner's, or it was removed."""


@dataclass(eq=False)
class WebhookOverlapOutOfRange(Refusal):
    """How long the old secrets go on is not between nothing and `most_hours`."""

    most_hours: int


@dataclass(eq=False)
class WebhookDeliveryNotFound(Refusal):
    """There is none of that id, or it is another partner's."""


@dataclass(eq=False)
class WebhookEndpointDisabled(Refusal):
    """Nothing is sent to it until it is enabled."""


@dataclass(eq=False)
class WebhookDocumentNotFound(Refusal):
    """The partner has registered no query of that id."""
