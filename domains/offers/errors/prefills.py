"""What is refused of forms that are filled in before a visit."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class FormMalformed(Refusal):
    """A field is missing, unknown, given twice, or not as the service asks for it. `reason` says which: see rules/prefills.py."""

    field: str
    reason: str


@dataclass(eq=False)
class PrefillsTooMany(Refusal):
    """The customer has as many forms waiting as one may have."""

    most_prefills: int


@dataclass(eq=False)
class PrefillUnknown(Refusal):
    """Not a code of a form: foreign, cut off, mistyped or forged."""


@dataclass(eq=False)
class PrefillOpenedAlready(Refusal):
    """The code was used. It opens once."""


@dataclass(eq=False)
class PrefillExpired(Refusal):
    """The form was not opened in time, or was taken back, and is erased."""
