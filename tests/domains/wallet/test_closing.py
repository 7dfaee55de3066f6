"""Two customers who are found to be one: the one is closed, the other has what was theirs, and nothing is lost or made on the way."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domains import customers, ledger, wallet
from domains.customers import identities
from domains.kernel.assets import CNY, USD
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.errors import Unauthenticated
from domains.kernel.money import Amount
from tests.domains.customers.conftest import code_for, try_code
from tests.domains.customers.test_operators import new_operator
from tests.domains.wallet.people import Person, balance, fund, make_known, person, transfer, transfer_to
from tests.domains.wallet.points import ask_points

Staff = tuple[UUID, UUID]


async def propose(database: Database, staff: Staff, closed: Person, survivor: Person, merger_id: UUID | None = None) -> identities.Merger:
    command = identities.ProposeMerger(
        request_id=merger_id or uuid4(), owner_id=staff[0], session_id=staff[1], closed_id=closed.id, survivor_id=survivor.id, reason="同一人"
    )
    return await database.write(identities.propose_merger, command)


def decision(staff: Staff, merger_id: UUID, *, approved: bool = True) -> identities.DecideMerger:
    return identities.DecideMerger(request_id=uuid4(), owner_id=staff[0], session_id=staff[1], merger_id=merger_id, is_approved=approved)


async def merge(database: Database, closed: Person, survivor: Person) -> identities.Merger:
    proposed = await propose(database, await new_operator(database), closed, survivor)
    return await database.write(identities.decide_merger, decision(await new_operator(database), proposed.id))


async def points_of(database: Database, someone: Person) -> int:
    async with database.reading() as read:
        accounts = await ledger.list_accounts(read, [someone.id])
    return sum(one.posted.minor for one in accounts if one.code == "points")


async def test_everything_goes_to_the_survivor_by_movements_and_the_books_agree(fresh_database: Database) -> None:
    database = fresh_database
    closed, survivor, stranger = await person(database, 12_345), await person(database, 500, verified=True), await person(database, 77)
    await database.write(wallet.open_wallet, wallet.OpenWalletCommand(request_id=uuid4(), owner_id=closed.id, asset="USD"))
    await fund(database, closed, 900, USD)
    today = database.clock.now().date()
    days = [today + timedelta(days=40), today + timedelta(days=400)]
    await ask_points(database, *(wallet.EarnPoints(closed.id, uuid4(), 300, day) for day in days))
    async with database.transaction() as tx:
        new = identities.NewIdentity("mini_program", "sandbox", f"o{uuid4().hex}")
        old_identity = await identities.attach_identity(tx, closed.id, new, identities.IdentityProof.CODE, closed.id)
    done = await merge(database, closed, survivor)
    assert (done.state, done.closed_id, done.survivor_id) == ("done", closed.id, survivor.id)
    assert (await balance(database, closed), await balance(database, survivor), await balance(database, stranger)) == (0, 12_845, 77)
    assert (await balance(database, closed, USD), await balance(database, survivor, USD)) == (0, 900)
    assert (await points_of(database, closed), await points_of(database, survivor)) == (0, 600)
    report = await ledger.verify(database)
    assert report.findings == []
    async with database.reading() as read:
        lots = await read.fetch("SELECT remaining_minor, expires_at FROM wallet_points_lot WHERE customer_id = $1 ORDER BY expires_at", survivor.id)
        before = await read.fetch("SELECT expires_at FROM wallet_points_lot WHERE customer_id = $1 ORDER BY expires_at", closed.id)
        found = await identities.list_identities(read, [closed.id, survivor.id])
        logs = await identities.list_identity_changes(read, [closed.id, survivor.id])
        owner = await read.fetchval("SELECT customer_id FROM customers_identity WHERE ended_at IS NULL AND kind = 'mini_program'")
    assert [lot["remaining_minor"] for lot in lots] == [300, 300]
    assert [lot["expires_at"] for lot in lots] == [lot["expires_at"] for lot in before]
    assert found[closed.id] == []
    assert [row.kind.value for row in found[survivor.id]] == ["phone", "phone", "mini_program"]
    assert owner == survivor.id
    assert [(row.identity_id, row.change) for row in logs[closed.id]] == [(old_identity, "moved_out"), (old_identity, "linked")]
    assert [row.change for row in logs[survivor.id]] == ["moved_in"]


async def test_the_old_phone_and_the_old_id_lead_to_the_survivor(database: Database) -> None:
    closed, survivor, friend = await person(database, 100), await person(database), await person(database, 1_000)
    await merge(database, closed, survivor)
    signed_in = await try_code(database, closed.phone, await code_for(database, closed.phone))
    assert (signed_in.granted.owner_id, signed_in.is_new) == (survivor.id, False)
    assert (await transfer(database, friend, closed.phone, 30)).target_id == survivor.id
    assert (await transfer(database, friend, closed, 40)).target_id == survivor.id
    assert (await balance(database, closed), await balance(database, survivor)) == (0, 170)
    async with database.reading() as read:
        assert (await customers.find_by_phone(read, [closed.phone]))[closed.phone].id == survivor.id
    with pytest.raises(Unauthenticated):
        await transfer(database, closed, friend, 1)


async def test_pointers_stay_one_step_long(database: Database) -> None:
    first, second, third = await person(database, 10), await person(database, 20), await person(database, 30)
    await merge(database, first, second)
    await merge(database, second, third)
    assert await balance(database, third) == 60
    signed_in = await try_code(database, first.phone, await code_for(database, first.phone))
    assert signed_in.granted.owner_id == third.id
    async with database.reading() as read:
        assert await identities.list_predecessors(read, [third.id]) == {third.id: [first.id, second.id]}


async def test_two_operators_are_needed_and_a_repeat_moves_nothing_twice(database: Database) -> None:
    closed, survivor = await person(database, 100), await person(database)
    first, second = await new_operator(database), await new_operator(database)
    proposed = await propose(database, first, closed, survivor)
    assert await propose(database, first, closed, survivor, proposed.id) == proposed
    with pytest.raises(identities.SecondOperatorNeeded):
        await database.write(identities.decide_merger, decision(first, proposed.id))
    with pytest.raises(identities.MergerUnfit):
        await propose(database, second, closed, survivor)
    assert await balance(database, closed) == 100
    command = decision(second, proposed.id)
    answers = await asyncio.gather(*(database.write(identities.decide_merger, command) for _ in range(6)))
    assert answers == [answers[0]] * 6
    with pytest.raises(identities.MergerEnded):
        await database.write(identities.decide_merger, decision(second, proposed.id))
    assert (await balance(database, closed), await balance(database, survivor)) == (0, 100)
    async with database.reading() as read:
        actions = await read.fetch("SELECT action FROM kernel_audit WHERE subject_id = $1 ORDER BY id", closed.id)
    assert [row["action"] for row in actions] == ["customers.propose_merger", "customers.approve_merger"]


async def test_declined_they_stay_two_and_may_be_proposed_again(database: Database) -> None:
    closed, survivor = await person(database, 100), await person(database)
    proposed = await propose(database, await new_operator(database), closed, survivor)
    declined = await database.write(identities.decide_merger, decision(await new_operator(database), proposed.id, approved=False))
    assert declined.state == "declined"
    assert await balance(database, closed) == 100
    await transfer(database, closed, survivor, 1)
    await propose(database, await new_operator(database), closed, survivor)


async def test_who_cannot_be_one_is_refused(database: Database) -> None:
    staff = await new_operator(database)
    basic, verified, other = await person(database), await person(database, verified=True), await person(database, verified=True)
    nobody = Person(uuid4(), uuid4(), "", uuid4())
    unfit = [(verified, other, "both_verified"), (verified, basic, "survivor_unverified"), (basic, basic, "same_customer"), (basic, nobody, "not_customers")]
    for closed, survivor, reason in unfit:
        with pytest.raises(identities.MergerUnfit) as refused:
            await propose(database, staff, closed, survivor)
        assert refused.value.reason == reason
    await merge(database, basic, verified)
    with pytest.raises(identities.MergerUnfit) as refused:
        await propose(database, staff, basic, other)
    assert refused.value.reason == "closed_before"


async def test_what_is_open_refuses_also_when_it_came_after_the_proposal(database: Database) -> None:
    closed, survivor, friend = await person(database, 1_000), await person(database), await person(database)
    proposed = await propose(database, await new_operator(database), closed, survivor)
    await make_known(database, closed, friend)
    async with database.transaction() as tx:
        hold = ledger.PlannedHold(uuid4(), "test", closed.account_id, friend.account_id, Amount(100, CNY), database.clock.now() + timedelta(hours=1))
        await ledger.post(tx, [(uuid4(), [hold])])
        await tx.execute(
            "INSERT INTO wealth_sweep (customer_id, product_id, asset, keep_minor, is_active, changed_at) VALUES ($1, $2, 'CNY', 0, true, $3)",
            closed.id,
            uuid4(),
            tx.now,
        )
        await tx.execute(
            "INSERT INTO wallet_merchant_operator (customer_id, merchant_id, role, added_at) VALUES ($1, $2, 'owner', $3)", closed.id, uuid4(), tx.now
        )
    with pytest.raises(identities.CustomerBusy) as refused:
        await database.write(identities.decide_merger, decision(await new_operator(database), proposed.id))
    assert refused.value.open_things == ("merchant", "hold", "sweep")
    assert await balance(database, closed) == 1_000
    await transfer(database, closed, friend, 1)


async def test_a_frozen_account_is_not_emptied(database: Database) -> None:
    closed, survivor = await person(database, 1_000), await person(database)
    await database.write(ledger.set_frozen, ledger.SetFrozenCommand(request_id=uuid4(), owner_id=HOUSE_ID, account_id=closed.account_id, frozen=True))
    with pytest.raises(identities.CustomerBusy) as refused:
        await propose(database, await new_operator(database), closed, survivor)
    assert refused.value.open_things == ("frozen_account",)


async def test_money_that_was_on_its_way_is_brought_over_later(database: Database) -> None:
    closed, survivor = await person(database, 1_000), await person(database)
    merger, staff = await merge(database, closed, survivor), await new_operator(database)
    await fund(database, closed, 55)
    assert (await balance(database, closed), await balance(database, survivor)) == (55, 1_000)
    for _ in range(3):
        command = identities.CollectFunds(request_id=uuid4(), owner_id=staff[0], session_id=staff[1], merger_id=merger.id)
        await database.write(identities.collect_funds, command)
    assert (await balance(database, closed), await balance(database, survivor)) == (0, 1_055)
    await fund(database, closed, 55)
    await database.write(identities.collect_funds, identities.CollectFunds(request_id=uuid4(), owner_id=staff[0], session_id=staff[1], merger_id=merger.id))
    assert (await balance(database, closed), await balance(database, survivor)) == (0, 1_110)


async def test_the_survivor_reads_the_closed_ones_wallets_and_a_stranger_does_not(database: Database) -> None:
    closed, survivor, stranger = await person(database, 1_000), await person(database), await person(database)
    await merge(database, closed, survivor)
    async with database.reading() as read:
        mine, theirs, own = await wallet.closing.list_closed_wallets(read, [survivor.id, stranger.id, closed.id])
    assert [(one.id, one.posted.minor, one.state) for one in mine] == [(closed.account_id, 0, "frozen")]
    assert theirs == own == []


async def test_payments_and_sign_ins_that_race_with_the_closing_lose_nothing(fresh_database: Database) -> None:
    database = fresh_database
    for _ in range(4):
        closed, survivor, friend = await person(database, 1_000), await person(database), await person(database, 300)
        await make_known(database, closed, friend)
        await make_known(database, friend, closed)
        proposed = await propose(database, await new_operator(database), closed, survivor)
        code = await code_for(database, closed.phone)
        acts = [database.write(wallet.transfer, transfer_to(closed, friend, 10)) for _ in range(8)]
        acts += [database.write(wallet.transfer, transfer_to(friend, closed.phone, 10)) for _ in range(8)]
        approved = database.write(identities.decide_merger, decision(await new_operator(database), proposed.id))
        outcomes = await asyncio.gather(
            *acts[:4], *acts[8:12], approved, try_code(database, closed.phone, code), *acts[4:8], *acts[12:], return_exceptions=True
        )
        assert all(not isinstance(one, Exception) or isinstance(one, Unauthenticated) for one in outcomes), [
            repr(one) for one in outcomes if isinstance(one, Exception)
        ]
        staff = await new_operator(database)
        await database.write(
            identities.collect_funds, identities.CollectFunds(request_id=uuid4(), owner_id=staff[0], session_id=staff[1], merger_id=proposed.id)
        )
        assert await balance(database, closed) == 0
        assert await balance(database, survivor) + await balance(database, friend) == 1_300
        async with database.reading() as read:
            standing = await read.fetchval("SELECT count(*) FROM customers_session WHERE owner_id = $1 AND revoked_at IS NULL", closed.id)
        assert standing == 0
    assert (await ledger.verify(database)).findings == []
