"""What is refused of products."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class LoanProductMalformed(Refusal):
    """`what` names the first part that is not as a product has it."""

    what: str


@dataclass(eq=False)
class LoanProductNotFound(Refusal):
    """There is no such product."""


@dataclass(eq=False)
class LoanProductClosed(Refusal):
    """Nothing new is lent. `state` says why: suspended, closed."""

    state: str


@dataclass(eq=False)
class LoanTermsChanged(Refusal):
    """The terms are others than those that were shown. `version` is the one to show now."""

    version: int


@dataclass(eq=False)
class CountNotOffered(Refusal):
    """The product has no such number of instalments. `counts` are those that it has."""

    count: int
    counts: tuple[int, ...]
