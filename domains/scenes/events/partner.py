"""What became of partners. `subject_id` is the partner."""

from dataclasses import dataclass

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class PartnerRegistered(Event):
    """The bank works with it from now on."""
