"""Agreements: parted by the rule of the order's day, accrued once, taken back by refunds, settled once by the month; the books agree at every moment."""

import asyncio
import csv
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from domains import scenes
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from tests.domains.scenes.agreeing import (
    DECEMBER,
    NOVEMBER,
    PROPOSER,
    a_split,
    accrue,
    an_agreement,
    at,
    deciding,
    order_of,
    posted,
    proposing,
    reconciled,
    refund_of,
    run_settlements,
    settle,
)
from tests.domains.scenes.partners import a_partner
from tests.domains.wallet.people import everything

agreed = scenes.agreements

SOME_DAY = date(2026, 11, 10)


class Deal(NamedTuple):
    """An agreement at 70/25/5 between the partner, the house and who introduced it."""

    database: Database
    agreement: agreed.Agreement
    partner: UUID
    channel: UUID

    async def owed(self) -> list[int]:
        return await posted(self.database, *(agreed.payable_account_id(self.agreement.id, one) for one in (self.partner, self.channel)))

    async def paid(self) -> list[int]:
        return await posted(self.database, *(agreed.partner_balance_id(one, self.agreement.asset) for one in (self.partner, self.channel)))


@pytest_asyncio.fixture
async def deal(fresh_database: Database) -> AsyncIterator[Deal]:
    fresh_database.clock.freeze(at(NOVEMBER))
    partner, channel = await a_partner(fresh_database), await a_partner(fresh_database, "引荐人")
    agreement = await an_agreement(fresh_database, partner)
    await a_split(fresh_database, agreement, {partner: 7_000, HOUSE_ID: 2_500, channel: 500})
    yield Deal(fresh_database, agreement, partner, channel)
    await assert_books(fresh_database, agreement)


async def assert_books(database: Database, agreement: agreed.Agreement) -> None:
    """What is owed in the ledger is what was accrued, less reversed, less paid; and the expense is what all of that cost."""
    found = await reconciled(database, agreement)
    outside = [one for one in found.values() if one.party_id != HOUSE_ID]
    assert await posted(database, *(agreed.payable_account_id(agreement.id, one.party_id) for one in outside)) == [one.open_minor for one in outside]
    (expense,) = await posted(database, agreed.expense_account_id(agreement.asset))
    assert expense == sum(one.accrued_minor - one.reversed_minor for one in outside)


async def test_an_order_is_accrued_once_and_owed_to_each_party(deal: Deal) -> None:
    order = order_of(deal.agreement, 10_001, SOME_DAY)
    for _ in range(3):
        await accrue(deal.database, [order, order])
    assert await deal.owed() == [7_001, 500]
    found = await reconciled(deal.database, deal.agreement)
    assert {party: one.accrued_minor for party, one in found.items()} == {deal.partner: 7_001, HOUSE_ID: 2_500, deal.channel: 500}


async def test_an_order_accrued_by_several_at_once_is_accrued_once(deal: Deal) -> None:
    order = order_of(deal.agreement, 100, SOME_DAY)
    await asyncio.gather(*(accrue(deal.database, [order]) for _ in range(5)))
    assert await deal.owed() == [70, 5]


async def test_partial_refunds_end_at_exactly_nothing(deal: Deal) -> None:
    order = order_of(deal.agreement, 9_999, SOME_DAY)
    refunds = [refund_of(order, minor) for minor in (3_333, 1, 6_000, 665)]
    await accrue(deal.database, [order, refunds[0]])
    for one in refunds[1:]:
        await accrue(deal.database, [one])
        await accrue(deal.database, [one])
    assert await deal.owed() == [0, 0]
    assert all(one.accrued_minor == one.reversed_minor > 0 for one in (await reconciled(deal.database, deal.agreement)).values())


async def test_the_split_of_the_orders_day_is_used_and_its_refunds_keep_to_it(deal: Deal) -> None:
    await a_split(deal.database, deal.agreement, {HOUSE_ID: 5_000, deal.partner: 5_000}, valid_from=date(2026, 11, 20))
    before, after = order_of(deal.agreement, 1_000, date(2026, 11, 19)), order_of(deal.agreement, 1_000, date(2026, 11, 20))
    too_early = order_of(deal.agreement, 1_000, date(2026, 10, 31))
    await accrue(deal.database, [after, before, too_early, refund_of(before, 500)])
    assert await deal.owed() == [700 + 500 - 350, 50 - 25]


async def test_orders_of_others_and_refunds_of_unknown_orders_accrue_nothing(deal: Deal) -> None:
    order = order_of(deal.agreement, 1_000, SOME_DAY)
    await accrue(deal.database, [order._replace(partner_id=uuid4()), order._replace(asset="USD"), order._replace(scene="x", partner_id=None)])
    await accrue(deal.database, [refund_of(order, 100)])
    assert await deal.owed() == [0, 0]


async def test_one_hundred_thousand_orders_at_70_25_5_sum_to_the_fen(deal: Deal) -> None:
    amounts = [1 + (index * 7_919) % 99_991 for index in range(100_000)]
    for start in range(0, len(amounts), 10_000):
        await accrue(deal.database, [order_of(deal.agreement, minor, SOME_DAY) for minor in amounts[start : start + 10_000]])
    found = {party: one.accrued_minor for party, one in (await reconciled(deal.database, deal.agreement)).items()}
    assert sum(found.values()) == sum(amounts)
    for party, share in ((deal.partner, 7_000), (HOUSE_ID, 2_500), (deal.channel, 500)):
        assert abs(found[party] * 10_000 - sum(amounts) * share) < 10_000
    deal.database.clock.freeze(at(DECEMBER))
    await run_settlements(deal.database)
    assert await deal.paid() == [found[deal.partner], found[deal.channel]]


async def test_settling_five_times_pays_once(deal: Deal) -> None:
    await accrue(deal.database, [order_of(deal.agreement, 10_000, SOME_DAY)])
    deal.database.clock.freeze(at(DECEMBER))
    months = [await settle(deal.database, deal.agreement) for _ in range(5)]
    assert all(one == months[0] for one in months)
    assert (await deal.paid(), await deal.owed()) == ([7_000, 500], [0, 0])
    assert sum(one.paid.minor for one in months[0].settlements) == 10_000


async def test_settling_five_times_at_once_pays_once(deal: Deal) -> None:
    await accrue(deal.database, [order_of(deal.agreement, 10_000, SOME_DAY)])
    deal.database.clock.freeze(at(DECEMBER))
    await asyncio.gather(*(run_settlements(deal.database) for _ in range(5)), *(settle(deal.database, deal.agreement) for _ in range(5)))
    assert (await deal.paid(), await deal.owed()) == ([7_000, 500], [0, 0])
    async with deal.database.reading() as read:
        told = await read.fetch("SELECT subject_id FROM kernel_outbox WHERE name = 'AgreementSettled'")
    assert sorted(row["subject_id"] for row in told) == sorted([deal.partner, deal.channel])


async def test_orders_that_race_with_the_settlement_are_in_one_month_or_the_next(deal: Deal) -> None:
    orders = [order_of(deal.agreement, 100, SOME_DAY) for _ in range(20)]
    deal.database.clock.freeze(at(DECEMBER))
    await asyncio.gather(
        *(accrue(deal.database, [one]) for one in orders[:10]), run_settlements(deal.database), *(accrue(deal.database, [one]) for one in orders[10:])
    )
    deal.database.clock.freeze(at(date(2027, 1, 1)))
    await run_settlements(deal.database)
    assert (await deal.paid(), await deal.owed()) == ([1_400, 100], [0, 0])


async def test_a_month_that_is_not_over_in_shanghai_is_not_settled(deal: Deal) -> None:
    await accrue(deal.database, [order_of(deal.agreement, 10_000, SOME_DAY)])
    deal.database.clock.freeze(at(DECEMBER) - timedelta(hours=12, seconds=1))
    before = await everything(deal.database)
    with pytest.raises(agreed.AgreementMonthNotOver) as refused:
        await settle(deal.database, deal.agreement)
    assert refused.value.next_month == NOVEMBER
    await run_settlements(deal.database)
    assert await everything(deal.database) == before
    deal.database.clock.freeze(at(DECEMBER) - timedelta(hours=12))
    await run_settlements(deal.database)
    assert await deal.paid() == [7_000, 500]


async def test_a_run_settles_all_months_that_are_over_and_carries_what_refunds_took_beyond(deal: Deal) -> None:
    order = order_of(deal.agreement, 10_000, SOME_DAY)
    await accrue(deal.database, [order])
    deal.database.clock.freeze(at(DECEMBER))
    await run_settlements(deal.database)
    await accrue(deal.database, [refund_of(order, 10_000)])
    assert await deal.owed() == [-7_000, -500]
    deal.database.clock.freeze(at(date(2027, 2, 1)))
    await run_settlements(deal.database)
    late = order_of(deal.agreement, 20_000, SOME_DAY)
    await accrue(deal.database, [late])
    deal.database.clock.freeze(at(date(2027, 3, 1)))
    await run_settlements(deal.database)
    assert (await deal.paid(), await deal.owed()) == ([14_000, 1_000], [0, 0])
    async with deal.database.reading() as read:
        (page,) = await agreed.list_settlement_pages_of_parties(read, [deal.partner], 10, None)
    assert [(one.month, one.brought_minor, one.paid.minor, one.carried_minor) for one in page.items] == [
        (date(2027, 2, 1), -7_000, 7_000, 0),
        (date(2027, 1, 1), -7_000, 0, -7_000),
        (DECEMBER, 0, 0, -7_000),
        (NOVEMBER, 0, 7_000, 0),
    ]


async def test_the_file_of_a_settlement_adds_up_to_what_was_paid(deal: Deal) -> None:
    orders = [order_of(deal.agreement, minor, SOME_DAY) for minor in (10_000, 333, 1)]
    await accrue(deal.database, [*orders, refund_of(orders[0], 5_000)])
    deal.database.clock.freeze(at(DECEMBER))
    month = await settle(deal.database, deal.agreement)
    one = next(one for one in month.settlements if one.party_id == deal.partner)
    text = "".join([line async for line in agreed.settlement_file(deal.database, one)])
    header, *lines, total = csv.reader(text.splitlines())
    assert header == ["kind", "id", "order_id", "at", "currency", "amount", "commission", "part"]
    assert sorted(line[0] for line in lines) == ["order", "order", "order", "refund"]
    assert sum(round(float(line[-1]) * 100) for line in lines) == round(float(total[-1]) * 100) == one.paid.minor
    assert (total[0], total[1]) == ("total", str(one.id))


async def test_what_breaks_a_rule_is_refused_and_nothing_is_kept(deal: Deal) -> None:
    proposed = await deal.database.write(agreed.propose_split, proposing(deal.agreement, {HOUSE_ID: 10_000}, valid_from=date(2026, 11, 5)))
    before = await everything(deal.database, but=frozenset({"kernel_request"}))
    for command, refusal in (
        (proposing(deal.agreement, {HOUSE_ID: 9_999}), agreed.AgreementSplitUneven),
        (proposing(replace(deal.agreement, id=uuid4()), {HOUSE_ID: 10_000}), agreed.AgreementNotFound),
        (proposing(deal.agreement, {uuid4(): 10_000}), agreed.AgreementPartyNotFound),
    ):
        with pytest.raises(refusal):
            await deal.database.write(agreed.propose_split, command)
    with pytest.raises(agreed.AgreementExists):
        await an_agreement(deal.database, deal.partner)
    with pytest.raises(scenes.PartnerNotFound):
        await an_agreement(deal.database, uuid4())
    with pytest.raises(agreed.AgreementSplitOwn):
        await deal.database.write(agreed.decide_split, deciding(proposed, PROPOSER))
    deal.database.clock.freeze(at(date(2026, 11, 6)))
    with pytest.raises(agreed.AgreementSplitInPast):
        await deal.database.write(agreed.decide_split, deciding(proposed))
    assert await everything(deal.database, but=frozenset({"kernel_request"})) == before


async def test_approved_splits_share_no_day(deal: Deal) -> None:
    bounded = {"valid_from": date(2026, 11, 10), "valid_to": date(2026, 11, 20)}
    await a_split(deal.database, deal.agreement, {HOUSE_ID: 10_000}, **bounded)
    overlapping = await deal.database.write(agreed.propose_split, proposing(deal.agreement, {HOUSE_ID: 10_000}, valid_from=date(2026, 11, 19)))
    with pytest.raises(agreed.AgreementSplitOverlaps):
        await deal.database.write(agreed.decide_split, deciding(overlapping))
    rejected = await deal.database.write(agreed.decide_split, deciding(overlapping, is_approved=False))
    assert rejected.state == "rejected"
    with pytest.raises(agreed.AgreementSplitNotOpen):
        await deal.database.write(agreed.decide_split, deciding(rejected))


async def test_of_two_that_overlap_and_are_approved_at_once_one_is_refused(deal: Deal) -> None:
    bounded = {"valid_from": date(2026, 11, 10), "valid_to": date(2026, 11, 20)}
    proposed = [await deal.database.write(agreed.propose_split, proposing(deal.agreement, {HOUSE_ID: 10_000}, **bounded)) for _ in range(5)]
    answers = await asyncio.gather(*(deal.database.write(agreed.decide_split, deciding(one)) for one in proposed), return_exceptions=True)
    assert sorted(type(one).__name__ for one in answers) == ["AgreementSplit", *["AgreementSplitOverlaps"] * 4]
