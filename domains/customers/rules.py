"""Every decision about customers, pure: no database, no clock, no network, no chance."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from domains.customers.errors import (
    AppVersionMalformed,
    DeviceMalformed,
    IdNumberInvalid,
    MergerUnfit,
    NameMalformed,
    PinMalformed,
    PinTooSimple,
    PurposeUnknown,
    TooManyCodes,
    Underage,
)
from domains.customers.ports import CodeLimit
from domains.customers.rows import PinState, SessionState, Tier

CODE_LIFE = timedelta(minutes=5)
CODE_ATTEMPTS = 5

ACCESS_TOKEN_LIFE = timedelta(minutes=10)
REFRESH_REPEAT = timedelta(seconds=60)
"""For so long a refresh token that was just used gives the same pair again, unless the new pair was used meanwhile."""
SESSION_IDLE_LIFE = timedelta(days=90)
SESSIONS_MAX = 20
FRESH_SIGN_IN = timedelta(minutes=10)
"""How recent a sign-in by code must be to reset the PIN."""

TICKET_LIFE = timedelta(minutes=10)
"""For so long somebody whom a mini-program brought may go on to link or to sign up."""
IDENTITIES_MAX = 20
MINI_PROGRAM_PAUSE_SECONDS = 5

SIGNING_KEY_LIFE = timedelta(days=30)
SIGNING_KEY_LEAD = timedelta(minutes=15)
"""A new key is published for so long before it signs, so that every verifier knows it in time."""

PIN_ATTEMPTS = 5
PIN_LOCKS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=24))

LEAST_AGE = 16
"""The house opens accounts for customers of their own from sixteen; younger ones need a guardian, which it does not offer yet."""

PURPOSES: dict[str, tuple[str, ...]] = {
    "credit_scoring": ("2026-11",),
    "personal_offers": ("2026-11",),
    "marketing_messages": ("2026-11",),
    "location": ("2026-11",),
    "credit_band_display": ("2026-11",),
}
"""What a customer can consent to, and the versions of its wording that may be consented to, oldest first.
A purpose that is given up keeps its name, without versions, so that it can still be withdrawn."""

_PIN = re.compile(r"\d{6}", re.ASCII)
_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af·]{2,30}|[A-Za-z][A-Za-z .'-]{1,59}")
_THUMBPRINT = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_PLATFORM = re.compile(r"[a-z0-9-]{1,24}", re.ASCII)
_VERSION = re.compile(r"\d{1,5}(?:\.\d{1,5}){0,3}", re.ASCII)


class RefreshVerdict(StrEnum):
    ROTATE = "rotate"
    REPEAT = "repeat"
    REUSED = "reused"
    ENDED = "ended"


class PinDecision(StrEnum):
    TRY = "try"
    LOCKED = "locked"


def check_code_limits(asked: Sequence[datetime], limits: Sequence[CodeLimit], now: datetime) -> None:
    """`asked` are the instants of earlier codes, newest first. Raises TooManyCodes with the time until the strictest limit lets one through."""
    # Who waited for a lock asks a moment before the code it waited for: nobody is sent away for longer than a period.
    waits = [
        min(limit.period, asked[limit.count - 1] + limit.period - now)
        for limit in limits
        if len(asked) >= limit.count and asked[limit.count - 1] > now - limit.period
    ]
    if waits:
        raise TooManyCodes(max(1, -(-max(waits) // timedelta(seconds=1))))


def longest_memory(limits: Sequence[CodeLimit]) -> tuple[timedelta, int]:
    """How far back and how many earlier codes `check_code_limits` must be shown."""
    return max(limit.period for limit in limits), max(limit.count for limit in limits)


def is_code_alive(attempts: int, expires_at: datetime, used_at: datetime | None, now: datetime) -> bool:
    """Whether a code may still be tried."""
    return attempts < CODE_ATTEMPTS and used_at is None and now < expires_at


def may_repeat_sign_in(attempts: int, expires_at: datetime, used_with: str | None, key_thumbprint: str | None, now: datetime) -> bool:
    """Whether a code that was used may be tried again by the device that used it: one that proves the same key, while the code would have lived."""
    return is_code_alive(attempts, expires_at, None, now) and used_with is not None and used_with == key_thumbprint


def decide_refresh(session: SessionState, presented: int, now: datetime) -> RefreshVerdict:
    """What a refresh token of generation `presented` brings (RFC 9700, section 4.14.2, with a short grace for a lost answer)."""
    if session.revoked_at is not None or session.expires_at <= now or presented > session.generation:
        return RefreshVerdict.ENDED
    if presented == session.generation:
        return RefreshVerdict.ROTATE
    is_last = presented == session.generation - 1
    is_unused = session.confirmed_generation < session.generation
    return RefreshVerdict.REPEAT if is_last and is_unused and now <= session.issued_at + REFRESH_REPEAT else RefreshVerdict.REUSED


def is_fresh(signed_in_at: datetime, now: datetime) -> bool:
    """Whether a sign-in by code is recent enough to reset the PIN."""
    return now - signed_in_at <= FRESH_SIGN_IN


def is_pin(pin: str) -> bool:
    """Whether it could be a PIN at all: six digits."""
    return _PIN.fullmatch(pin) is not None


def check_new_pin(pin: str) -> None:
    """Raises PinMalformed or PinTooSimple: six digits, neither in a row, nor a repeated group, nor mirrored, nor three pairs."""
    if not is_pin(pin):
        raise PinMalformed()
    steps = {int(right) - int(left) for left, right in pairwise(pin)}
    repeats = pin == pin[:3] * 2 or pin == pin[:2] * 3 or pin == pin[0] * 3 + pin[3] * 3
    pairs = pin[0::2] == pin[1::2]
    if steps in ({0}, {1}, {-1}) or repeats or pairs or pin == pin[::-1]:
        raise PinTooSimple()


def decide_pin_attempt(pin: PinState, now: datetime) -> PinDecision:
    """Whether one more guess may be compared."""
    return PinDecision.LOCKED if pin.locked_until is not None and now < pin.locked_until else PinDecision.TRY


def after_pin_attempt(pin: PinState, now: datetime) -> PinState:
    """The count with one more guess begun. The fifth locks at once; a right answer unlocks again."""
    begun = pin.attempts if pin.locked_until is None else 0
    attempts = begun + 1
    if attempts < PIN_ATTEMPTS:
        return PinState(pin.version, attempts, pin.locks, None)
    return PinState(pin.version, attempts, pin.locks + 1, now + PIN_LOCKS[min(pin.locks, len(PIN_LOCKS) - 1)])


def normal_name(text: str) -> str:
    """A person's name with one form of each character. Raises NameMalformed."""
    name = " ".join(unicodedata.normalize("NFKC", text[:120]).replace("•", "·").replace("・", "·").split())
    if not _NAME.fullmatch(name):
        raise NameMalformed()
    return name


def normal_id_number(text: str, today: date) -> str:
    """A resident ID number (GB 11643) with a right check digit, place and birth date. Raises IdNumberInvalid, then Underage."""
    try:
        number = str(ric.validate("".join(unicodedata.normalize("NFKC", text[:40]).split())))
        born = ric.get_birth_date(number)
    except ValidationError as error:
        raise IdNumberInvalid() from error
    if born > today or born.year < 1900:
        raise IdNumberInvalid()
    if age_on(today, born) < LEAST_AGE:
        raise Underage(LEAST_AGE)
    return number


def age_on(today: date, born: date) -> int:
    """Completed years of life; who is born on 29 February grows older on 1 March in common years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def age_of(id_number: str, today: date, *, synthetic: bool = False) -> int:
    """Completed years of life of who has that resident ID number. Synthetic customers were born centuries ago: they are as old as if it had been this one."""
    age = age_on(today, ric.get_birth_date(id_number))
    return age % 100 if synthetic else age


def check_device(name: str, platform: str, key_thumbprint: str | None) -> None:
    """Raises DeviceMalformed: a printable name of 1 to 60 characters, a platform such as `ios`, a JWK thumbprint (RFC 7638, SHA-256) or none."""
    if not (1 <= len(name) <= 60 and name.isprintable()):
        raise DeviceMalformed("name")
    if not _PLATFORM.fullmatch(platform):
        raise DeviceMalformed("platform")
    if key_thumbprint is not None and not _THUMBPRINT.fullmatch(key_thumbprint):
        raise DeviceMalformed("publicKeyThumbprint")


def check_purpose(purpose: str, version: str) -> None:
    """Raises PurposeUnknown, also for a version of the wording that the house does not keep."""
    if version not in PURPOSES.get(purpose, ()):
        raise PurposeUnknown(purpose)


def check_push_token(service: str, token: str) -> None:
    """Raises DeviceMalformed: a service such as `apns`, and a token of 1 to 4,096 visible ASCII characters."""
    if not _PLATFORM.fullmatch(service):
        raise DeviceMalformed("service")
    if not (1 <= len(token) <= 4096 and token.isascii() and token.isprintable()):
        raise DeviceMalformed("token")


def is_platform(platform: str) -> bool:
    """Whether it could be a platform's name, such as `ios`."""
    return _PLATFORM.fullmatch(platform) is not None


def check_app_version(platform: str, version: str) -> None:
    """Raises AppVersionMalformed: a platform such as `ios`, and one to four numbers between dots."""
    if not is_platform(platform):
        raise AppVersionMalformed("platform")
    if not _VERSION.fullmatch(version):
        raise AppVersionMalformed("version")


def is_served(version: str, minimum: str) -> bool:
    """Whether an app of that version (numbers between dots) is at least the minimum. An unreadable version is not."""
    return _VERSION.fullmatch(version) is not None and _numbers(version) >= _numbers(minimum)


def _numbers(version: str) -> list[int]:
    numbers = [int(part) for part in version.split(".")]
    return numbers + [0] * (4 - len(numbers))


def check_merger(closed_id: UUID, survivor_id: UUID, two: Mapping[UUID, tuple[str, bool]]) -> None:
    """That two customers, by tier and whether they were closed, can be one. An ID number has one customer: two who were verified are two persons, and who was
    verified is the one who stays. Raises MergerUnfit."""
    if closed_id == survivor_id:
        raise MergerUnfit("same_customer")
    if closed_id not in two or survivor_id not in two:
        raise MergerUnfit("not_customers")
    (tier, was_closed), (survivors_tier, survivor_was_closed) = two[closed_id], two[survivor_id]
    if was_closed or survivor_was_closed:
        raise MergerUnfit("closed_before")
    if tier == Tier.VERIFIED:
        raise MergerUnfit("both_verified" if survivors_tier == Tier.VERIFIED else "survivor_unverified")
