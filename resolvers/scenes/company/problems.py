"""The refusals of companies, worded."""

from domains import scenes
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem

companies = scenes.companies


@problem(
    companies.CompanyNotFound,
    zh="找不到该企业, 或您无此权限。",
    en="There is no such company, or that is not yours to do for it.",
    description="No company of that id, or the viewer does not act for it in that way.",
)
class CompanyNotFound(Problem):
    pass


@problem(
    companies.CompanyBound,
    zh="该编号已属于其他客户, 或该客户在此已有其他编号。",
    en="That number is another customer's, or the customer has another number there.",
    description="A number at a partner is one customer's, and a customer has one number there.",
)
class CompanyBound(Problem):
    pass


@problem(
    companies.CompanyNumberMalformed,
    zh="企业编号格式有误。",
    en="A company's number is 1 to 64 letters, digits, slashes, hyphens and underscores.",
    description="No partner has such a number.",
)
class CompanyNumberMalformed(Problem):
    pass


@problem(
    companies.CompanyMemberNotFound,
    zh="找不到该客户, 或该商户不属于该客户。",
    en="There is no such customer, or the merchant is not theirs.",
    description="No customer of that id or phone, or a customer who does not own that merchant.",
)
class CompanyMemberNotFound(Problem):
    pass


@problem(
    companies.CompanyOwnerFixed,
    zh="企业归属由银行登记, 不能在此更改。",
    en="Whose the company is, the bank's staff say.",
    description="Nobody is made an owner here, and the owner nothing else.",
)
class CompanyOwnerFixed(Problem):
    pass


@problem(
    companies.TooManyCompanyMembers,
    zh="一家企业最多 {most_members} 名经办人。",
    en="At most {most_members} people act for a company.",
    description="The company has as many as may act for one.",
)
class TooManyCompanyMembers(Problem):
    most_members: int = field("The most.", C1)
