"""Referral: the last friend who shared is rewarded, one level only, once the time for returns is over; and nobody who is the same person."""

from datetime import datetime, timedelta
from secrets import token_bytes
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains import offers
from domains.kernel.assets import CNY
from domains.kernel.database import Database
from domains.kernel.money import Amount
from domains.kernel.relay import relay_until_idle
from domains.offers import (
    Kind,
    listeners,  # noqa: F401  registers them
)
from domains.offers.branches import FraudRules, Reason, ReferralMalformed, ReferralOpenAlready, Reward
from domains.offers.jobs.coupons import pay_due_rewards
from domains.offers.rules.referral import Mark, Share, judge
from tests.domains.offers.campaigns import campaign
from tests.domains.offers.staff import Staff, address, scan
from tests.domains.wallet import tills
from tests.domains.wallet.people import Person, balance, person
from tests.staff import staff_member

NOW = datetime(2026, 11, 25, 12).astimezone()
IDS = st.integers(1, 6).map(lambda number: UUID(int=number))


def mark(household: int = 1, *devices: str, days: int = 1) -> Mark:
    return Mark(NOW - timedelta(days=days), frozenset(devices), UUID(int=household))


@given(
    customer=IDS, sharer=IDS, chain=st.lists(IDS, max_size=8), devices=st.tuples(*[st.frozensets(st.sampled_from("abc"))] * 2), households=st.tuples(IDS, IDS)
)
def test_nobody_is_rewarded_who_is_the_same_or_in_a_loop(customer: UUID, sharer: UUID, chain: list[UUID], devices: Any, households: Any) -> None:
    share = Share(customer, sharer, tuple(chain), 0, NOW)
    reasons = judge(FraudRules(), share, Mark(NOW, devices[0], households[0]), Mark(NOW, devices[1], households[1]))
    is_same = customer == sharer or bool(devices[0] & devices[1]) or households[0] == households[1]
    assert (reasons == []) == (not is_same and customer not in chain)


def test_each_reason_is_told_in_the_order_of_the_rules() -> None:
    me = UUID(int=9)
    share = Share(me, me, (me,), 20, NOW)
    rules = FraudRules(1, newcomer_days=30, most_a_day=20)
    old = mark(1, "a", days=31)
    assert judge(rules, share, old, old) == [
        Reason.SELF,
        Reason.SAME_DEVICE,
        Reason.SAME_HOUSEHOLD,
        Reason.LOOP,
        Reason.NOT_NEW,
        Reason.TOO_MANY_TODAY,
    ]
    assert judge(FraudRules(2, False, False, None, None), Share(me, UUID(int=8), (), 99, NOW), old, old) == []
    assert judge(rules, share._replace(sharer_id=UUID(int=8), chain=(), earned_today=0), None, old) == [Reason.NOT_NEW, Reason.NOT_PAYABLE]


async def sign_in_on(database: Database, someone: Person, fingerprint: bytes) -> None:
    async with database.transaction() as tx:
        await tx.execute("UPDATE customers_device SET fingerprint = $2 WHERE customer_id = $1", someone.id, fingerprint)


async def friend(database: Database) -> Person:
    """Somebody with money and a device of their own."""
    made = await person(database, 50_000)
    await sign_in_on(database, made, token_bytes(32))
    return made


class Programme:
    """A campaign that rewards who shares a shop."""

    def __init__(self, database: Database, staff: Staff, shop: tills.Shop, campaign_id: UUID) -> None:
        self.database, self.staff, self.shop, self.campaign_id = database, staff, shop, campaign_id

    async def share(self, someone: Person) -> str:
        told = {"owner_id": someone.id, "session_id": someone.session_id, "kind": Kind.MERCHANT, "product_id": self.shop.merchant_id}
        code = await self.database.write(offers.share_product, offers.ShareProductCommand(request_id=uuid4(), **told))
        return await address(self.database, code)

    async def buy(self, someone: Person, *sharers: Person, minor: int = 2_000) -> Any:
        """Scan what each of them shares, in order; then buy."""
        for sharer in sharers:
            await scan(self.database, await self.share(sharer), someone.id)
            self.database.clock.advance(timedelta(seconds=1))
        paid = await tills.pay(self.database, someone, self.shop, minor)
        await relay_until_idle(self.database)
        return paid

    async def rewards(self) -> dict[UUID, tuple[Any, ...]]:
        async with self.database.reading() as read:
            rows = await read.fetch("SELECT * FROM offers_reward WHERE campaign_id = $1", self.campaign_id)
        return {row["customer_id"]: (row["sharer_id"], row["state"], row["reasons"]) for row in rows}

    async def pay_out(self, days: int = 7) -> None:
        self.database.clock.advance(timedelta(days=days))
        await pay_due_rewards(self.database)


async def a_programme(database: Database, budget_minor: int = 100_000) -> Programme:
    database.clock.freeze(database.clock.now())
    shop = await tills.shop(database)
    await relay_until_idle(database)
    staff = Staff(database, await staff_member(database, "operator:offers"))
    made = await campaign(staff, budget_minor=budget_minor)
    await open_referral(staff, made.id, shop.merchant_id)
    return Programme(database, staff, shop, made.id)


async def open_referral(staff: Staff, campaign_id: UUID, merchant_id: UUID, reward: int = 800) -> offers.branches.Referral:
    told = {"campaign_id": campaign_id, "kind": Kind.MERCHANT, "product_id": merchant_id, "reward": Amount(reward, CNY), "least": Amount(1_000, CNY)}
    return await staff.database.write(offers.branches.open_referral, offers.branches.OpenReferralCommand(request_id=uuid4(), **staff.who, **told))


async def test_the_last_friend_is_rewarded_after_seven_days_and_nobody_further_up(fresh_database: Database) -> None:
    database = fresh_database
    programme = await a_programme(database)
    one, two, three, four = [await friend(database) for _ in range(4)]
    await programme.buy(two, one)
    await programme.buy(three, one, two)
    await programme.buy(four, three)
    await programme.buy(four, one)
    assert await programme.rewards() == {two.id: (one.id, "waiting", []), three.id: (two.id, "waiting", []), four.id: (three.id, "waiting", [])}
    before = [await balance(database, someone) for someone in (one, two, three, four)]
    await programme.pay_out(6)
    assert [await balance(database, someone) for someone in (one, two, three, four)] == before
    for _ in range(2):
        await programme.pay_out(2)
    after = [await balance(database, someone) for someone in (one, two, three, four)]
    assert [now - then for now, then in zip(after, before, strict=True)] == [800, 800, 800, 0]
    async with database.reading() as read:
        page = await offers.branches.list_leaders(read, programme.campaign_id, 2, None)
        rest = await offers.branches.list_leaders(read, programme.campaign_id, 2, page.cursors[-1])
        first = await read.fetchval("SELECT first_sharer_id FROM offers_reward WHERE customer_id = $1", three.id)
    assert [leader.friends for leader in [*page.items, *rest.items]] == [1, 1, 1]
    assert {leader.sharer_id for leader in [*page.items, *rest.items]} == {one.id, two.id, three.id}
    assert (page.has_next, rest.has_next, first) == (True, False, one.id)


async def test_who_shares_sees_their_own_rewards_and_nobody_elses(fresh_database: Database) -> None:
    database, programme = fresh_database, await a_programme(fresh_database)
    sharer, other, buyer = [await friend(database) for _ in range(3)]
    await programme.buy(buyer, sharer)
    async with database.reading() as read:
        before = await offers.branches.list_own_rewards(read, [sharer.id, other.id, buyer.id], 10, None)
    assert [[(edge.state, edge.paid_at) for edge in page.items] for page in before] == [[("waiting", None)], [], []]
    await programme.pay_out()
    async with database.reading() as read:
        with database.counting() as statements:
            (paid,) = await offers.branches.list_own_rewards(read, [sharer.id], 10, None)
    (one,) = paid.items
    assert (one.state, one.campaign_id, one.reward.asset, one.paid_at is not None) == ("paid", programme.campaign_id, CNY, True)
    assert len([text for text in statements if not text.startswith("BEGIN")]) == 1
    assert "buyer" not in type(one)._fields and "customer_id" not in type(one)._fields


async def test_oneself_a_loop_and_a_shared_device_are_refused_with_reasons(fresh_database: Database) -> None:
    database = fresh_database
    programme = await a_programme(database)
    one, two, twin = [await friend(database) for _ in range(3)]
    await sign_in_on(database, twin, one.id.bytes * 2)
    await sign_in_on(database, one, one.id.bytes * 2)
    await programme.buy(one, one)
    await programme.buy(two, one)
    await programme.buy(twin, one)
    assert await programme.rewards() == {
        one.id: (one.id, "refused", ["self", "same_device", "same_household"]),
        two.id: (one.id, "waiting", []),
        twin.id: (one.id, "refused", ["same_device"]),
    }
    async with database.reading() as read:
        page = await offers.branches.list_refused(read, programme.campaign_id, 10, None)
    assert [(reward.customer_id, reward.version) for reward in page.items] == [(twin.id, 0), (one.id, 0)]
    assert all(isinstance(reward, Reward) for reward in page.items)


async def test_a_ring_of_friends_earns_nothing_where_it_closes(fresh_database: Database) -> None:
    database = fresh_database
    programme = await a_programme(database)
    one, two, three = [await friend(database) for _ in range(3)]
    await programme.buy(two, one)
    await programme.buy(three, two)
    await programme.buy(one, three)
    assert (await programme.rewards())[one.id] == (three.id, "refused", ["loop"])


async def test_a_purchase_that_was_returned_or_a_spent_budget_rewards_nobody(fresh_database: Database) -> None:
    database = fresh_database
    programme = await a_programme(database, budget_minor=800)
    one, two, three = [await friend(database) for _ in range(3)]
    paid = await programme.buy(two, one)
    await programme.buy(three, one)
    assert (await programme.rewards())[three.id] == (one.id, "refused", ["budget_spent"])
    await tills.refund(database, programme.shop, paid.payment_id, 1_500)
    await relay_until_idle(database)
    before = await balance(database, one)
    await programme.pay_out()
    assert (await programme.rewards())[two.id] == (one.id, "refused", ["returned"])
    assert await balance(database, one) == before


async def test_rules_are_data_with_versions_that_follow_each_other(fresh_database: Database) -> None:
    database = fresh_database
    programme = await a_programme(database)

    async def rules(version: int, **more: Any) -> FraudRules:
        command = offers.branches.SetFraudRulesCommand(request_id=uuid4(), **programme.staff.who, rules=FraudRules(version, **more))
        return await database.write(offers.branches.set_fraud_rules, command)

    assert (await rules(1, most_a_day=1)).version == 1
    for version, more in ((1, {}), (3, {}), (2, {"most_a_day": 0})):
        with pytest.raises(ReferralMalformed):
            await rules(version, **more)
    one, two, three, small = [await friend(database) for _ in range(4)]
    await programme.buy(two, one)
    await programme.buy(three, one)
    await programme.buy(small, one, minor=999)
    assert await programme.rewards() == {two.id: (one.id, "waiting", []), three.id: (one.id, "refused", ["too_many_today"])}
    with pytest.raises(ReferralOpenAlready):
        await open_referral(programme.staff, programme.campaign_id, programme.shop.merchant_id)
    with pytest.raises(ReferralMalformed):
        await open_referral(programme.staff, programme.campaign_id, programme.shop.merchant_id, reward=0)
