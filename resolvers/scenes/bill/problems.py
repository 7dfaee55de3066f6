"""The refusals of bills, worded."""

from domains import scenes
from domains.kernel.data_classes import C1, C2
from resolvers.fields import field
from resolvers.money import Money
from resolvers.problems import Problem, problem


@problem(scenes.BillNotFound, zh="找不到该账单。", en="There is no such bill.", description="No bill of that id, or it is somebody else's.")
class BillNotFound(Problem):
    pass


@problem(
    scenes.BillNotOpen,
    zh="该账单已支付、正在支付或已撤销。",
    en="The bill is paid, being paid, or withdrawn.",
    description="It cannot be paid as it stands.",
)
class BillNotOpen(Problem):
    state: str = field("Where it stands: paying, paid or gone.", C1)


@problem(
    scenes.BillChanged,
    zh="账单金额已变为 {amount}, 请确认后再支付。",
    en="The bill is {amount} now. Please confirm that amount.",
    description="The partner asks for another amount than the customer confirmed.",
)
class BillChanged(Problem):
    amount: Money = field("What the partner asks for now.", C2)
