"""The refusals of applications and of what is offered for them, worded."""

from domains import loans
from domains.kernel.data_classes import C1, C2
from resolvers.fields import computed, field
from resolvers.loans.reasons import LoanWords
from resolvers.loans.wording import reason_of
from resolvers.problems import Problem, problem
from resolvers.scalars import Instant


@problem(loans.ApplicationNotFound, zh="找不到该申请。", en="There is no such application.", description="The viewer has no such application.")
class LoanApplicationNotFound(Problem):
    pass


@problem(
    loans.ApplicationOpen,
    zh="该产品已有一笔申请在办理中。",
    en="An application for this product is under way.",
    description="It is to be finished or cancelled first.",
)
class LoanApplicationOpen(Problem):
    application_id: str = field("The one that is under way.", C1)


@problem(loans.IncomeMalformed, zh="收入金额不正确。", en="The income is not right.", description="Below nothing, or more than anybody has.")
class IncomeMalformed(Problem):
    pass


@problem(
    loans.ProfileNeeded,
    zh="请填写职业和收入。",
    en="Please say what you do and what you earn.",
    description="It was never told; both are told together.",
)
class LoanProfileNeeded(Problem):
    pass


@problem(
    loans.OfferNotOpen,
    zh="该申请目前没有可签署的合同。",
    en="Nothing is offered for this application now.",
    description="`state` says where the application stands.",
)
class LoanOfferNotOpen(Problem):
    state: str = field("Where it stands.", C1)


@problem(
    loans.OfferExpired,
    zh="报价已过期，请重新获取。",
    en="The offer has expired. Please ask for it again.",
    description="It can be asked for again, and is priced anew then.",
)
class LoanOfferExpired(Problem):
    offered_until: Instant | None = field("Until when it stood.", C1)


@problem(
    loans.OfferChanged,
    zh="合同内容已更新，请重新阅读后签署。",
    en="The contract is another one now. Please read it before you sign.",
    description="What was shown is not what is offered.",
)
class LoanOfferChanged(Problem):
    contract_sha256: str = field("The contract to show.", C1)


@computed("Which rules.", C2)
def reasons(row: loans.BorrowerUnfit) -> list[LoanWords]:
    return [reason_of(code) for code in row.reasons]  # type: ignore[misc]


@problem(
    loans.BorrowerUnfit,
    zh="目前不符合借款条件。",
    en="You cannot borrow at present.",
    description="A hard rule is against it; `reasons` name the rules, the gravest first.",
)
class BorrowerUnfit(Problem):
    reasons = reasons


@problem(
    loans.CoolingOffOver,
    zh="已过冷静期，不能撤销借款。",
    en="The cooling-off is over. The loan can be repaid early instead.",
    description="Its days are over, something was repaid, or the loan has paid a merchant.",
)
class CoolingOffOver(Problem):
    ended_at: Instant | None = field("When it ended.", C1)


@problem(loans.LoanNotFound, zh="找不到该借款。", en="There is no such loan.", description="The viewer has no such loan.")
class LoanNotFound(Problem):
    pass


@problem(
    loans.ApplicationUndecidable,
    zh="该申请不在可裁定的状态。",
    en="Nothing is to be decided about this application.",
    description="It is neither referred nor declined.",
)
class LoanApplicationUndecidable(Problem):
    state: str = field("Where it stands.", C1)


@problem(loans.ReasonNeeded, zh="请写明理由。", en="Please say why.", description="A decision of staff says why, in 500 characters at most.")
class ReasonNeeded(Problem):
    pass


@problem(loans.ApprovalPolicyMalformed, zh="审批政策不正确。", en="The policy is not right.", description="A part is not as a policy has it.")
class ApprovalPolicyMalformed(Problem):
    what: str = field("Which part.", C1)
