"""The refusals of codes, worded."""

from datetime import date

from domains import offers
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(offers.CodeUnknown, zh="无法识别该二维码。", en="This code is not known here.", description="Nothing that the house knows.")
class CodeUnknown(Problem):
    reason: str = field("Why: `foreign`, `truncated`, `forged`, `too_long` or `withdrawn`.", C1)


@problem(offers.CodeExpired, zh="该二维码已于 {expired_on} 过期。", en="This code was good through {expired_on}.", description="The code has expired.")
class CodeExpired(Problem):
    expired_on: date = field("Its last business day.", C1)


@problem(offers.ProductGone, zh="“{name_zh}”已下架。", en="{name_en} is offered no more.", description="The code is genuine; nothing follows what it led to.")
class ProductGone(Problem):
    name_zh: str = field("What it was called in Chinese.", C1)
    name_en: str = field("What it was called in English.", C1)


@problem(
    offers.PlacementNotFound,
    zh="该位置不存在或已被占用。",
    en="There is no such place, or another code hangs there.",
    description="A wall has no such slot, or the slot has a code: withdraw that first.",
)
class PlacementNotFound(Problem):
    pass


@problem(
    offers.PlacementMalformed, zh="位置信息不正确。", en="The place is not written correctly.", description="A label or a slot is not what a placement has."
)
class PlacementMalformed(Problem):
    what: str = field("Which part.", C1)


@problem(
    offers.WallMalformed,
    zh="码墙信息不正确。",
    en="The wall is not written correctly.",
    description="A title, or the rows or columns, are beyond what can be printed.",
)
class WallMalformed(Problem):
    what: str = field("Which part.", C1)


@problem(
    offers.CodeExpiryOutOfRange,
    zh="到期日须在今天之后的 {most_days} 天以内。",
    en="The last day lies within {most_days} days from today.",
    description="The last day lies in the past or too far ahead.",
)
class CodeExpiryOutOfRange(Problem):
    most_days: int = field("The longest life of a code, in days.", C1)


@problem(offers.AttributionUnknown, zh="扫码记录无效。", en="This scan is not known.", description="Not a token of the house, or the scan is somebody else's.")
class AttributionUnknown(Problem):
    pass


@problem(
    offers.AttributionExpired,
    zh="扫码记录已超过 {most_days} 天。",
    en="The scan is more than {most_days} days old.",
    description="The scan was too long ago.",
)
class AttributionExpired(Problem):
    most_days: int = field("How long a scan is kept, in days.", C1)
