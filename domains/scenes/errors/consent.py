"""What is refused of consents to partners, and of what is done under them."""

from dataclasses import dataclass
from datetime import datetime

from domains.kernel.errors import Refusal
from domains.kernel.money import Amount


@dataclass(eq=False)
class ConsentNotFound(Refusal):
    """No such consent, or not one of this customer or partner: the two are not told apart."""


@dataclass(eq=False)
class ConsentRevoked(Refusal):
    """The customer took it back."""

    revoked_at: datetime


@dataclass(eq=False)
class ConsentExpired(Refusal):
    """It was given until an instant that has come."""

    expired_at: datetime


@dataclass(eq=False)
class ConsentExhausted(Refusal):
    """It was given for a number of times, and all of them are used."""


@dataclass(eq=False)
class ConsentLacksScope(Refusal):
    """The customer did not consent to that."""

    scope: str


@dataclass(eq=False)
class ConsentLacksAccount(Refusal):
    """Not an account that the customer chose, or not one of the customer's."""


@dataclass(eq=False)
class CapExceeded(Refusal):
    """More than a cap of the consent leaves: `window` is payment, day or month. `left` may still go."""

    window: str
    most: Amount
    left: Amount


@dataclass(eq=False)
class PaymentNotAgreed(Refusal):
    """The customer agreed to one payment, and this is another: `what` is its amount or its payee."""

    what: str


@dataclass(eq=False)
class ConsentNotNarrower(Refusal):
    """A consent is only ever made narrower: `what` would become wider, or nothing would be left of it."""

    what: str


@dataclass(eq=False)
class ConsentTooWide(Refusal):
    """More than was asked for, or than the house lets anybody consent to: `what` says of which."""

    what: str


@dataclass(eq=False)
class AuthorizationDetailsMalformed(Refusal):
    """Rich authorization details (RFC 9396) that the house does not read: `where` is a JSON path, `why` a code."""

    where: str
    why: str
