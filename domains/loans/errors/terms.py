"""What is refused of a loan's terms."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class LoanTermsMalformed(Refusal):
    """A part of the terms is not as a loan has it: there is no schedule for them. `what` names the first such part."""

    what: str
