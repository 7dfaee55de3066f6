"""The root queries on instant games."""

import strawberry

from domains import offers
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Viewer
from resolvers.offers.games.types import DrawProof, Game, GameDraw, GameSeed, StampCard
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id

GAMES_MOST = 50

games = offers.games


@batched(list[Game], "Games that can be played now, the first to end first.", permission=Permission.PUBLIC, list_size=GAMES_MOST)
async def open_games(read: Read, roots: list[None], viewers: list[Viewer]) -> list[list[offers.games.Game]]:
    found = await games.list_open_games(read, GAMES_MOST)
    return [found for _ in roots]


@batched(GameSeed | None, "What the viewer's next draw comes from; null where there is no such game.", permission=Permission.CUSTOMER)
async def game_seed(read: Read, roots: list[None], viewers: list[Viewer], *, game_id: strawberry.ID) -> list[offers.games.GameSeed | None]:
    return await games.find_game_seeds(read, [viewer.id for viewer in viewers], read_id(game_id) or NOBODY)


@batched(Connection[GameDraw], "The viewer's draws, newest first.", permission=Permission.CUSTOMER)
async def game_draws(read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None) -> list[Page[offers.games.Draw]]:
    return await games.list_draws(read, [viewer.id for viewer in viewers], first, after)


@batched(DrawProof | None, "The proof of one of the viewer's draws; null for what is none.", permission=Permission.CUSTOMER)
async def verify_draw(read: Read, roots: list[None], viewers: list[Viewer], *, draw_id: strawberry.ID) -> list[offers.games.DrawProof | None]:
    id_ = read_id(draw_id) or NOBODY
    return await games.verify_draws(read, [(viewer.id, id_) for viewer in viewers])


@batched(list[StampCard], "The viewer's cards of games that run, empty ones too.", permission=Permission.CUSTOMER, list_size=GAMES_MOST)
async def stamp_cards(read: Read, roots: list[None], viewers: list[Viewer]) -> list[list[offers.games.StampCard]]:
    return await games.list_stamp_cards(read, [viewer.id for viewer in viewers], GAMES_MOST)


@strawberry.type
class Query:
    open_games = open_games
    game_seed = game_seed
    game_draws = game_draws
    verify_draw = verify_draw
    stamp_cards = stamp_cards
