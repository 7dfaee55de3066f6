"""Deliveries of webhooks: when one is tried again, when it is given up, and when an endpoint is.

A delivery is tried at once, then after 5 s, and after twice the pause each time up to an hour, for 24 hours; each pause is up to a fifth shorter or
longer, by the delivery's id, so that what failed together does not come back together."""

from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

DeliveryState = Literal["pending", "delivered", "failed", "held"]
"""`failed`: given up after 24 hours. `held`: its endpoint is disabled; a replay sends it."""

RETRIED_FOR = timedelta(hours=24)
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 5, 3600
SPREAD_THOUSANDTHS = 200

LEASE = timedelta(seconds=30)
"""After a claim of which nothing was heard, as when its worker died, a delivery is due again. Longer than an attempt may take."""

LANES, LANES_WHEN_FAILING = 4, 1
"""Attempts at one endpoint at once in one worker."""

DISABLED_AFTER = timedelta(days=3)
FAILURES_LEAST = 20
"""An endpoint that failed that often, and all the time for so long, is disabled."""

KEPT_FOR = timedelta(days=30)
EXCERPT_MAX_CHARACTERS = 200

GONE = 410


class EndpointHealth(NamedTuple):
    """How it has been with an endpoint since it last answered well."""

    failures: int
    failing_since: datetime | None

    def after(self, is_delivered: bool, now: datetime) -> "EndpointHealth":
        """With one more attempt."""
        return HEALTHY if is_delivered else EndpointHealth(self.failures + 1, self.failing_since or now)

    def is_hopeless(self, now: datetime) -> bool:
        """Whether it is to be disabled."""
        return self.failing_since is not None and self.failures >= FAILURES_LEAST and now - self.failing_since >= DISABLED_AFTER


HEALTHY = EndpointHealth(0, None)


def is_accepted(status: int | None) -> bool:
    """Whether the partner took it. A redirect is not followed, and is no acceptance."""
    return status is not None and 200 <= status < 300


def next_attempt(delivery_id: UUID, attempts: int, due_since: datetime, now: datetime, retry_after_seconds: int | None = None) -> datetime | None:
    """When to try again after `attempts` that failed, never before what the partner asked for; None once the 24 hours are over."""
    pause = min(FIRST_PAUSE_SECONDS * 2 ** min(attempts - 1, 20), LONGEST_PAUSE_SECONDS)
    spread = (delivery_id.int >> (attempts * 7 % 100)) % (2 * SPREAD_THOUSANDTHS + 1) - SPREAD_THOUSANDTHS
    wait = timedelta(milliseconds=pause * (1000 + spread))
    if retry_after_seconds is not None:
        wait = max(wait, timedelta(seconds=min(retry_after_seconds, LONGEST_PAUSE_SECONDS)))
    at = now + wait
    return at if at <= due_since + RETRIED_FOR else None


def excerpt_of(text: str, secrets: tuple[str, ...]) -> str:
    """The beginning of an answer, for its partner to see what went wrong: without anything of a secret, and printable."""
    for secret in secrets:
        for told in (secret, secret.removeprefix("whsec_")):
            text = text.replace(told, "***")
    return "".join(sign if sign.isprintable() else " " for sign in text[:EXCERPT_MAX_CHARACTERS])
