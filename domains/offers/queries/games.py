"""Statements on instant games, their players and draws."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import orjson
from asyncpg import Record
from pydantic import TypeAdapter

from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.offers.queries import campaigns
from domains.offers.queries.campaigns import Campaign, campaign_of
from domains.offers.rules.games import GameKind, GameTerms, Outcome, PrizeKind, StampSource

OWN = "id, campaign_id, kind, name_zh, name_en, terms, made_at"
DRAW = "customer_id, id, game_id, seed_number, client_seed, nonce, drawn, given, outcome, ordinal, given_minor, coupon_id, drawn_at"

WITH_CAMPAIGN = f"""
SELECT {", ".join(f"game.{name}" for name in OWN.split(", "))}, {", ".join(f"campaign.{name} AS campaign_{name}" for name in campaigns.COLUMNS.split(", "))}
FROM offers_game AS game JOIN offers_campaign AS campaign ON campaign.id = game.campaign_id
"""

INSERT_GAME = f"INSERT INTO offers_game ({OWN}) VALUES ($1, $2, $3, $4, $5, $6::text::jsonb, $7)"

FIND_GAMES = f"{WITH_CAMPAIGN} WHERE game.id = ANY($1::uuid[])"

LIST_OPEN = f"""
{WITH_CAMPAIGN} WHERE campaign.state = 'live' AND campaign.starts_at <= $1 AND campaign.ends_at > $1 AND ($2::text IS NULL OR game.kind = $2)
ORDER BY campaign.ends_at, game.id LIMIT $3
"""

LOCK_PLAYER = """
INSERT INTO offers_player AS player (customer_id, game_id, seed_number, draws) VALUES ($1, $2, 1, 0)
ON CONFLICT (customer_id, game_id) DO UPDATE SET draws = player.draws RETURNING seed_number, draws
"""

SET_PLAYER = "UPDATE offers_player SET seed_number = $3, draws = $4 WHERE (customer_id, game_id) = ($1, $2)"

FIND_PLAYERS = """
SELECT player.customer_id, player.game_id, player.seed_number, player.draws FROM offers_player AS player
WHERE (player.customer_id, player.game_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))
"""

NEW_DRAW = Writing(
    "offer_draw",
    ("uuid", "uuid", "uuid", "integer", "text", "integer", "integer", "integer", "text", "integer", "bigint", "uuid", "timestamptz"),
    f"INSERT INTO offers_draw ({DRAW}) SELECT told.* FROM {{}} AS told ({DRAW})",
)

FIND_DRAWS = f"SELECT {DRAW} FROM offers_draw WHERE (customer_id, id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))"

LIST_DRAWS = f"""
SELECT asked.position, page.* FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (customer_id, position)
CROSS JOIN LATERAL (
    SELECT {DRAW} FROM offers_draw AS draw WHERE draw.customer_id = asked.customer_id AND (draw.drawn_at, draw.id) < ($2, $3)
    ORDER BY draw.drawn_at DESC, draw.id DESC LIMIT $4
) AS page
ORDER BY asked.position, page.drawn_at DESC, page.id DESC
"""

_TERMS = TypeAdapter(GameTerms)

Key = tuple[UUID, UUID]
"""A customer, and a game or a draw of theirs."""


class OfferedPrize(NamedTuple):
    """A prize with its amount in what the campaign gives."""

    kind: PrizeKind
    name_zh: str
    name_en: str
    weight: int
    gives: Amount | None
    stock: int | None
    campaign_id: UUID | None


class OfferedStamps(NamedTuple):
    """How a card fills, with the least spending as an amount."""

    needed: int
    source: StampSource
    least: Amount | None


@dataclass(frozen=True, slots=True)
class Game:
    """A game with its campaign."""

    id: UUID
    campaign_id: UUID
    kind: GameKind
    name_zh: str
    name_en: str
    terms: GameTerms
    made_at: datetime
    campaign: Campaign

    @property
    def prizes(self) -> list[OfferedPrize]:
        """The prizes, in the order that counts in a draw."""
        return [
            OfferedPrize(
                one.kind, one.name_zh, one.name_en, one.weight, Amount(one.minor, self.campaign.asset) if one.minor else None, one.stock, one.campaign_id
            )
            for one in self.terms.prizes
        ]

    @property
    def card(self) -> OfferedStamps | None:
        told = self.terms.stamps
        return None if told is None else OfferedStamps(told.needed, told.source, Amount(told.least_minor, self.campaign.asset) if told.least_minor else None)

    def is_over(self, now: datetime) -> bool:
        """Nobody will ever play it again."""
        return self.campaign.state == "ended" or self.campaign.ends_at <= now


class Player(NamedTuple):
    """Which seed of a game is a customer's, from 1, and how many draws were made with it."""

    seed_number: int = 1
    draws: int = 0


@dataclass(frozen=True, slots=True)
class Draw:
    """What was drawn and what was given, as places among the game's prizes."""

    customer_id: UUID
    id: UUID
    game_id: UUID
    seed_number: int
    client_seed: str
    nonce: int
    drawn: int
    given: int
    outcome: Outcome
    ordinal: int | None
    given_minor: int
    coupon_id: UUID | None
    drawn_at: datetime


async def insert_game(tx: Tx, one: Game) -> None:
    terms = _TERMS.dump_json(one.terms).decode()
    await tx.execute(INSERT_GAME, one.id, one.campaign_id, one.kind.value, one.name_zh, one.name_en, terms, one.made_at)


async def find_games(source: Queryable, ids: Iterable[UUID]) -> dict[UUID, Game]:
    """Those that there are. One statement."""
    return {row["id"]: _game(row) for row in await source.fetch(FIND_GAMES, sorted(set(ids)))}


async def list_open_games(source: Queryable, most: int, kind: GameKind | None = None) -> list[Game]:
    """Those that can be played now, the first to end first. One statement."""
    return [_game(row) for row in await source.fetch(LIST_OPEN, source.now, None if kind is None else kind.value, most)]


async def lock_player(tx: Tx, customer_id: UUID, game_id: UUID) -> Player:
    """Held until the commit: one draw of a customer after the other."""
    row = await tx.fetchrow(LOCK_PLAYER, customer_id, game_id)
    assert row is not None
    return Player(*row)


async def set_player(tx: Tx, customer_id: UUID, game_id: UUID, player: Player) -> None:
    await tx.execute(SET_PLAYER, customer_id, game_id, *player)


async def find_players(source: Queryable, keys: Sequence[Key]) -> list[Player]:
    """Which seed each customer of each game has: the first one before the first draw. One statement."""
    found = {(row["customer_id"], row["game_id"]): Player(row["seed_number"], row["draws"]) for row in await source.fetch(FIND_PLAYERS, *_columns(keys))}
    return [found.get(key, Player()) for key in keys]


def write_draws(tx: Tx, draws: Sequence[Draw]) -> None:
    """Write draws down with the transaction's next statement."""
    tx.write_later(NEW_DRAW, [[one.outcome.value if name == "outcome" else getattr(one, name) for name in DRAW.split(", ")] for one in draws])


async def find_draws(source: Queryable, keys: Sequence[Key]) -> dict[Key, Draw]:
    """Draws by (customer, id). One statement."""
    return {(row["customer_id"], row["id"]): _draw(row) for row in await source.fetch(FIND_DRAWS, *_columns(keys))}


async def list_draws(source: Queryable, customer_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[Draw]]:
    """Each customer's draws, newest first. Raises InvalidInput."""
    found: list[list[Draw]] = [[] for _ in customer_ids]
    for row in await source.fetch(LIST_DRAWS, customer_ids, *decode_moment(after), check_first(first) + 1):
        found[row["position"] - 1].append(_draw(row))
    return [page_of(rows, first, lambda one: moment_key(one.drawn_at, one.id)) for rows in found]


def _columns(keys: Sequence[Key]) -> tuple[list[UUID], list[UUID]]:
    return [one for one, _ in keys], [other for _, other in keys]


def _game(row: Record) -> Game:
    terms = row["terms"]
    told = _TERMS.validate_python(terms if isinstance(terms, dict) else orjson.loads(terms))
    return Game(row["id"], row["campaign_id"], GameKind(row["kind"]), row["name_zh"], row["name_en"], told, row["made_at"], campaign_of(row, "campaign_"))


def _draw(row: Record) -> Draw:
    values = {name: row[name] for name in DRAW.split(", ")}
    return Draw(**{**values, "outcome": Outcome(values["outcome"])})
