"""Instant games, as the app sees them."""

from enum import Enum

import strawberry

from domains import offers
from domains.kernel.data_classes import C1, C2
from domains.kernel.money import Amount
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.offers.campaigns.types import Campaign, Coupon
from resolvers.scalars import Instant

games = offers.games


@strawberry.enum(description="What the app shows. The draw is the same.")
class GameKind(Enum):
    SCRATCH = strawberry.enum_value("scratch", description="A card to scratch.")
    WHEEL = strawberry.enum_value("wheel", description="A wheel to turn.")
    STAMPS = strawberry.enum_value("stamps", description="A card to fill with stamps; a full one is a draw.")


@strawberry.enum(description="What a prize is.")
class PrizeKind(Enum):
    AMOUNT = strawberry.enum_value("amount", description="Money into the wallet, or points.")
    COUPON = strawberry.enum_value("coupon", description="A coupon.")
    NOTHING = strawberry.enum_value("nothing", description="Nothing.")


@strawberry.enum(description="What a stamp is collected by.")
class StampSource(Enum):
    PURCHASE = strawberry.enum_value("purchase", description="A purchase of the least spending.")
    SCAN = strawberry.enum_value("scan", description="The scan of a code, once a day.")


@strawberry.enum(description="Whether what was drawn was given, and if not, why the consolation was.")
class DrawOutcome(Enum):
    GIVEN = strawberry.enum_value("given", description="It was given.")
    STOCK_USED_UP = strawberry.enum_value("stock_used_up", description="As many as there are were given before.")
    BUDGET_SPENT = strawberry.enum_value("budget_spent", description="The budget did not hold it.")
    NOT_PAYABLE = strawberry.enum_value("not_payable", description="Such coupons are given no more.")


@computed("What it is.", name="kind")
def kind_of_prize(row: offers.games.OfferedPrize) -> PrizeKind:
    return PrizeKind[row.kind.name]


@type_of(games.OfferedPrize, "A prize of a game.")
class Prize:
    kind = kind_of_prize
    name_zh: str = field("Its Chinese name.")
    name_en: str = field("Its English name.")
    weight: int = field("How often it is drawn, among the weights of all.")
    gives: Money | None = field("How much, if it is an amount.")
    stock: int | None = field("How many there are; null: any number.")
    campaign_id: strawberry.ID | None = field("Whose coupon it is, if it is one.")


@computed("What a stamp is collected by.", name="source")
def source_of_stamps(row: offers.games.OfferedStamps) -> StampSource:
    return StampSource[row.source.name]


@type_of(games.OfferedStamps, "How a card fills.")
class StampTerms:
    needed: int = field("How many stamps a full card has.")
    source = source_of_stamps
    least: Money | None = field("The least spending for a stamp; null: any.")


@computed("What the app shows.", name="kind")
def kind_of_game(row: offers.games.Game) -> GameKind:
    return GameKind[row.kind.name]


@computed("The place of the prize, from 0, that is given when what was drawn cannot be.", name="consolation")
def consolation_of_game(row: offers.games.Game) -> int:
    return row.terms.consolation


@type_of(games.Game, "An instant game. It runs while its campaign does. Its terms never change.")
class Game:
    id: strawberry.ID = field("The game.")
    kind = kind_of_game
    name_zh: str = field("Its Chinese name.")
    name_en: str = field("Its English name.")
    prizes: list[Prize] = field("The prizes, in the order that counts in a draw.", list_size=20)
    consolation = consolation_of_game
    card: StampTerms | None = field("How the card fills; null where there is none.")
    campaign: Campaign = field("Whose budget it pays from.")


@type_of(
    games.GameSeed,
    "What the viewer's next draw comes from. The commitment is the SHA-256 of a seed that the house has fixed; the draw names it, and brings a seed of the"
    " viewer's own.",
)
class GameSeed:
    game_id: strawberry.ID = field("The game.")
    number: int = field("Which of the viewer's seeds of this game it is, from 1.")
    commitment: str = field("SHA-256 of the seed, in hexadecimal digits.")
    next_nonce: int = field("The nonce of the next draw.")


@type_of(games.SeedRotated, "Another seed is in use; the one before is told.")
class SeedRotated:
    game_id: strawberry.ID = field("The game.")
    number: int = field("Which seed was told.")
    commitment: str = field("Its SHA-256, which was shown before.")
    server_seed: str = field("The seed, in hexadecimal digits.")
    next_commitment: str = field("SHA-256 of the seed that is in use now.")


@computed("Whether what was drawn was given.", name="outcome")
def outcome_of_draw(row: offers.games.Draw) -> DrawOutcome:
    return DrawOutcome[row.outcome.name]


@batched(Game | None, "The game; null if it cannot be read just now.", name="game", data_class=C1)
async def game_of_draw(read: Read, draws: list[offers.games.Draw], viewers: list[Viewer]) -> list[offers.games.Game | None]:
    found = await games.find_games(read, [draw.game_id for draw in draws])
    return [found.get(draw.game_id) for draw in draws]


@batched(Coupon | None, "The coupon that was given, if one was.", name="coupon", data_class=C1)
async def coupon_of_draw(read: Read, draws: list[offers.games.Draw], viewers: list[Viewer]) -> list[offers.Coupon | None]:
    wanted = [(draw.customer_id, draw.coupon_id) for draw in draws if draw.coupon_id is not None]
    found = await offers.find_coupons(read, wanted) if wanted else {}
    return [None if draw.coupon_id is None else found.get((draw.customer_id, draw.coupon_id)) for draw in draws]


@batched(Money | None, "The amount that was given, if one was.", name="amount", data_class=C2)
async def amount_of_draw(read: Read, draws: list[offers.games.Draw], viewers: list[Viewer]) -> list[Amount | None]:
    paid = {draw.game_id for draw in draws if draw.given_minor}
    found = await games.find_games(read, paid) if paid else {}
    return [Amount(draw.given_minor, found[draw.game_id].campaign.asset) if draw.given_minor else None for draw in draws]


@type_of(games.Draw, "What was drawn, and what was given.")
class GameDraw:
    id: strawberry.ID = field("The draw.")
    game_id: strawberry.ID = field("The game.")
    seed_number: int = field("Which of the viewer's seeds it came from.")
    client_seed: str = field("The viewer's own seed.")
    nonce: int = field("The how manieth draw of that seed, from 1.")
    drawn: int = field("The place of the prize that was drawn, from 0: anybody can compute it again.")
    given: int = field("The place of the prize that was given.")
    outcome = outcome_of_draw
    ordinal: int | None = field("Which one of its prize it was, or would have been; null where there is any number.")
    drawn_at: Instant = field("When.")
    amount = amount_of_draw
    coupon = coupon_of_draw
    game = game_of_draw


@type_of(
    games.DrawProof,
    "What it takes to compute a draw again: HMAC-SHA-256 under the seed over `clientSeed:nonce`, read as eight integers of four bytes, big end first; the"
    " first below 2^32 - (2^32 mod W), modulo W, where W sums up the weights. The prize is the first whose weight, added to those before it, is more.",
)
class DrawProof:
    draw: GameDraw = field("The draw.")
    game: Game = field("The game, with its prizes.")
    commitment: str = field("SHA-256 of the seed, as it was shown before the draw.")
    server_seed: str | None = field("The seed, in hexadecimal digits; null while it is in use.")
    digest: str | None = field("The HMAC, in hexadecimal digits; null while the seed is in use.")
    number: int | None = field("The number that fell; null while the seed is in use.")
    is_fair: bool | None = field("Whether the house's own computation finds what was drawn and given; null while the seed is in use.")


@type_of(games.StampCard, "A card of the viewer.")
class StampCard:
    game: Game = field("The game that a full card plays.")
    stamps: int = field("How many stamps it has; below 0 where redeemed ones were returned.")
    needed: int = field("How many it takes.")


@type_of(games.OpenedGame, "The game is open.")
class OpenedGame:
    game_id: strawberry.ID = field("The game.")
    campaign_id: strawberry.ID = field("Its campaign.")
