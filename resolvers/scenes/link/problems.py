"""The refusals of links, worded."""

from domains import scenes
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(
    scenes.SceneNotFound,
    zh="该服务不存在或不支持此操作。",
    en="There is no such service, or it cannot do that.",
    description="No scene of that id, or its partner does not offer that.",
)
class SceneNotFound(Problem):
    pass


@problem(scenes.AlreadyLinked, zh="您已关联该服务的账户。", en="An account there is linked already.", description="Unlink it first.")
class AlreadyLinked(Problem):
    pass


@problem(
    scenes.LinkNotFound,
    zh="找不到该关联。",
    en="There is no such link.",
    description="No such link of the customer's, or it does not stand, or it took too long.",
)
class LinkNotFound(Problem):
    pass


@problem(
    scenes.LinkProofWrong,
    zh="关联凭证不正确, 请重新关联。",
    en="The proof is not right. Please link again.",
    description="Not what the browser came back with.",
)
class LinkProofWrong(Problem):
    pass


@problem(
    scenes.LinkBusy,
    zh="通过该关联还有 {open_orders} 项未办结 (付款、分期、退款或预约), 办结后方可解除。",
    en="What goes over this link has not ended: {open_orders} in all (payments, instalments, refunds, bookings). Unlink once it has.",
    description="Payments, instalments, refunds or bookings over this link have not ended.",
)
class LinkBusy(Problem):
    open_orders: int = field("How many.", C1)
