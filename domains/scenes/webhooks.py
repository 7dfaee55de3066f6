"""Webhooks to partners, the part of the scenes' public face that the sender and partners' developers use: `scenes.webhooks`.

register_, change_, ping_, enable_, disable_, remove_webhook_endpoint, rotate_webhook_secret, webhook_secret
find_webhook_endpoints, list_webhook_endpoints, list_webhook_secrets, list_webhook_deliveries; replay_webhook_delivery, replay_webhook_period
for the sender has_due_deliveries, claim_deliveries, settle_deliveries"""

from domains.scenes.errors.webhook import (
    TooManyWebhookEndpoints,
    WebhookAddressRefused,
    WebhookDeliveryNotFound,
    WebhookDocumentNotFound,
    WebhookEndpointDisabled,
    WebhookEndpointNotFound,
    WebhookEventUnknown,
    WebhookOverlapOutOfRange,
)
from domains.scenes.events.webhook import WebhookDisabled, WebhookTested
from domains.scenes.ports import PartnerAddresses
from domains.scenes.queries.webhook_delivery import DueDelivery, WebhookDelivery, has_due_deliveries, list_webhook_deliveries
from domains.scenes.queries.webhook_endpoint import (
    WebhookEndpoint,
    WebhookSecret,
    find_webhook_endpoints,
    list_webhook_endpoints,
    list_webhook_secrets,
)
from domains.scenes.rules.webhook_delivery import LANES, LANES_WHEN_FAILING, DeliveryState
from domains.scenes.rules.webhook_endpoint import DisabledReason, WebhookState
from domains.scenes.rules.webhook_event import WEBHOOK_NAMES, plain_payload
from domains.scenes.service.webhook_delivery import ClaimDeliveriesCommand, DeliveriesClaimed, SettleDeliveryCommand, claim_deliveries, settle_deliveries
from domains.scenes.service.webhook_endpoint import (
    ChangeWebhookEndpointCommand,
    RegisterWebhookEndpointCommand,
    RotateWebhookSecretCommand,
    WebhookEndpointCommand,
    WebhookEndpointRegistered,
    change_webhook_endpoint,
    disable_webhook_endpoint,
    enable_webhook_endpoint,
    ping_webhook_endpoint,
    register_webhook_endpoint,
    remove_webhook_endpoint,
    rotate_webhook_secret,
)
from domains.scenes.service.webhook_replay import (
    ReplayDeliveryCommand,
    ReplayPeriodCommand,
    WebhooksReplayed,
    replay_webhook_delivery,
    replay_webhook_period,
)
from domains.scenes.service.webhook_secret import webhook_secret

__all__ = ["ChangeWebhookEndpointCommand", "ClaimDeliveriesCommand", "DeliveriesClaimed", "DeliveryState", "DisabledReason", "DueDelivery"]
__all__ += ["LANES", "LANES_WHEN_FAILING", "PartnerAddresses", "RegisterWebhookEndpointCommand", "ReplayDeliveryCommand", "ReplayPeriodCommand"]
__all__ += ["WEBHOOK_NAMES", "RotateWebhookSecretCommand", "SettleDeliveryCommand", "TooManyWebhookEndpoints", "WebhookAddressRefused"]
__all__ += ["WebhookDelivery", "WebhookDeliveryNotFound", "WebhookDisabled", "WebhookDocumentNotFound", "WebhookEndpoint", "WebhookEndpointCommand"]
__all__ += ["WebhookEndpointDisabled", "WebhookEndpointNotFound", "WebhookEndpointRegistered", "WebhookEventUnknown", "WebhookOverlapOutOfRange"]
__all__ += ["WebhookSecret", "WebhookState", "WebhookTested", "WebhooksReplayed", "change_webhook_endpoint", "claim_deliveries", "disable_webhook_endpoint"]
__all__ += ["enable_webhook_endpoint", "find_webhook_endpoints", "has_due_deliveries", "list_webhook_deliveries", "list_webhook_endpoints"]
__all__ += ["list_webhook_secrets", "ping_webhook_endpoint", "plain_payload", "register_webhook_endpoint", "remove_webhook_endpoint", "replay_webhook_delivery"]
__all__ += ["replay_webhook_period", "rotate_webhook_secret", "settle_deliveries", "webhook_secret"]
