"""Split bills: shares to the fen, settled as they are paid, called off by their maker; late and repeated payments do no harm."""

import asyncio
from datetime import timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains import wallet
from domains.kernel.assets import CNY, POINTS, Asset
from domains.kernel.database import Database
from domains.kernel.errors import AmountOutOfRange, UnknownAsset
from domains.kernel.money import Amount
from domains.wallet import BillItem, MoneyRequestState, Split, SplitMethod, SplitState
from domains.wallet.rules.money_requests import largest_remainder
from tests.domains.wallet.people import Person, balance, person
from tests.domains.wallet.test_money_requests import end_of, pay_of, refusal_of, sweep

EVEN, AMOUNTS, ITEMS = SplitMethod.EVEN, SplitMethod.AMOUNTS, SplitMethod.ITEMS


def split_of(maker: Person, total: int, parties: list[Person], method: SplitMethod = EVEN, *, asset: Asset = CNY, **more: Any) -> wallet.SplitBillCommand:
    chosen = {"request_id": uuid4(), "total": Amount(total, asset), "party_ids": tuple(one.id for one in parties), "title": "火锅", **more}
    return wallet.SplitBillCommand(owner_id=maker.id, session_id=maker.session_id, method=method, **chosen)


async def shares(database: Database, split: Split) -> dict[UUID, wallet.MoneyRequest]:
    async with database.reading() as read:
        return {one.payer_id: one for one in (await wallet.list_requests_of_splits(read, [split.id]))[split.id]}


async def state(database: Database, split: Split) -> SplitState:
    async with database.reading() as read:
        (found,) = await wallet.find_splits(read, [split.id], [split.maker_id])
    assert found is not None
    return found.state


def cancel_of(maker: Person, split_id: UUID) -> wallet.CancelSplitCommand:
    return wallet.CancelSplitCommand(request_id=uuid4(), owner_id=maker.id, session_id=maker.session_id, split_id=split_id)


async def facts(database: Database, split: Split) -> list[str]:
    async with database.reading() as read:
        return [row["name"] for row in await read.fetch("SELECT name FROM kernel_outbox WHERE payload ->> 'split_id' = $1 ORDER BY id", str(split.id))]


@given(total=st.integers(1, 10**9), weights=st.lists(st.fractions(0, 100), min_size=1, max_size=20))
def test_the_largest_remainder_shares_exactly_and_nobody_is_off_by_a_whole_fen(total: int, weights: list[Fraction]) -> None:
    named = {UUID(int=number): weight for number, weight in enumerate(weights)}
    told = largest_remainder(total, named)
    if sum(weights):
        assert sum(told.values()) == total
        assert all(abs(told[id_] - total * weight / sum(weights)) < 1 for id_, weight in named.items())
    else:
        assert set(told.values()) == {0}


async def test_an_even_bill_settles_itself_as_the_shares_come_in(database: Database) -> None:
    maker, left, right = [await person(database, minor) for minor in (0, 1_000, 1_000)]
    split = await database.write(wallet.split_bill, split_of(maker, 1_000, [maker, left, right]))
    assert (split.own, split.state) == (Amount(334, CNY), SplitState.OPEN)
    asked = await shares(database, split)
    assert {who: share.amount.minor for who, share in asked.items()} == {left.id: 333, right.id: 333}
    await database.write(wallet.pay_money_request, pay_of(left, asked[left.id].id))
    assert await state(database, split) is SplitState.OPEN
    paid = await database.write(wallet.pay_money_request, pay_of(right, asked[right.id].id))
    await database.write(wallet.pay_money_request, pay_of(right, asked[right.id].id))
    assert await state(database, split) is SplitState.SETTLED
    assert [await balance(database, one) for one in (maker, left, right)] == [666, 667, 667]
    assert sorted(await facts(database, split)) == sorted(["MoneyRequested"] * 2 + ["BillSplitMade"] + ["MoneyRequestPaid"] * 2 + ["BillSplitEnded"])
    async with database.reading() as read:
        assert await read.fetchval("SELECT journal_id FROM ledger_movement WHERE id = $1", paid.movement_id) == split.id


async def test_the_last_shares_paid_at_once_settle_the_bill_once(database: Database) -> None:
    maker, *others = [await person(database, 1_000) for _ in range(9)]
    split = await database.write(wallet.split_bill, split_of(maker, 800, others))
    asked = await shares(database, split)
    await asyncio.gather(*(database.write(wallet.pay_money_request, pay_of(one, asked[one.id].id)) for one in others * 2))
    assert (await state(database, split), await balance(database, maker)) == (SplitState.SETTLED, 1_800)
    assert (await facts(database, split)).count("BillSplitEnded") == 1


async def test_by_amount_and_by_item_everybody_pays_for_what_was_theirs(database: Database) -> None:
    maker, left, right = [await person(database, 1_000) for _ in range(3)]
    parties = [maker, left, right]
    by_amount = await database.write(wallet.split_bill, split_of(maker, 1_000, parties, AMOUNTS, amounts_minor=(0, 250, 750)))
    assert {who: share.amount.minor for who, share in (await shares(database, by_amount)).items()} == {left.id: 250, right.id: 750}
    items = (BillItem(100, (maker.id, left.id, right.id)), BillItem(101, (left.id, right.id)), BillItem(7, (right.id,)))
    by_item = await database.write(wallet.split_bill, split_of(maker, 208, parties, ITEMS, items=items))
    # 33.33; 33.33 + 50.5 = 83.83; 33.33 + 50.5 + 7 = 90.83: two fen are left, for the two largest remainders.
    assert by_item.own == Amount(33, CNY)
    assert {who: share.amount.minor for who, share in (await shares(database, by_item)).items()} == {left.id: 84, right.id: 91}


async def test_what_was_paid_stays_when_the_maker_calls_the_rest_off(database: Database) -> None:
    maker, left, right = [await person(database, 1_000) for _ in range(3)]
    split = await database.write(wallet.split_bill, split_of(maker, 600, [left, right]))
    asked = await shares(database, split)
    await database.write(wallet.pay_money_request, pay_of(left, asked[left.id].id))
    assert isinstance(await refusal_of(database, wallet.cancel_split, cancel_of(left, split.id)), wallet.SplitNotFound)
    cancelled = await database.write(wallet.cancel_split, cancel_of(maker, split.id))
    assert (cancelled.state, await database.write(wallet.cancel_split, cancel_of(maker, split.id))) == (SplitState.CANCELLED, cancelled)
    assert [share.state for share in (await shares(database, split)).values()].count(MoneyRequestState.PAID) == 1
    told = await refusal_of(database, wallet.pay_money_request, pay_of(right, asked[right.id].id))
    assert str(told) == str(wallet.MoneyRequestEnded("cancelled"))
    assert [await balance(database, one) for one in (maker, left, right)] == [1_300, 700, 1_000]
    assert await state(database, split) is SplitState.CANCELLED


async def test_cancelling_against_the_last_payment_ends_the_bill_one_way(database: Database) -> None:
    maker, payer = await person(database), await person(database, 1_000)
    split = await database.write(wallet.split_bill, split_of(maker, 600, [payer]))
    asked = await shares(database, split)
    told = await asyncio.gather(
        database.write(wallet.cancel_split, cancel_of(maker, split.id)),
        database.write(wallet.pay_money_request, pay_of(payer, asked[payer.id].id)),
        return_exceptions=True,
    )
    assert [isinstance(answer, BaseException) for answer in told] in ([True, False], [False, True])
    settled = await state(database, split) is SplitState.SETTLED
    assert await balance(database, maker) == (600 if settled else 0)


async def test_a_bill_of_which_shares_were_declined_or_expired_is_closed(fresh_database: Database) -> None:
    database = fresh_database
    maker, left, right = [await person(database, 1_000) for _ in range(3)]
    declined, expired = [await database.write(wallet.split_bill, split_of(maker, 600, [left, right])) for _ in range(2)]
    asked = await shares(database, declined)
    await database.write(wallet.pay_money_request, pay_of(left, asked[left.id].id))
    await database.write(wallet.decline_money_request, end_of(right, asked[right.id].id))
    assert await state(database, declined) is SplitState.CLOSED
    database.clock.advance(timedelta(days=7))
    assert await sweep(database) == (2, 0)
    assert await state(database, expired) is SplitState.CLOSED
    assert str(await refusal_of(database, wallet.cancel_split, cancel_of(maker, expired.id))) == str(wallet.SplitEnded("closed"))


async def test_each_bad_bill_is_refused_and_changes_nothing(database: Database) -> None:
    maker, left, right = [await person(database, 1_000) for _ in range(3)]
    both, crowd = [left, right], tuple(uuid4() for _ in range(51))
    refused: list[tuple[wallet.SplitBillCommand, type[Exception]]] = [
        (split_of(maker, 100, both, title="字" * 141), wallet.NoteTooLong),
        (split_of(maker, 5, both, asset=POINTS), UnknownAsset),
        (split_of(maker, 0, both), AmountOutOfRange),
        (split_of(maker, 100, []), wallet.SplitPartiesWrong),
        (split_of(maker, 100, [maker]), wallet.SplitPartiesWrong),
        (split_of(maker, 100, [left, left]), wallet.SplitPartiesWrong),
        (split_of(maker, 100, both, party_ids=(left.id, uuid4())), wallet.SplitPartiesWrong),
        (split_of(maker, 100, both, party_ids=crowd), wallet.SplitPartiesWrong),
        (split_of(maker, 100, both, AMOUNTS, amounts_minor=(100,)), wallet.SplitPartiesWrong),
        (split_of(maker, 100, both, AMOUNTS, amounts_minor=(50, 49)), wallet.SplitUnbalanced),
        (split_of(maker, 100, both, AMOUNTS, amounts_minor=(100, 0)), wallet.SplitShareEmpty),
        (split_of(maker, 100, both, AMOUNTS, amounts_minor=(200, -100)), wallet.SplitShareEmpty),
        (split_of(maker, 1, both), wallet.SplitShareEmpty),
        (split_of(maker, 100, both, ITEMS), wallet.SplitPartiesWrong),
        (split_of(maker, 100, both, ITEMS, items=(BillItem(100, ()),)), wallet.SplitPartiesWrong),
        (split_of(maker, 100, both, ITEMS, items=(BillItem(100, (maker.id,)),)), wallet.SplitPartiesWrong),
        (split_of(maker, 100, both, ITEMS, items=(BillItem(-1, (left.id,)), BillItem(101, (right.id,)))), AmountOutOfRange),
        (split_of(maker, 100, both, ITEMS, items=(BillItem(99, (left.id, right.id)),)), wallet.SplitUnbalanced),
        (split_of(maker, 100, both, ITEMS, items=(BillItem(100, (left.id,)),)), wallet.SplitShareEmpty),
    ]
    for command, refusal in refused:
        assert isinstance(await refusal_of(database, wallet.split_bill, command), refusal), command


@pytest.mark.parametrize("limit", [2])
async def test_a_bill_is_seen_by_its_maker_and_those_who_share_it_and_listed_by_its_maker(database: Database, limit: int) -> None:
    maker, left, stranger = [await person(database) for _ in range(3)]
    made = [await database.write(wallet.split_bill, split_of(maker, 100 + number, [left])) for number in range(3)]
    async with database.reading() as read:
        found = await wallet.find_splits(read, [made[0].id] * 3, [maker.id, left.id, stranger.id])
        (page,) = await wallet.list_splits(read, [maker.id], limit, None)
    assert found == [made[0], made[0], None]
    assert ([one.id for one in page.items], page.has_next) == ([made[2].id, made[1].id], True)
