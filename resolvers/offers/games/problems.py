"""The refusals of instant games, worded."""

from domains import offers
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem

games = offers.games


@problem(games.GameMalformed, zh="游戏规则不正确。", en="The game's terms are not right.", description="A part is not as a game has it.")
class GameMalformed(Problem):
    what: str = field("Which part.", C1)


@problem(games.GameNotFound, zh="找不到该游戏。", en="There is no such game.", description="There is no such game.")
class GameNotFound(Problem):
    pass


@problem(
    games.ClientSeedMalformed,
    zh="自选种子须为1至64个字母、数字、横线或下划线。",
    en="A seed of your own has 1 to 64 letters, digits, hyphens or underscores.",
    description="The client seed has other characters, or too many.",
)
class ClientSeedMalformed(Problem):
    pass


@problem(
    games.SeedChanged,
    zh="种子已更换，请重新打开游戏。",
    en="The seed is another one now. Please open the game again.",
    description="The commitment is not that of the viewer's seed in use.",
)
class SeedChanged(Problem):
    pass


@problem(
    games.DrawLimitReached,
    zh="抽奖次数已达上限。",
    en="There are no more draws just now.",
    description="This person, device or household, or nobody, draws again now.",
)
class DrawLimitReached(Problem):
    scope: str = field("`total`, `day`, `person`, `person_day`, `device` or `household`.", C1)


@problem(games.StampsTooFew, zh="集章数量不足。", en="The card is not full yet.", description="The card has fewer stamps than it takes.")
class StampsTooFew(Problem):
    stamps: int = field("How many it has.", C1)
    needed: int = field("How many it takes.", C1)


@problem(
    games.PrizeWalletMissing,
    zh="请先开通可收款的钱包。",
    en="Please open a wallet that a prize can be paid into.",
    description="The viewer has no open wallet in the game's currency.",
)
class PrizeWalletMissing(Problem):
    pass
