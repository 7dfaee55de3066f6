"""What somebody outside says of what the house asked for: a channel of a charge or a pay-out, a partner of an order or a refund. Pure decisions.

What is told (columns), by where it stands (rows):

           not ended   refused    done, as asked   done otherwise
open       -           refused    done             mismatch
done       -           noted      -                noted
refused    -           -          mismatch         mismatch
mismatch   -           -          -                -

`noted`: what the house did stays, and the contradiction is written down for the staff. Never is anything assumed: an answer that tells nothing changes nothing,
and whoever gave it is asked again."""

from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Literal, NamedTuple

FIRST_ASKED_AFTER = timedelta(seconds=30)
"""The job asks at once; what a lost job left is picked up after this."""

ASKED_AFTER_MOST = timedelta(minutes=15)

ASKED_ANEW_WITHIN = timedelta(hours=23)
GIVEN_UP_AFTER = timedelta(hours=24)
"""What the other side does not know is asked for anew at first; later it is given up. No call can last the hour between."""


class Stage(Enum):
    """Where it stands. All but `OPEN` are final."""

    OPEN = auto()
    DONE = auto()
    REFUSED = auto()
    MISMATCH = auto()


Word = Literal["done", "refused", "not ended"]


class Verdict(NamedTuple):
    """Where it goes, and why where that is to be written down."""

    stage: Stage
    reason: str | None = None


def judge(stage: Stage, told: Word, *, as_asked: bool, otherwise: str, reason: str | None) -> Verdict:
    """What a word does, after the table above. `as_asked`: what was done is what was asked for, else `otherwise` says what was. `reason` is of a refusal."""
    if told == "done" and stage is not Stage.MISMATCH:
        if not as_asked:
            return Verdict(stage if stage is Stage.DONE else Stage.MISMATCH, otherwise)
        return Verdict(Stage.MISMATCH, "done after it had been refused") if stage is Stage.REFUSED else Verdict(Stage.DONE)
    if told == "refused" and stage is Stage.OPEN:
        return Verdict(Stage.REFUSED, reason or "unnamed")
    return Verdict(stage, "refused after it had been done" if told == "refused" and stage is Stage.DONE else None)


def asked_after(attempts: int) -> timedelta:
    """How long to wait before asking again, after that many answers that told nothing: 2 s, doubling, 15 minutes at most."""
    return min(ASKED_AFTER_MOST, timedelta(seconds=2 * 2 ** min(attempts, 16)))


def may_ask_anew(requested_at: datetime, now: datetime) -> bool:
    """Whether the customer still means it: what the other side does not know may be asked for anew."""
    return now - requested_at < ASKED_ANEW_WITHIN


def has_expired(requested_at: datetime, now: datetime) -> bool:
    """Whether what the other side does not know is given up."""
    return now - requested_at >= GIVEN_UP_AFTER
