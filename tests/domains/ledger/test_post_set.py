"""The door's set-wise form: the same books as one by one, the same verdicts, one answer for one id, and no more statements for more movements."""

import asyncio
import random
from uuid import UUID, uuid4

import pytest

from domains import ledger
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.errors import IdReused
from domains.kernel.money import MINOR_MAX
from domains.wallet.accounts import WALLET
from tests.domains.ledger.conftest import balances, move, open_accounts, post
from tests.domains.ledger.set_poster import leg, open_house, open_others, post_set, post_set_telling, verified
from tests.patience import patience


async def test_a_set_changes_every_balance_and_writes_two_entries_for_each_movement(fresh_database: Database) -> None:
    house, holders = await open_house(fresh_database), await open_others(fresh_database, 50)
    minors = [place + 1 for place in range(50)]
    told = await post_set_telling(fresh_database, leg([house] * 50, holders, minors))
    assert told.posting == ledger.SetPosting(50, {})
    assert await balances(fresh_database, *holders, house) == [*minors, -sum(minors)]
    assert [type(fact).__name__ for fact in told.facts] == ["MovementSetPosted"]
    async with fresh_database.reading() as read:
        pages = await ledger.list_entries(read, [house, holders[3]], [2**62] * 2, 100)
    assert [entry.sequence for entry in pages[0]] == list(range(50, 0, -1))
    assert [(entry.balance_after.minor, entry.amount.minor) for entry in pages[0]][-2:] == [(-3, -2), (-1, -1)]
    assert [(entry.sequence, entry.side, entry.amount.minor, entry.balance_after.minor) for entry in pages[1]] == [(1, "credit", 4, 4)]
    report = await verified(fresh_database)
    assert (report.movements, report.entries, report.sealed, report.blocks) == (50, 100, 50, 1)


async def test_random_sets_leave_the_books_that_one_by_one_leaves(fresh_database: Database) -> None:
    """Accounts occur often, on both sides, and are short of money at times."""
    chance = random.Random(4)
    sides = [await open_accounts(fresh_database, *[500] * 8) for _ in range(2)]
    for _ in range(25):
        moved = [(*chance.sample(range(8), 2), chance.randrange(1, 60)) for _ in range(chance.randrange(1, 30))]
        one_by_one, together = sides
        movements = [move(one_by_one[source], one_by_one[target], minor) for source, target, minor in moved]
        verdicts = [await refusal_of(post(fresh_database, movement)) for movement in movements]
        columns = [together[source] for source, _, _ in moved], [together[target] for _, target, _ in moved], [minor for _, _, minor in moved]
        set_leg = leg(*columns)
        posting = await post_set(fresh_database, set_leg)
        # What is plain goes first, so a set may refuse others than one by one would; what it posts is in the books, and nothing of what it refuses.
        if not any(verdicts):
            assert posting.refused == {} and await balances(fresh_database, *together) == await balances(fresh_database, *one_by_one)
        assert set(posting.refused) <= set(set_leg.journal_ids)
        assert posting.movements == len(moved) - len(posting.refused)
        assert sum(await balances(fresh_database, *together)) == 4_000 and min(await balances(fresh_database, *together)) >= 0
        await level(fresh_database, sides)
    await verified(fresh_database)


async def refusal_of(posting: object) -> str | None:
    try:
        await posting  # type: ignore[misc]
    except ledger.InsufficientFunds as refused:
        return type(refused).__name__
    return None


async def level(database: Database, sides: list[list[UUID]]) -> None:
    """Let the second side hold what the first one holds."""
    target, now = await balances(database, *sides[0]), await balances(database, *sides[1])
    (house,) = await open_accounts(database, 10_000)
    for account, wanted, held in zip(sides[1], target, now, strict=True):
        if wanted != held:
            await post(database, move(house, account, wanted - held) if wanted > held else move(account, house, held - wanted))


async def test_what_is_not_plain_is_told_apart_and_stops_nobody(fresh_database: Database) -> None:
    house = await open_house(fresh_database)
    frozen, poor, rich, closed, dollars = await open_accounts(fresh_database, 100, 5, 100, 0, 0)
    await fresh_database.write(ledger.set_frozen, ledger.SetFrozenCommand(request_id=uuid4(), owner_id=HOUSE_ID, account_id=frozen, frozen=True))
    async with fresh_database.transaction() as tx:
        await tx.execute("UPDATE ledger_account SET state = 'closed' WHERE id = $1", closed)
        await tx.execute("UPDATE ledger_account SET asset = 'USD' WHERE id = $1", dollars)
    nobody = uuid4()
    debits = [frozen, poor, rich, house, house, house, rich, rich, rich, house]
    credits_ = [rich, rich, poor, closed, dollars, nobody, rich, poor, poor, frozen]
    given = leg(debits, credits_, [10, 6, 7, 1, 1, 1, 1, 0, MINOR_MAX + 1, 3])
    posting = await post_set(fresh_database, given)
    assert [type(posting.refused[id_]).__name__ if id_ in posting.refused else None for id_ in given.journal_ids] == [
        *("AccountFrozen", "InsufficientFunds", None, "AccountClosed", "AssetMismatch", "AccountNotFound", "SameAccount"),
        *("AmountOutOfRange", "AmountOutOfRange", None),
    ]
    assert posting.movements == 2
    assert await balances(fresh_database, frozen, poor, rich, house) == [103, 12, 93, -3]


async def test_a_movement_that_waits_for_another_one_of_its_set_is_judged_after_it(fresh_database: Database) -> None:
    """Plain is what is there before the set: who needs what the set gives is judged one by one, after the others."""
    house, (poor, other) = await open_house(fresh_database), await open_accounts(fresh_database, 0, 0)
    assert await post_set(fresh_database, leg([house, poor], [poor, other], [10, 10])) == ledger.SetPosting(2, {})
    assert await balances(fresh_database, poor, other) == [0, 10]


async def test_a_journal_is_posted_as_a_whole_or_not_at_all(fresh_database: Database) -> None:
    payers, funds = await open_accounts(fresh_database, 100, 5, 100), await open_others(fresh_database, 3)
    house, journals = await open_house(fresh_database), [uuid4(), uuid4(), uuid4()]
    posting = await post_set(
        fresh_database, leg(payers, [house] * 3, [50, 50, 50], journal_ids=journals), leg([house] * 3, funds, [7, 8, 9], journal_ids=journals)
    )
    assert {id_: type(refusal).__name__ for id_, refusal in posting.refused.items()} == {journals[1]: "InsufficientFunds"}
    assert posting.movements == 4
    assert await balances(fresh_database, *payers, *funds, house) == [50, 5, 50, 7, 0, 9, 84]
    await verified(fresh_database)


async def test_a_set_that_is_repeated_posts_nothing_and_is_told_the_same(fresh_database: Database) -> None:
    house, holders, (poor,) = await open_house(fresh_database), await open_others(fresh_database, 3), await open_accounts(fresh_database, 1)
    set_id, given = uuid4(), leg([house, house, poor], holders, [5, 6, 7])
    first = await post_set(fresh_database, given, set_id=set_id)
    await post(fresh_database, move(house, poor, 100))
    again = await asyncio.gather(*(post_set_telling(fresh_database, given, set_id=set_id) for _ in range(4)))
    assert [one.posting.is_repeat for one in again] == [True] * 4 and [one.facts for one in again] == [[]] * 4
    assert [(one.posting.movements, repr(one.posting.refused)) for one in again] == [(2, repr(first.refused))] * 4
    assert await balances(fresh_database, *holders) == [5, 6, 0]
    with pytest.raises(IdReused):
        await post_set(fresh_database, given._replace(amounts_minor=[5, 6, 8]), set_id=set_id)
    report = await verified(fresh_database)
    assert report.movements == 4


async def test_repeats_that_race_post_once(fresh_database: Database) -> None:
    house, holders = await open_house(fresh_database), await open_others(fresh_database, 20)
    set_id, given = uuid4(), leg([house] * 20, holders, [3] * 20)
    answers = await asyncio.gather(*(post_set(fresh_database, given, set_id=set_id) for _ in range(6)))
    assert sorted(one.is_repeat for one in answers) == [False] + [True] * 5
    assert await balances(fresh_database, *holders) == [3] * 20
    await verified(fresh_database)


async def test_movements_of_a_wallet_have_a_fact_each_and_the_others_one_together(fresh_database: Database) -> None:
    house, shares = await open_house(fresh_database), await open_others(fresh_database, 4)
    (payer,), (wallet,) = await open_accounts(fresh_database, 50), await open_others(fresh_database, 1, WALLET)
    told = await post_set_telling(fresh_database, leg([house] * 5 + [payer], [*shares, wallet, shares[0]], [1, 2, 3, 4, 5, 6]))
    assert sorted(type(fact).__name__ for fact in told.facts) == ["MovementPosted"] * 2 + ["MovementSetPosted"]
    (paid, got) = sorted((fact for fact in told.facts if isinstance(fact, ledger.MovementPosted)), key=lambda fact: -fact.amount_minor)
    assert (paid.debit_account_id, paid.debit_sequence, paid.credit_account_id, paid.credit_sequence, paid.amount_minor) == (payer, 2, shares[0], 2, 6)
    assert (got.subject_id, got.debit_sequence, got.credit_account_id, got.credit_sequence, got.asset) == (house, 5, wallet, 1, "CNY")
    async with fresh_database.reading() as read:
        assert got.counterpart_id == (await ledger.find_accounts(read, [wallet]))[wallet].owner_id
    assert (await verified(fresh_database)).sealed == 7


async def test_credits_to_a_hot_account_lock_nothing_and_are_folded_later(fresh_database: Database) -> None:
    payers, (hot,) = await open_accounts(fresh_database, *[10] * 4), await open_others(fresh_database, 1, "merchant", hot=True)
    async with fresh_database.transaction() as tx:
        await tx.execute("SELECT 1 FROM ledger_account WHERE id = $1 FOR UPDATE", hot)
        async with patience():
            assert await post_set(fresh_database, leg(payers, [hot] * 4, [1, 2, 3, 4])) == ledger.SetPosting(4, {})
    assert await balances(fresh_database, hot, *payers) == [10, 9, 8, 7, 6]
    await verified(fresh_database)
    assert await post_set(fresh_database, leg([hot] * 2, payers[:2], [4, 5])) == ledger.SetPosting(2, {})
    assert await balances(fresh_database, hot, *payers) == [1, 13, 13, 7, 6]
    await verified(fresh_database)


async def test_more_movements_take_no_more_statements(fresh_database: Database) -> None:
    house, holders = await open_house(fresh_database), await open_others(fresh_database, 600)
    counts = []
    for count in (2, 600):
        with fresh_database.counting() as statements:
            await post_set(fresh_database, leg([house] * count, holders[:count], [1] * count))
        counts.append(len(statements))
    assert counts == [5, 5]  # lock, look for a repeat, write, note the set; and its fact


async def test_sets_race_with_ordinary_posts_of_the_same_accounts_and_lose_nothing(fresh_database: Database) -> None:
    house, holders = await open_house(fresh_database), await open_accounts(fresh_database, *[1_000] * 40)
    chance = random.Random(9)

    async def some_sets() -> int:
        given = 0
        for _ in range(10):
            taken = chance.sample(holders, 30)
            posting = await post_set(fresh_database, leg([house] * 20 + taken[20:], taken[:20] + taken[:10], [2] * 20 + [1_500] * 5 + [3] * 5))
            given += 40
            assert all(isinstance(refusal, ledger.InsufficientFunds) for refusal in posting.refused.values())
        return given

    async def one() -> None:
        source, target = chance.sample(holders, 2)
        try:
            await post(fresh_database, move(source, target, chance.randrange(1, 300)))
        except ledger.InsufficientFunds:
            return

    setting = asyncio.create_task(some_sets())
    await asyncio.gather(*(one() for _ in range(150)))
    given = await setting
    held = await balances(fresh_database, *holders)
    assert (sum(held), min(held) >= 0) == (40_000 + given, True)
    assert await balances(fresh_database, house) == [-given]
    await verified(fresh_database)
