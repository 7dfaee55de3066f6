"""Captures in a set: what was held is taken, the rest let go, and what is not plain is told apart."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from domains import ledger
from domains.kernel.assets import CNY
from domains.kernel.database import Database
from domains.kernel.ids import derived_ids
from domains.kernel.money import Amount
from tests.domains.ledger.conftest import available, balances, open_accounts, post
from tests.domains.ledger.set_poster import leg, open_house, open_others, post_set, verified


def captures(holds: Sequence[ledger.PlannedHold], minors: Sequence[int], *, release_rest: bool = True) -> ledger.PlannedLeg:
    journals = [uuid4() for _ in holds]
    columns = (derived_ids(journals, "capture"), [one.debit_account_id for one in holds], [one.credit_account_id for one in holds], minors)
    return ledger.PlannedLeg("test", CNY, journals, *columns, [one.id for one in holds], release_rest)


async def hold_each(database: Database, payers: Sequence[UUID], payee: UUID, minor: int) -> list[ledger.PlannedHold]:
    expires_at = database.clock.now().replace(year=2099)
    holds = [ledger.PlannedHold(uuid4(), "test", payer, payee, Amount(minor, CNY), expires_at) for payer in payers]
    for one in holds:
        await post(database, one)
    return holds


async def test_captures_of_a_set_take_what_was_held_and_let_the_rest_go(fresh_database: Database) -> None:
    payers, (fund,) = await open_accounts(fresh_database, *[100] * 3), await open_others(fresh_database, 1)
    holds = await hold_each(fresh_database, payers, fund, 80)
    assert await post_set(fresh_database, captures(holds, [80, 30, 1])) == ledger.SetPosting(3, {})
    assert (await balances(fresh_database, *payers, fund), await available(fresh_database, *payers)) == ([20, 70, 99, 111], [20, 70, 99])
    async with fresh_database.reading() as read:
        found = await ledger.find_holds(read, [one.id for one in holds])
    assert [(found[one.id].state, found[one.id].captured.minor, found[one.id].released.minor) for one in holds] == [
        ("captured", 80, 0),
        ("released", 30, 50),
        ("released", 1, 79),
    ]
    assert (await verified(fresh_database)).holds == 3


async def test_holds_that_are_not_plain_are_told_apart(fresh_database: Database) -> None:
    """Ended, unknown, too small, of another payee, captured twice in one set, captured in part before, or in part now and kept."""
    payers, (fund, other) = await open_accounts(fresh_database, *[100] * 7), await open_others(fresh_database, 2)
    ended, unknown, small, elsewhere, twice, begun, kept = await hold_each(fresh_database, payers, fund, 50)
    await post(fresh_database, ledger.PlannedRelease(ended.id))
    await post(fresh_database, ledger.PlannedCapture(uuid4(), begun.id, Amount(20, CNY)))
    unknown = unknown._replace(id=uuid4())
    given = captures([ended, unknown, small, elsewhere._replace(credit_account_id=other), twice, twice, begun], [50, 50, 51, 50, 30, 30, 30])
    parts = captures([kept], [10], release_rest=False)
    posting = await post_set(fresh_database, given, parts)
    assert [type(posting.refused[id_]).__name__ if id_ in posting.refused else None for id_ in given.journal_ids] == [
        *("HoldEnded", "HoldNotFound", "CaptureTooLarge", None, None, "HoldEnded", None),
    ]
    # A hold knows where it goes, whatever the set says.
    assert await balances(fresh_database, *payers, fund, other) == [100, 100, 100, 50, 70, 50, 90, 140, 0]
    assert (await available(fresh_database, payers[6]), posting.movements) == ([50], 4)
    await verified(fresh_database)


async def test_a_journal_of_a_capture_and_a_movement_is_one(fresh_database: Database) -> None:
    payers, house, (fund, *holders) = await open_accounts(fresh_database, 100, 100), await open_house(fresh_database), await open_others(fresh_database, 3)
    holds = await hold_each(fresh_database, payers, fund, 60)
    await post(fresh_database, ledger.PlannedRelease(holds[1].id))
    paid = captures(holds, [60, 60])
    posting = await post_set(fresh_database, paid, leg([house] * 2, holders, [5, 6], journal_ids=paid.journal_ids))
    assert list(posting.refused) == [paid.journal_ids[1]]
    assert await balances(fresh_database, *payers, fund, *holders) == [40, 100, 60, 5, 0]
    await verified(fresh_database)
