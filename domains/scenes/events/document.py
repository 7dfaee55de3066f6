"""What became of documents. `subject_id` is the partner."""

from dataclasses import dataclass

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class DocumentRegistered(Event):
    """The partner's clients may ask for it from now on."""

    document_id: str
