"""Refusals and failures every domain shares: data without prose; resolvers word them for people.

Refusal             the caller can act on it: a member of the mutation's result union
    IdReused, UnknownAsset, AmountMalformed, AmountOutOfRange, AssetMismatch
InvalidInput        an argument of a query is outside what is allowed
Unauthenticated     who are you
Forbidden           you may not
RateLimited         too much: come back after `retry_after_seconds`
Unavailable         a partner or the database is away, or the answer to COMMIT is unknown: repeat with the same id
ResumeExpired       a subscription cannot go on from that cursor
SubscriberTooSlow   facts came faster than the subscriber read them
"""

import traceback
from dataclasses import dataclass, fields
from pathlib import Path
from uuid import UUID


class Refusal(Exception):
    """A decision against a command that its caller can act on. Subclasses are dataclasses of plain data."""

    def __str__(self) -> str:
        data = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in fields(self))  # type: ignore[arg-type]
        return f"{type(self).__name__}({data})"


@dataclass(eq=False)
class IdReused(Refusal):
    """The client-made id was used before, with other input or by somebody else. Nothing more is told."""

    id: UUID


@dataclass(eq=False)
class UnknownAsset(Refusal):
    code: str


@dataclass(eq=False)
class AmountMalformed(Refusal):
    """Not a decimal number of the asset: other characters, too many decimals, or too large."""

    text: str
    asset: str


@dataclass(eq=False)
class AmountOutOfRange(Refusal):
    """The amount is well formed but not between `least_minor` and `most_minor`."""

    minor: int
    asset: str
    least_minor: int
    most_minor: int


@dataclass(eq=False)
class AssetMismatch(Refusal):
    """Two different assets met where one was needed."""

    left: str
    right: str


class InvalidInput(Exception):
    """An argument of a query is outside what the schema's description allows."""

    def __init__(self, argument: str, allowed: str) -> None:
        super().__init__(f"{argument}: expected {allowed}")
        self.argument = argument
        self.allowed = allowed


class Unauthenticated(Exception):
    """No token, or one that is forged, expired or revoked."""


class Forbidden(Exception):
    """The token does not carry the permission."""


class RateLimited(Exception):
    """Too many attempts."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"retry after {retry_after_seconds} s")
        self.retry_after_seconds = retry_after_seconds


class Unavailable(Exception):
    """The outcome is not known or the far side is away. Repeating with the same id is safe."""


class ResumeExpired(Exception):
    """Too much happened since the cursor, it is too old, or it is not one of ours: load again and subscribe without it."""


class SubscriberTooSlow(Exception):
    """Facts came faster than the subscriber read them. It resumes with the cursor of the last one it read."""


def reason_of(error: BaseException) -> str:
    """What an exception is and where it was raised, for logs and parked work. Never its text, which may hold personal data."""
    kind = type(error).__name__
    sqlstate = getattr(error, "sqlstate", None)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/lib/python" not in frame.filename] or frames
    place = f" at {'/'.join(Path(own[-1].filename).parts[-3:])}:{own[-1].lineno}" if own else ""
    return f"{kind}{f' {sqlstate}' if sqlstate else ''}{place}"


def trace_of(error: BaseException) -> str:
    """How an exception came about, for logs: its frames, then those of what it came from. Never their texts, which may hold personal data."""
    told: list[str] = []
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        told.append("".join(traceback.format_tb(one.__traceback__)) + reason_of(one))
        before = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
        waiting.extend([*(one.exceptions if isinstance(one, BaseExceptionGroup) else ()), *([before] if before is not None else [])])
    return "\n\nwhich came from\n\n".join(told)
