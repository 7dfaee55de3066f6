"""Draw, and ask for another seed; members of staff open games."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import offers
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import mutation
from resolvers.money import MoneyInput, amount_of
from resolvers.offers.campaigns.problems import CampaignEnded, CampaignNotFound, CouponNotForYou
from resolvers.offers.campaigns.staff import CouponLimitsInput, limits_of
from resolvers.offers.games.problems import (
    ClientSeedMalformed,
    DrawLimitReached,
    GameMalformed,
    GameNotFound,
    PrizeWalletMissing,
    SeedChanged,
    StampsTooFew,
)
from resolvers.offers.games.types import GameDraw, GameKind, OpenedGame, PrizeKind, SeedRotated, StampSource
from resolvers.permissions import Permission
from resolvers.problems import AmountMalformed, IdReused, UnknownCurrency
from resolvers.scalars import read_id

games = offers.games


@strawberry.input(description="Draw in a game; with a card of stamps, redeem a full one.")
class DrawInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt: a repeat shows the same draw.")
    game_id: strawberry.ID = strawberry.field(description="The game.")
    commitment: str = strawberry.field(description="The commitment that was shown.")
    client_seed: str = strawberry.field(description="A seed of the customer's own: 1 to 64 letters, digits, hyphens and underscores.")


@strawberry.input(description="Take another seed into use, and be told the one before.")
class RotateGameSeedInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    game_id: strawberry.ID = strawberry.field(description="The game.")
    commitment: str = strawberry.field(description="The commitment of the seed in use.")


@strawberry.input(description="A prize.")
class PrizeInput:
    kind: PrizeKind = strawberry.field(description="What it is.")
    name_zh: str = strawberry.field(description="Its Chinese name.")
    name_en: str = strawberry.field(description="Its English name.")
    weight: int = strawberry.field(description="How often it is drawn, among the weights of all, which sum up to a million at most.")
    gives: MoneyInput | None = strawberry.field(default=None, description="How much, in the campaign's currency.")
    stock: int | None = strawberry.field(default=None, description="How many there are; null: any number.")
    campaign_id: strawberry.ID | None = strawberry.field(default=None, description="Whose coupon it is; that campaign runs at least as long.")


@strawberry.input(description="How a card fills.")
class StampsInput:
    needed: int = strawberry.field(description="How many stamps a full card has, 50 at most.")
    source: StampSource = strawberry.field(description="What a stamp is collected by.")
    least: MoneyInput | None = strawberry.field(default=None, description="The least spending for a stamp.")


@strawberry.input(description="Open a game of a campaign.")
class OpenGameInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    campaign_id: strawberry.ID = strawberry.field(description="The campaign, whose budget pays.")
    kind: GameKind = strawberry.field(description="What the app shows.")
    name_zh: str = strawberry.field(description="Its Chinese name.")
    name_en: str = strawberry.field(description="Its English name.")
    prizes: list[PrizeInput] = strawberry.field(description="20 at most. Their order counts in a draw.")
    consolation: int = strawberry.field(
        description="The place of the prize, from 0, that is given when what was drawn cannot be: nothing or a coupon, without stock."
    )
    limits: CouponLimitsInput = strawberry.field(default_factory=CouponLimitsInput, description="How many draws there are.")
    stamps: StampsInput | None = strawberry.field(default=None, description="How the card fills, for stamps alone.")


DrawResult = Annotated[
    GameDraw
    | GameNotFound
    | ClientSeedMalformed
    | CampaignEnded
    | CouponNotForYou
    | PrizeWalletMissing
    | SeedChanged
    | StampsTooFew
    | DrawLimitReached
    | IdReused,
    strawberry.union("DrawResult", description="The draw, or why it was refused."),
]
RotateGameSeedResult = Annotated[
    SeedRotated | GameNotFound | SeedChanged | IdReused, strawberry.union("RotateGameSeedResult", description="The seeds, or why it was refused.")
]
OpenGameResult = Annotated[
    OpenedGame | CampaignNotFound | CampaignEnded | GameMalformed | AmountMalformed | UnknownCurrency | IdReused,
    strawberry.union("OpenGameResult", description="The game, or why it was refused."),
]


@mutation("Draw in a game.", permission=Permission.CUSTOMER)
async def draw(info: Info, input: DrawInput) -> DrawResult:
    told = {"game_id": read_id(input.game_id) or NOBODY, "commitment": input.commitment, "client_seed": input.client_seed}
    return await info.context.write(games.draw, games.DrawCommand(**command_of(info, input.request_id), **told))  # type: ignore


@mutation("Take another seed into use, and be told the one before.", permission=Permission.CUSTOMER)
async def rotate_game_seed(info: Info, input: RotateGameSeedInput) -> RotateGameSeedResult:
    command = games.RotateGameSeedCommand(**command_of(info, input.request_id), game_id=read_id(input.game_id) or NOBODY, commitment=input.commitment)
    return await info.context.write(games.rotate_game_seed, command)  # type: ignore[arg-type]


@mutation("Open a game of a campaign. Written to the audit log.", permission=Permission.OPERATOR_OFFERS)
async def open_game(info: Info, input: OpenGameInput) -> OpenGameResult:
    stamps = None if input.stamps is None else games.Stamps(input.stamps.needed, games.StampSource[input.stamps.source.name], _minor(input.stamps.least))
    command = games.OpenGameCommand(
        **command_of(info, input.request_id),
        campaign_id=read_id(input.campaign_id) or NOBODY,
        kind=games.GameKind[input.kind.name],
        name_zh=input.name_zh,
        name_en=input.name_en,
        terms=games.GameTerms(tuple(map(_prize, input.prizes)), input.consolation, limits_of(input.limits), stamps),
    )
    return await info.context.write(games.open_game, command)  # type: ignore[arg-type]


def _prize(one: PrizeInput) -> offers.games.Prize:
    campaign_id = None if one.campaign_id is None else read_id(one.campaign_id) or NOBODY
    return games.Prize(games.PrizeKind[one.kind.name], one.name_zh, one.name_en, one.weight, _minor(one.gives), one.stock, campaign_id)


def _minor(money: MoneyInput | None) -> int:
    return 0 if money is None else amount_of(money).minor


@strawberry.type
class Mutation:
    draw = draw
    rotate_game_seed = rotate_game_seed
    open_game = open_game
