"""What became of products. `subject_id` is the member of staff's act."""

from dataclasses import dataclass

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class LoanProductPublished(Event):
    code: str
    version: int


@dataclass(frozen=True, slots=True)
class LoanProductStateChanged(Event):
    code: str
    state: str
