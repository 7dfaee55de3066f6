"""What is refused of a payment that a partner initiates, beside what its consent does not allow."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class PartnerPayeeNotFound(Refusal):
    """No such payee of the partner's, or one that takes no payments now."""


@dataclass(eq=False)
class PartnerOrderPaid(Refusal):
    """The partner's order was paid before, under another id: `initiation_id` is that payment's."""

    initiation_id: UUID


@dataclass(eq=False)
class PartnerOrderIdMalformed(Refusal):
    """A partner's order id has 1 to `most_characters` letters, digits, dots, hyphens, underscores, slashes or colons."""

    most_characters: int


@dataclass(eq=False)
class PayerFundsInsufficient(Refusal):
    """The customer has less than that. How much less is not the partner's to know."""


@dataclass(eq=False)
class PayerLimitReached(Refusal):
    """The customer's own limits do not leave that. What they are is not the partner's to know."""


@dataclass(eq=False)
class PayerAccountUnavailable(Refusal):
    """The customer's account lets nothing out now: frozen, closed and missing are not told apart."""
