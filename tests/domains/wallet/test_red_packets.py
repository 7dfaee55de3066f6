"""Red packets: who is paid what, what is refused in which order, and what goes back."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from domains import customers, ledger, wallet
from domains.kernel.assets import CNY, POINTS, USD
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.kernel.errors import AmountOutOfRange, IdReused, Refusal, Unauthenticated, UnknownAsset
from domains.kernel.money import Amount
from domains.wallet import RedPacketKind, RedPacketState
from tests.domains.ledger.conftest import seal
from tests.domains.wallet.people import balance, everything, fund, person
from tests.domains.wallet.red_packets import facts, grab, grab_of, left_in, link_of, open_, open_of, packet_to, seen, send, sweep

STORED = frozenset({"kernel_request"})
FIXED = {"kind": RedPacketKind.FIXED}
DAY = timedelta(hours=24)


async def refusal_of(database: Database, verb: Any, command: Any) -> Refusal:
    """The refusal, after seeing that it changed nothing but the door of repeats."""
    before = await everything(database, but=STORED)
    with pytest.raises(Refusal) as told:
        await database.write(verb, command)
    assert await everything(database, but=STORED) == before
    return told.value


async def test_a_packet_to_one_is_paid_for_when_sent_told_when_opened_and_paid_out_once(database: Database) -> None:
    sender, friend = await person(database, 10_000), await person(database)
    packet = await send(database, sender, 888, 1, friend, greeting="新年快乐")
    assert (packet.amount, packet.grabbed, packet.expires_at - packet.sent_at) == (Amount(888, CNY), 0, DAY)
    assert (await balance(database, sender), await balance(database, friend), await left_in(database, packet)) == (9_112, 0, 888)
    place = await grab(database, friend, packet)
    assert (place.place, await balance(database, friend)) == (1, 0)
    opened = await open_(database, friend, packet)
    assert (opened.place, opened.share) == (1, Amount(888, CNY))
    again = await open_(database, friend, packet)
    assert again == opened
    assert (await balance(database, friend), await left_in(database, packet)) == (888, 0)
    assert await facts(database, packet) == ["RedPacketSent", "RedPacketGrabbed", "RedPacketOpened"]


async def test_a_fixed_packet_gives_everybody_the_same_and_a_lucky_one_all_of_it(database: Database) -> None:
    sender, *friends = [await person(database, minor) for minor in (10_000, 0, 0, 0)]
    fixed, lucky = await send(database, sender, 300, 3, friends, **FIXED), await send(database, sender, 301, 3, friends)
    for packet, total in ((fixed, 300), (lucky, 301)):
        for friend in friends:
            await grab(database, friend, packet)
        shares = [(await open_(database, friend, packet)).share.minor for friend in friends]
        assert sum(shares) == total and min(shares) >= 1
    assert [await balance(database, fixed_friend) >= 101 for fixed_friend in friends] == [True] * 3
    assert sum([await balance(database, friend) for friend in friends]) == 601
    async with database.reading() as read:
        pages = await wallet.list_opened_shares(read, [fixed.id, lucky.id], 2, None)
        luckiest = await wallet.find_luckiest_places(read, [fixed.id, lucky.id])
        rest = await wallet.list_opened_shares(read, [lucky.id], 2, pages[1].cursors[-1])
    assert [share.share for share in pages[0].items] == [Amount(100, CNY)] * 2
    every = [share.share.minor for share in (*pages[1].items, *rest[0].items) if share.share]
    assert luckiest == {lucky.id: 1 + every.index(max(every))}


async def test_the_sender_of_a_group_packet_may_take_part_and_pays_into_and_out_of_one_account(database: Database) -> None:
    sender, friend = await person(database, 1_000), await person(database)
    packet = await send(database, sender, 200, 2, [sender, friend], **FIXED)
    await grab(database, sender, packet)
    await open_(database, sender, packet)
    assert (await balance(database, sender), await left_in(database, packet)) == (900, 100)


async def test_whoever_has_the_link_grabs_and_nobody_without_it(database: Database) -> None:
    sender, stranger, other = [await person(database, minor) for minor in (1_000, 0, 0)]
    packet, another = await send(database, sender, 100, 2), await send(database, sender, 100, 2)
    by_id = grab_of(database, stranger, packet, packet_id=packet.id, link=None)
    assert isinstance(await refusal_of(database, wallet.grab_red_packet, by_id), wallet.RedPacketNotFound)
    link = link_of(database, packet)
    forged = [link[:-2] + ("A" if link[-2] != "A" else "B") + link[-1], link[:22], "", "é", "x" * 4000, link_of(database, another)[:22] + link[22:]]
    for wrong in forged:
        command = grab_of(database, stranger, packet, link=wrong)
        assert isinstance(await refusal_of(database, wallet.grab_red_packet, command), wallet.RedPacketNotFound)
    await grab(database, stranger, packet)
    async with database.reading() as read:
        found = await wallet.find_linked_red_packets(read, [link, *forged])
        own = await wallet.find_red_packets(read, [packet.id] * 3, [sender.id, stranger.id, other.id])
    assert [one.id if one else None for one in found] == [packet.id, *[None] * len(forged)]
    assert [one is not None for one in own] == [True, True, False]


async def test_a_packet_to_others_is_not_found_whether_or_not_there_is_one(database: Database) -> None:
    sender, friend, stranger = [await person(database, minor) for minor in (1_000, 0, 0)]
    packet = await send(database, sender, 100, 1, friend)
    for command in (grab_of(database, stranger, packet), grab_of(database, sender, packet), grab_of(database, friend, packet, packet_id=uuid4())):
        assert isinstance(await refusal_of(database, wallet.grab_red_packet, command), wallet.RedPacketNotFound)
    for opening in (open_of(stranger, packet.id), open_of(friend, packet.id), open_of(friend, uuid4())):
        assert isinstance(await refusal_of(database, wallet.open_red_packet, opening), wallet.RedPacketNotGrabbed)


async def test_who_grabs_again_has_one_place_and_who_comes_late_none(database: Database) -> None:
    sender, first, second, late = [await person(database, minor) for minor in (1_000, 0, 0, 0)]
    packet = await send(database, sender, 100, 2)
    assert [(await grab(database, one, packet)).place for one in (first, first, second, first)] == [1, 1, 2, 1]
    assert isinstance(await refusal_of(database, wallet.grab_red_packet, grab_of(database, late, packet)), wallet.RedPacketEmpty)
    assert (await seen(database, sender, packet)).grabbed == 2


@pytest.mark.parametrize(
    ("minor", "places", "more", "refusal"),
    [
        (100, 1, {"asset": POINTS}, UnknownAsset("PTS")),
        (100, 0, {}, wallet.RedPacketPlacesWrong(100)),
        (1_000, 101, {}, wallet.RedPacketPlacesWrong(100)),
        (0, 1, {}, AmountOutOfRange(0, "CNY", 1, 2**63 - 1)),
        (-5, 1, {}, AmountOutOfRange(-5, "CNY", 1, 2**63 - 1)),
        (2**63, 1, {}, AmountOutOfRange(2**63, "CNY", 1, 2**63 - 1)),
        (4, 5, {}, wallet.RedPacketTooSmall(Amount(5, CNY))),
        (40_001, 2, {}, wallet.RedPacketTooLarge(Amount(40_000, CNY))),
        (101, 2, FIXED, wallet.RedPacketUneven()),
        (100, 2, {"greeting": "字" * 141}, wallet.NoteTooLong(140)),
        (200_001, 100, {}, wallet.TransferTooLarge(Amount(200_000, CNY))),
        (20_001, 2, {}, customers.PinNotSet),
        (10_001, 2, {}, ledger.InsufficientFunds),
        (100, 2, {"asset": USD}, ledger.AccountNotFound),
    ],
)
async def test_each_bad_packet_is_refused_and_changes_nothing(
    database: Database, minor: int, places: int, more: dict[str, Any], refusal: Refusal | type[Refusal]
) -> None:
    sender = await person(database, 10_000)
    pin = customers.PinProof(customers.PinVerdict.NOT_SET)
    told = await refusal_of(database, wallet.send_red_packet, packet_to(sender, minor, places, pin=pin, **more))
    assert str(told) == str(refusal) if isinstance(refusal, Refusal) else isinstance(told, refusal)


async def test_a_packet_to_nobody_to_oneself_or_with_more_places_than_people_is_refused(database: Database) -> None:
    sender, friend = await person(database, 10_000), await person(database)
    refused = [
        (packet_to(sender, 100, 1, friend, target_id=uuid4()), wallet.RecipientNotFound),
        (packet_to(sender, 100, 1, sender), wallet.TransferToSelf),
        (packet_to(sender, 100, 2, friend), wallet.RedPacketPlacesWrong),
        (packet_to(sender, 100, 3, [friend, sender]), wallet.RedPacketPlacesWrong),
        (packet_to(sender, 100, 2, [friend, friend]), wallet.RedPacketPlacesWrong),
        (packet_to(sender, 100, 1, []), wallet.RedPacketPlacesWrong),
        (packet_to(sender, 100, 1, [friend], member_ids=tuple(uuid4() for _ in range(501))), wallet.RedPacketGroupTooLarge),
    ]
    for command, refusal in refused:
        assert isinstance(await refusal_of(database, wallet.send_red_packet, command), refusal)


@pytest.mark.usefixtures("by_day")
async def test_a_packet_counts_in_the_senders_limits(database: Database) -> None:
    sender, friend = await person(database, 2_000_000), await person(database)
    for _ in range(5):
        await send(database, sender, 20_000, 1)
    told = await refusal_of(database, wallet.send_red_packet, packet_to(sender, 1, 1, friend))
    assert isinstance(told, ledger.LimitExceeded) and told.period.startswith("red_packet-day")


async def test_what_nobody_opened_goes_back_after_24_hours_once(fresh_database: Database) -> None:
    database, clock = fresh_database, fresh_database.clock
    sender, opener, idle, late = [await person(database, minor) for minor in (1_000, 0, 0, 0)]
    packet = await send(database, sender, 300, 3, [opener, idle, late], **FIXED)
    await grab(database, opener, packet)
    await open_(database, opener, packet)
    await grab(database, idle, packet)
    _just_before(clock)
    assert await sweep(database) == 0
    clock.advance(timedelta(seconds=2))
    assert [await sweep(database), await sweep(database)] == [1, 0]
    told = await seen(database, sender, packet)
    assert (told.state, told.returned) == (RedPacketState.ENDED, Amount(200, CNY))
    assert [await balance(database, one) for one in (sender, opener, idle)] == [900, 100, 0]
    assert await left_in(database, packet) == 0
    assert isinstance(await refusal_of(database, wallet.grab_red_packet, grab_of(database, late, packet)), wallet.RedPacketExpired)
    assert isinstance(await refusal_of(database, wallet.open_red_packet, open_of(idle, packet.id)), wallet.RedPacketExpired)
    assert (await open_(database, opener, packet)).share == Amount(100, CNY)
    assert (await grab(database, idle, packet)).place == 2
    assert await facts(database, packet) == ["RedPacketSent", "RedPacketGrabbed", "RedPacketOpened", "RedPacketGrabbed", "RedPacketReturned"]
    await seal(database)
    assert (await ledger.verify(database)).is_equal


@pytest.mark.parametrize("by", ["grab", "open"])
async def test_whoever_meets_an_expired_packet_writes_its_end_down(fresh_database: Database, by: str) -> None:
    database = fresh_database
    sender, first, second = [await person(database, minor) for minor in (1_000, 0, 0)]
    packet = await send(database, sender, 300, 2, [first, second])
    await grab(database, first, packet)
    database.clock.advance(DAY)
    with pytest.raises(wallet.RedPacketExpired):
        await (grab(database, second, packet) if by == "grab" else open_(database, first, packet))
    assert (await balance(database, sender), await left_in(database, packet)) == (1_000, 0)
    assert (await seen(database, sender, packet)).state is RedPacketState.ENDED
    assert await sweep(database) == 0


async def test_a_packet_that_all_opened_ends_without_a_movement(fresh_database: Database) -> None:
    database = fresh_database
    sender, friend = await person(database, 1_000), await person(database)
    packet = await send(database, sender, 300, 1, friend)
    await grab(database, friend, packet)
    await open_(database, friend, packet)
    database.clock.advance(DAY)
    assert await sweep(database) == 1
    assert (await seen(database, sender, packet)).returned == Amount(0, CNY)
    assert (await balance(database, sender), await balance(database, friend)) == (700, 300)


async def test_who_has_no_wallet_of_the_currency_gets_one_by_opening(database: Database) -> None:
    sender, friend = await person(database, 10_000, USD), await person(database)
    packet = await send(database, sender, 500, 1, friend, asset=USD)
    await grab(database, friend, packet)
    await open_(database, friend, packet)
    assert await balance(database, friend, USD) == 500


async def test_a_revoked_session_sends_grabs_and_opens_nothing_and_its_ids_stay_free(database: Database) -> None:
    sender, friend = await person(database, 1_000), await person(database, 1_000)
    packet = await send(database, sender, 300, 1, friend)
    await database.write(customers.sign_out, customers.SignOut(request_id=None, owner_id=friend.id, session_id=friend.session_id))
    before = await everything(database)
    for verb, command in (
        (wallet.send_red_packet, packet_to(friend, 100, 1, sender)),
        (wallet.grab_red_packet, grab_of(database, friend, packet)),
        (wallet.open_red_packet, open_of(friend, packet.id)),
    ):
        with pytest.raises(Unauthenticated):
            await database.write(verb, command)  # type: ignore[arg-type]
    assert await everything(database) == before


async def test_a_repeat_is_told_the_same_and_the_id_serves_nothing_else(database: Database) -> None:
    sender, friend = await person(database, 1_000), await person(database)
    sending = packet_to(sender, 300, 1, friend)
    packet = await database.write(wallet.send_red_packet, sending)
    assert await database.write(wallet.send_red_packet, sending) == packet
    grabbing, opening = grab_of(database, friend, packet), open_of(friend, packet.id)
    assert await database.write(wallet.grab_red_packet, grabbing) == await database.write(wallet.grab_red_packet, grabbing)
    assert await database.write(wallet.open_red_packet, opening) == await database.write(wallet.open_red_packet, opening)
    assert (await balance(database, sender), await balance(database, friend)) == (700, 300)
    with pytest.raises(IdReused):
        await database.write(wallet.send_red_packet, packet_to(sender, 301, 1, friend, request_id=packet.id))


async def test_statements_of_each_verb_are_counted(database: Database) -> None:
    sender, friend, late = [await person(database, minor) for minor in (10_000, 0, 0)]
    await fund(database, friend, 1)
    with database.counting() as sending:
        packet = await send(database, sender, 300, 1)
    with database.counting() as grabbing:
        await grab(database, friend, packet)
    with database.counting() as opening:
        await open_(database, friend, packet)
    with database.counting() as refusing, pytest.raises(wallet.RedPacketEmpty):
        await grab(database, late, packet)
    assert [len(statements) for statements in (sending, grabbing, opening, refusing)] == [6, 5, 5, 4]


def _just_before(clock: Clock) -> None:
    clock.advance(DAY - timedelta(seconds=1))
