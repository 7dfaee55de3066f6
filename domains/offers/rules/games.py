"""Instant games: how a draw is made from two seeds, what it gives, and how anybody checks it afterwards.

A draw is provably fair. The house's server seed (32 bytes, another for each game and customer) is fixed before the customer plays: its commitment, the
SHA-256 of its bytes, is shown first and named by the draw. The customer brings a client seed; the nonce counts the customer's draws under that server seed,
from 1, without a gap. With the prizes in their published order, whose weights sum up to W:

    digest   = HMAC-SHA-256(key = server seed, message = client seed ":" nonce)         in ASCII, the nonce in decimals
    words    = the digest as eight unsigned integers of four bytes each, big end first
    number   = the first word below 2^32 - (2^32 mod W), modulo W                        so that every number is as likely as any other
    prize    = the first whose weight, added to the weights before it, is more than the number

Should all eight words be too large, the message is followed by ":1", then ":2" and so on until one is not. The seed is told once it is of no more use:
when the customer asks for another one, or when the game is over.

What cannot be given any more falls to the game's consolation, which is one of its prizes and is named from the start: when as many of a prize were given as
there are (`stock_used_up`; `ordinal` is how many there would have been with this draw), when the campaign's budget does not hold its amount
(`budget_spent`), or when its coupons are given no more (`not_payable`). The draw keeps both: what was drawn, which anybody computes again, and what was given.

A draw is refused in this order: GameNotFound, ClientSeedMalformed, CampaignEnded, CouponNotForYou, PrizeWalletMissing, SeedChanged, StampsTooFew,
DrawLimitReached. None of these depends on what would have been drawn: else a refusal would tell it."""

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple
from uuid import UUID

from domains.offers.errors.games import ClientSeedMalformed, GameMalformed
from domains.offers.rules.campaigns import NAME_MOST_CHARACTERS, Limits

PRIZES_MOST = 20
WEIGHTS_MOST = 1_000_000
STAMPS_MOST = 50
CLIENT_SEED = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")

_WORD_BYTES, _WORDS = 4, 2**32


class GameKind(StrEnum):
    """What the app shows. The draw is the same."""

    SCRATCH = "scratch"
    WHEEL = "wheel"
    STAMPS = "stamps"


class PrizeKind(StrEnum):
    """An amount of what the campaign gives (money or points), a coupon of a campaign, or nothing."""

    AMOUNT = "amount"
    COUPON = "coupon"
    NOTHING = "nothing"


class StampSource(StrEnum):
    """What a stamp is collected by: a purchase of the least spending, or the scan of a code, once a day each."""

    PURCHASE = "purchase"
    SCAN = "scan"


class Outcome(StrEnum):
    """Whether what was drawn was given."""

    GIVEN = "given"
    STOCK_USED_UP = "stock_used_up"
    BUDGET_SPENT = "budget_spent"
    NOT_PAYABLE = "not_payable"


class Prize(NamedTuple):
    """`stock` is how many there are; None: any number. `campaign_id` is whose coupon it is."""

    kind: PrizeKind
    name_zh: str
    name_en: str
    weight: int
    minor: int = 0
    stock: int | None = None
    campaign_id: UUID | None = None


class Stamps(NamedTuple):
    """How a card fills: `needed` stamps, each of a purchase of at least `least_minor` at the campaign's merchants, or of a scan of a code that leads there."""

    needed: int
    source: StampSource = StampSource.PURCHASE
    least_minor: int = 0


DRAW_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class GameTerms:
    """What a game promises. It never changes. `consolation` is the place of a prize among the prizes, from 0."""

    prizes: tuple[Prize, ...]
    consolation: int
    limits: Limits = DRAW_LIMITS
    stamps: Stamps | None = None

    @property
    def weight(self) -> int:
        return sum(prize.weight for prize in self.prizes)


def check_game(kind: GameKind, name_zh: str, name_en: str, terms: GameTerms) -> None:
    """Raise GameMalformed for the first part that is not as a game has it."""
    for what, name in (("name_zh", name_zh), ("name_en", name_en)):
        _check_name(what, name)
    if not 1 <= len(terms.prizes) <= PRIZES_MOST:
        raise GameMalformed("prizes")
    for prize in terms.prizes:
        _check_prize(prize)
    if terms.weight > WEIGHTS_MOST:
        raise GameMalformed("weight")
    # The consolation is what there is always: it has no stock and takes nothing from the budget.
    is_there = 0 <= terms.consolation < len(terms.prizes)
    if not is_there or terms.prizes[terms.consolation].kind is PrizeKind.AMOUNT or terms.prizes[terms.consolation].stock is not None:
        raise GameMalformed("consolation")
    if any(limit is not None and limit < 1 for limit in terms.limits):
        raise GameMalformed("limits")
    if (kind is GameKind.STAMPS) != (terms.stamps is not None):
        raise GameMalformed("stamps")
    if terms.stamps is not None and not (1 <= terms.stamps.needed <= STAMPS_MOST and terms.stamps.least_minor >= 0):
        raise GameMalformed("stamps")


def check_client_seed(client_seed: str) -> None:
    """Raises ClientSeedMalformed."""
    if not CLIENT_SEED.match(client_seed):
        raise ClientSeedMalformed


def commitment_of(server_seed: bytes) -> str:
    """What is shown of a seed before it is used."""
    return hashlib.sha256(server_seed).hexdigest()


def number_of(server_seed: bytes, client_seed: str, nonce: int, weight: int) -> int:
    """0 to below `weight`, every one as likely."""
    below = _WORDS - _WORDS % weight
    turn = 0
    while True:
        digest = digest_of(server_seed, client_seed, nonce, turn)
        for start in range(0, len(digest), _WORD_BYTES):
            word = int.from_bytes(digest[start : start + _WORD_BYTES], "big")
            if word < below:
                return word % weight
        turn += 1


def digest_of(server_seed: bytes, client_seed: str, nonce: int, turn: int = 0) -> bytes:
    """What both seeds and the nonce come to; `turn` counts the digests of one draw from 0."""
    message = f"{client_seed}:{nonce}" + (f":{turn}" if turn else "")
    return hmac.digest(server_seed, message.encode(), "sha256")


def place_of(number: int, prizes: Sequence[Prize]) -> int:
    """The place among the prizes that the number falls to."""
    return next(place for place, reached in enumerate(accumulate(prize.weight for prize in prizes)) if reached > number)


def _check_name(what: str, name: str) -> None:
    if not (0 < len(name) <= NAME_MOST_CHARACTERS and name == name.strip() and name.isprintable()):
        raise GameMalformed(what)


def _check_prize(prize: Prize) -> None:
    _check_name("prize_name", prize.name_zh)
    _check_name("prize_name", prize.name_en)
    if prize.weight < 1:
        raise GameMalformed("weight")
    if (prize.kind is PrizeKind.AMOUNT) != (prize.minor > 0) or prize.minor < 0:
        raise GameMalformed("prize_amount")
    if (prize.kind is PrizeKind.COUPON) != (prize.campaign_id is not None):
        raise GameMalformed("prize_coupon")
    if prize.stock is not None and prize.stock < 1:
        raise GameMalformed("stock")
