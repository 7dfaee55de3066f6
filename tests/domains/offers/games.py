"""Instant games, made and played by the house's own verbs."""

from typing import Any
from uuid import uuid4

from domains import offers
from domains.kernel.database import Database
from domains.offers import Limits
from domains.offers.games import Draw, DrawCommand, DrawProof, GameKind, GameSeed, GameTerms, OpenGameCommand, Prize, PrizeKind, StampCard, Stamps
from tests.domains.offers.staff import Staff
from tests.domains.wallet.people import Person

THANKS = Prize(PrizeKind.NOTHING, "谢谢参与", "Thank you", 700)
EIGHT = Prize(PrizeKind.AMOUNT, "八元八角八分", "CNY 8.88", 300, minor=888)
ANY = Limits(per_person=None)
SEED = "my-own-seed"


def sure(prize: Prize, **more: Any) -> tuple[Prize, ...]:
    """A table on which that prize is drawn but for one time in a million."""
    return (prize._replace(weight=999_999, **more), THANKS._replace(weight=1))


async def game(staff: Staff, campaign: offers.Campaign, *prizes: Prize, limits: Limits = ANY, stamps: Stamps | None = None, **more: Any) -> offers.games.Game:
    """A game of the campaign; the last prize is its consolation unless another is named."""
    kind = more.pop("kind", GameKind.STAMPS if stamps else GameKind.SCRATCH)
    terms = GameTerms(prizes or (EIGHT, THANKS), more.pop("consolation", len(prizes or (0, 0)) - 1), limits, stamps)
    named = {
        "request_id": uuid4(),
        "campaign_id": campaign.id,
        "kind": kind,
        "name_zh": "刮刮乐",
        "name_en": "Scratch card",
        "terms": terms,
        **staff.who,
        **more,
    }
    opened = await staff.database.write(offers.games.open_game, OpenGameCommand(**named))
    async with staff.database.reading() as read:
        return (await offers.games.find_games(read, [opened.game_id]))[opened.game_id]


async def seed(database: Database, someone: Person, one: offers.games.Game) -> GameSeed:
    async with database.reading() as read:
        (found,) = await offers.games.find_game_seeds(read, [someone.id], one.id)
    assert found is not None
    return found


async def drawing(database: Database, someone: Person, one: offers.games.Game, **more: Any) -> DrawCommand:
    commitment = more.pop("commitment", None) or (await seed(database, someone, one)).commitment
    named = {"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, "game_id": one.id, "client_seed": SEED}
    return DrawCommand(**{**named, "commitment": commitment, **more})


async def draw(database: Database, someone: Person, one: offers.games.Game, **more: Any) -> Draw:
    return await database.write(offers.games.draw, await drawing(database, someone, one, **more))


async def rotate(database: Database, someone: Person, one: offers.games.Game, commitment: str) -> offers.games.SeedRotated:
    who = {"owner_id": someone.id, "session_id": someone.session_id}
    command = offers.games.RotateGameSeedCommand(request_id=uuid4(), game_id=one.id, commitment=commitment, **who)
    return await database.write(offers.games.rotate_game_seed, command)


async def proof(database: Database, someone: Person, one: Draw) -> DrawProof | None:
    async with database.reading() as read:
        (found,) = await offers.games.verify_draws(read, [(someone.id, one.id)])
    return found


async def card(database: Database, someone: Person, one: offers.games.Game) -> StampCard:
    async with database.reading() as read:
        (cards,) = await offers.games.list_stamp_cards(read, [someone.id], 200)
    return next(card for card in cards if card.game.id == one.id)


async def end(staff: Staff, campaign: offers.Campaign, state: str = "ended") -> None:
    command = offers.SetCampaignStateCommand(request_id=uuid4(), campaign_id=campaign.id, state=state, **staff.who)
    await staff.database.write(offers.set_campaign_state, command)
