"""What is refused of companies and of those who act for them."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class CompanyBound(Refusal):
    """That number at that partner is another customer's, or the customer has another number there."""


@dataclass(eq=False)
class CompanyNumberMalformed(Refusal):
    """No partner has such a number."""


@dataclass(eq=False)
class CompanyNotFound(Refusal):
    """There is no such company, or it is not the caller's to act for, or not in that way."""


@dataclass(eq=False)
class CompanyMemberNotFound(Refusal):
    """There is no such customer, or the customer does not own that merchant."""


@dataclass(eq=False)
class CompanyOwnerFixed(Refusal):
    """Whose a company is, staff say."""


@dataclass(eq=False)
class TooManyCompanyMembers(Refusal):
    most_members: int
