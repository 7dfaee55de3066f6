"""Friends and cards of outside networks: pure decisions. A card is refused in this sequence: LinkNotFound, SceneNotFound, CardMalformed, ShareNotFound."""

from enum import StrEnum

from domains.scenes.errors.network import CardMalformed

WORDS_MAX_CHARACTERS = 200

ACCOUNT_PURPOSE = "scenebank scenes account"
"""Of the fingerprints by which accounts at networks are found."""


class FriendConsentState(StrEnum):
    ACTIVE = "active"
    WITHDRAWN = "withdrawn"


class CardState(StrEnum):
    """`requested`: the network was not heard of yet. `pending`: it was asked, and has not said how it ended. The others are final."""

    REQUESTED = "requested"
    PENDING = "pending"
    POSTED = "posted"
    REFUSED = "refused"


OPEN = frozenset({CardState.REQUESTED, CardState.PENDING})


def check_words(words: str) -> None:
    """Raise CardMalformed unless they can be shown."""
    if not (0 < len(words) <= WORDS_MAX_CHARACTERS and words == words.strip() and words.isprintable()):
        raise CardMalformed(WORDS_MAX_CHARACTERS)


def told_state(state: CardState, told: str) -> CardState:
    """Where a card goes when a call about it came back so. What has ended stays, and what tells nothing is asked again."""
    if state not in OPEN:
        return state
    return {"done": CardState.POSTED, "refused": CardState.REFUSED}.get(told, CardState.PENDING)


def account_text(scene: str, account: str) -> str:
    """What the fingerprint of an account is made of."""
    return f"{scene}\0{account}"
