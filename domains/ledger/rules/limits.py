"""What an account's limits have used, as its row keeps it: `day:2026-11-25=500 month:2026-11=700`.

It stands on the row that a movement locks and writes anyway, so limits cost no statement. Of periods that follow one another (day, month, year; new: a day's
payments to new payees) the newest two are kept; others for ever. A kind may have a word of its own before it: `transfer-day:2026-11-25`."""

from collections import defaultdict
from collections.abc import Mapping

ROLLING = frozenset(("day", "month", "new", "year"))
"""What a period's name begins with, before its colon, if a later one takes its place. What follows the colon sorts by time."""

KEPT = 2
"""The clocks of two processes may stand on either side of midnight."""


def read_used(text: str | None) -> dict[str, int]:
    """Minor units used, by period."""
    if not text:
        return {}
    return {period: int(used) for period, _, used in (part.rpartition("=") for part in text.split(" "))}


def write_used(used: Mapping[str, int]) -> str | None:
    """The text that `read_used` reads, without the periods that newer ones have taken the place of."""
    gone = passed_over(used)
    return " ".join(f"{period}={minor}" for period, minor in used.items() if period not in gone) or None


def passed_over(periods: Mapping[str, int]) -> set[str]:
    """Those of the periods that newer ones have taken the place of."""
    if len(periods) <= KEPT:
        return set()
    rolling: defaultdict[str, list[str]] = defaultdict(list)
    for period in periods:
        kind, colon, _ = period.partition(":")
        if colon and kind.rpartition("-")[2] in ROLLING:
            rolling[kind].append(period)
    return {period for names in rolling.values() for period in sorted(names)[:-KEPT]}
