"""What is refused of referral programmes."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class ReferralMalformed(Refusal):
    """A part of a programme, or of the rules against fraud, is not as it can be kept."""

    what: str


@dataclass(eq=False)
class ReferralOpenAlready(Refusal):
    """The campaign rewards sharing already, or another one does for that product."""
