"""The refusals of payment runs, worded."""

from domains import scenes
from domains.kernel.data_classes import C1, C2
from resolvers.fields import field
from resolvers.problems import Problem, problem
from resolvers.scenes.payment_run.types import PaymentRunFault

companies = scenes.companies


@problem(
    companies.PaymentRunNotFound,
    zh="找不到该付款批次。",
    en="There is no such payment run.",
    description="No run of that id, or the viewer may not do that to it.",
)
class PaymentRunNotFound(Problem):
    pass


@problem(
    companies.PaymentRunNotOpen,
    zh="该付款批次的状态不允许此操作。",
    en="The payment run does not wait for that.",
    description="It has ended, or waits for something else, or another made it.",
)
class PaymentRunNotOpen(Problem):
    state: str = field("Where it stands: uploaded, submitted, paid, rejected or withdrawn.", C1)


@problem(
    companies.PaymentRunOwn,
    zh="本人制单的批次须由他人复核。",
    en="Another member of the company checks what you made.",
    description="Whoever made a run neither approves nor rejects it. It may be withdrawn.",
)
class PaymentRunOwn(Problem):
    pass


@problem(
    companies.PaymentRunNameUsed,
    zh="该批次名称已用于另一批付款。",
    en="The company has another payment run of that name.",
    description="A name is one run for ever.",
)
class PaymentRunNameUsed(Problem):
    pass


@problem(
    companies.PaymentRunEmpty,
    zh="一个批次须包含 1 至 {most_invoices} 张发票, 且金额为货币金额。",
    en="A payment run pays between one and {most_invoices} invoices, each with an amount of a currency.",
    description="It pays nothing, too many invoices, or something that is no invoice's number or no amount of a currency.",
)
class PaymentRunEmpty(Problem):
    most_invoices: int = field("The most invoices.", C1)


@problem(
    companies.RejectionReasonMalformed,
    zh="驳回原因须填写, 最多 {most_characters} 个字符。",
    en="Say why, in {most_characters} characters at most.",
    description="The reason is missing, too long or not printable.",
)
class RejectionReasonMalformed(Problem):
    most_characters: int = field("The most characters.", C1)


@problem(
    companies.InvoicesNotPayable,
    zh="批次中有发票不能支付, 未付任何款项。",
    en="Some of the invoices cannot be paid. Nothing was paid.",
    description="Nothing of the run was paid: `faults` says for each line why it could not be.",
)
class InvoicesNotPayable(Problem):
    faults: list[PaymentRunFault] = field("Why.", C2, list_size=20)
