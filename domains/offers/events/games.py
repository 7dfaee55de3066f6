"""What became of instant games. `subject_id` is the game, or for draws and stamps their customer."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class GameOpened(Event):
    campaign_id: UUID


@dataclass(frozen=True, slots=True)
class GamePlayed(Event):
    draw_id: UUID
    game_id: UUID
    outcome: str


@dataclass(frozen=True, slots=True)
class GameSeedRotated(Event):
    game_id: UUID
    seed_number: int


@dataclass(frozen=True, slots=True)
class StampCollected(Event):
    game_id: UUID
    source_id: UUID


@dataclass(frozen=True, slots=True)
class StampTakenBack(Event):
    game_id: UUID
    source_id: UUID
