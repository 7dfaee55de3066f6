"""What may be sent as a red packet, and how it is shared: pure decisions.

A packet is refused in this order: UnknownAsset (not a currency), RedPacketGroupTooLarge, RedPacketPlacesWrong, AmountOutOfRange, RedPacketTooSmall,
RedPacketTooLarge, RedPacketUneven, then what is refused of a transfer (rules/transfers.py). A place is refused as RedPacketNotFound, RedPacketExpired,
RedPacketEmpty; an opening as RedPacketNotGrabbed, RedPacketExpired.

A lucky share is uniform on [1, 2 x mean of what is left - 1] minor units, and the last place takes the rest. Because 2 x L / r - 1 <= L - (r - 1) wherever
L >= r >= 2, everybody still to come can always get one; the cap is kept all the same. docs/red-packets.md has the expected shares."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from domains.kernel.assets import AssetKind
from domains.kernel.errors import AmountOutOfRange, UnknownAsset
from domains.kernel.money import MINOR_MAX, Amount
from domains.wallet.errors.red_packets import RedPacketGroupTooLarge, RedPacketPlacesWrong, RedPacketTooLarge, RedPacketTooSmall, RedPacketUneven
from domains.wallet.rules.transfers import limit_of

PLACES_MAX = 100
"""People who share one packet. With more, the places opened last would be worth more than a hundredth above the mean (docs/red-packets.md)."""

MEMBERS_MAX = 500
"""Members of a group that a packet is sent to."""

MEAN_MOST_YUAN = 200
"""The most that a packet may hold for each of its places."""

LIFE = timedelta(hours=24)

_DRAWS = 2**64


class RedPacketKind(StrEnum):
    """`fixed`: everybody gets the same. `lucky`: everybody's share is drawn."""

    FIXED = "fixed"
    LUCKY = "lucky"


class Audience(StrEnum):
    """Who may grab: one customer, the members of a group, or whoever has the link."""

    PERSON = "person"
    GROUP = "group"
    LINK = "link"


class RedPacketState(StrEnum):
    """`open`: not written down as ended; after its 24 hours it has ended all the same. `unreturned`: the books did not take back what was left."""

    OPEN = "open"
    ENDED = "ended"
    UNRETURNED = "unreturned"


def check_red_packet(kind: RedPacketKind, audience: Audience, amount: Amount, places: int, members: int) -> None:
    """Raise the first rule that a packet breaks before it is looked at as a transfer."""
    if amount.asset.kind is not AssetKind.CURRENCY:
        raise UnknownAsset(amount.asset.code)
    if audience is Audience.GROUP and members > MEMBERS_MAX:
        raise RedPacketGroupTooLarge(MEMBERS_MAX)
    most = {Audience.PERSON: 1, Audience.GROUP: min(members, PLACES_MAX), Audience.LINK: PLACES_MAX}[audience]
    if not 1 <= places <= most:
        raise RedPacketPlacesWrong(most)
    if not 0 < amount.minor <= MINOR_MAX:
        raise AmountOutOfRange(amount.minor, amount.asset.code, 1, MINOR_MAX)
    if amount.minor < places:
        raise RedPacketTooSmall(Amount(places, amount.asset))
    largest = Amount(limit_of(MEAN_MOST_YUAN, amount.asset).minor * places, amount.asset)
    if amount.minor > largest.minor:
        raise RedPacketTooLarge(largest)
    if kind is RedPacketKind.FIXED and amount.minor % places:
        raise RedPacketUneven


def shares_of(kind: RedPacketKind, total_minor: int, places: int, seed: bytes) -> tuple[int, ...]:
    """What each place is worth, first place first: the same for the same seed, each at least 1, the total exactly."""
    if kind is RedPacketKind.FIXED:
        return (total_minor // places,) * places
    shares: list[int] = []
    left = total_minor
    for place in range(1, places):
        share = draw(seed, place, largest_share(left, places - place + 1))
        shares.append(share)
        left -= share
    return (*shares, left)


def largest_share(left_minor: int, places_left: int) -> int:
    """The most that the next of those places may draw; with one place left, that is all."""
    if places_left == 1:
        return left_minor
    return max(1, min(2 * left_minor // places_left - 1, left_minor - (places_left - 1)))


def draw(seed: bytes, place: int, most: int) -> int:
    """A number from 1 to `most`, each exactly as likely, for that place of that seed."""
    fair = _DRAWS - _DRAWS % most
    attempt = 0
    while True:
        number = int.from_bytes(hashlib.sha256(b"%b%d:%d" % (seed, place, attempt)).digest()[:8], "big")
        if number < fair:
            return 1 + number % most
        attempt += 1


def luckiest_place(shares: Sequence[int]) -> int:
    """The place with the largest share; the earliest of equals."""
    return 1 + shares.index(max(shares))
