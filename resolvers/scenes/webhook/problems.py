"""The refusals of webhooks, worded."""

from domains import scenes
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(
    scenes.webhooks.WebhookAddressRefused,
    zh="不能使用该地址: 须为公网上的 https 地址。",
    en="This address cannot be used: it must be a public one, by https.",
    description="The address is not one that the bank calls.",
)
class WebhookAddressRefused(Problem):
    reason: str = field("malformed, not_https or not_public.", C1)


@problem(
    scenes.webhooks.WebhookEventUnknown,
    zh="没有这种通知: {event_type}。",
    en="Nothing of that name is told: {event_type}.",
    description="One of the event types is unknown, or none is wanted.",
)
class WebhookEventUnknown(Problem):
    event_type: str = field("The name that was sent; empty where there was none.", C1)


@problem(
    scenes.webhooks.TooManyWebhookEndpoints,
    zh="最多可登记 {most} 个通知地址。",
    en="At most {most} endpoints can be registered.",
    description="Remove one that is needed no more.",
)
class TooManyWebhookEndpoints(Problem):
    pass


@problem(scenes.webhooks.WebhookEndpointNotFound, zh="找不到该通知地址。", en="There is no such endpoint.", description="The partner has no such endpoint.")
class WebhookEndpointNotFound(Problem):
    pass


@problem(
    scenes.webhooks.WebhookEndpointDisabled,
    zh="该通知地址已停用, 请先启用。",
    en="This endpoint is disabled. Enable it first.",
    description="Nothing is sent to it until it is enabled.",
)
class WebhookEndpointDisabled(Problem):
    pass


@problem(
    scenes.webhooks.WebhookDeliveryNotFound,
    zh="找不到该通知。",
    en="There is no such message.",
    description="The partner has no such delivery, or it is long past.",
)
class WebhookDeliveryNotFound(Problem):
    pass


@problem(
    scenes.webhooks.WebhookOverlapOutOfRange,
    zh="旧密钥最多再用 {most_hours} 小时。",
    en="The old secret goes on for {most_hours} hours at most.",
    description="How long the old secrets go on is out of range.",
)
class WebhookOverlapOutOfRange(Problem):
    most_hours: int = field("The longest.", C1)


@problem(
    scenes.webhooks.WebhookDocumentNotFound,
    zh="没有登记过该查询。",
    en="No such query is registered.",
    description="The partner has registered no document of that id.",
)
class WebhookDocumentNotFound(Problem):
    pass
