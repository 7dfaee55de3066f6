"""How an account at a partner is linked: pure decisions.

started     the customer asked in the app; the address is good for one browser
opened      that browser was sent to the partner
returned    it came back with an answer, once: the code is being redeemed
authorized  the partner gave tokens; the app has yet to say that it was its own customer who came back
linked      the house may speak for the customer there
failed, lost, unlinked   it ended: before it stood, because the partner ended it, or because the customer did

Why the last step: whoever started a link can send its address to somebody else, who would then link their own account to a stranger's wallet. The browser
that came back is told a proof, and only the app of the customer who started the link can use it."""

import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum

from domains.scenes.errors.link import LinkAnswerRefused

LINK_LIFE = timedelta(minutes=10)
"""From the customer's wish to the last step."""

ASKED_EVERY = timedelta(hours=6)
"""How often a partner is asked by itself what is new."""

ASKED_AGAIN_AFTER = timedelta(minutes=5)
"""When it is asked again after it did not answer."""

ASKED_BY_HAND_EVERY = timedelta(seconds=10)
"""A customer who wants to know more often than that is told what was last heard."""

REFRESHED_BEFORE = timedelta(seconds=60)
"""A token is refreshed when so little of its life is left."""

LEASED_FOR = timedelta(seconds=30)
"""Longer than a refresh can take: whoever has the lease is done by then, or dead."""


class LinkState(StrEnum):
    STARTED = "started"
    OPENED = "opened"
    RETURNED = "returned"
    AUTHORIZED = "authorized"
    LINKED = "linked"
    FAILED = "failed"
    LOST = "lost"
    UNLINKED = "unlinked"


def browser_hash(browser_key: str) -> bytes:
    """What is kept of a browser's key."""
    return hashlib.sha256(browser_key.encode()).digest()


def check_step(state: LinkState, wanted: LinkState, expires_at: datetime, now: datetime, *, expected: bytes | None = None, shown: bytes | None = None) -> None:
    """Raise LinkAnswerRefused unless the link stands where that step begins, in time and in its browser."""
    if state is not wanted:
        raise LinkAnswerRefused("state_used")
    if now >= expires_at:
        raise LinkAnswerRefused("expired")
    if expected is not None and not hmac.compare_digest(expected, shown or b""):
        raise LinkAnswerRefused("other_browser")
