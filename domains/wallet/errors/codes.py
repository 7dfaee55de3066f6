"""What is refused of codes that are scanned or shown."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class CodeMalformed(Refusal):
    """Not a code as EMVCo writes them. `tag` is the field that is wrong ("54", or "62.05" inside a template), `reason` in one word how."""

    tag: str
    reason: str


@dataclass(eq=False)
class CodeNotFound(Refusal):
    """A well-formed code, but of nobody whom the house can pay: another network's, an unknown one, or one that was withdrawn."""


@dataclass(eq=False)
class PaymentCodeRefused(Refusal):
    """A customer's payment code that is unknown, used, or past its minute. Which of them is not told."""
