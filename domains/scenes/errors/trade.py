"""What is refused of a company's documents and their payment."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal
from domains.scenes.rules.trade import PaymentFault


@dataclass(eq=False)
class InvoicesNotPayable(Refusal):
    """Nothing was paid: `faults` says for each line why it could not be."""

    faults: tuple[PaymentFault, ...]


@dataclass(eq=False)
class PaymentFileMalformed(Refusal):
    """It is no payment file: `line` where it ends to be one, counted from 1."""

    line: int
    reason: str
