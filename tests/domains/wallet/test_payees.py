"""Payees: kept under an alias, and paid no more than a little on their first day."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domains import customers, ledger, wallet
from domains.kernel.database import Database
from domains.kernel.errors import Refusal, Unauthenticated
from tests.domains.wallet.people import Person, balance, everything, person, transfer, transfer_to

RIGHT = customers.PinProof(customers.PinVerdict.RIGHT, 5)
REQUESTS = frozenset({"kernel_request"})


async def save(database: Database, owner: Person, target: Person | UUID | str, alias: str = "", **more: Any) -> wallet.Payee:
    who = {"target_phone": target} if isinstance(target, str) else {"target_id": target.id if isinstance(target, Person) else target}
    named = {"request_id": uuid4(), "owner_id": owner.id, "session_id": owner.session_id, "alias": alias, **who, **more}
    return await database.write(wallet.save_payee, wallet.SavePayeeCommand(**named))


async def remove(database: Database, owner: Person, target: Person) -> wallet.Payee:
    return await database.write(wallet.remove_payee, wallet.RemovePayeeCommand(request_id=uuid4(), owner_id=owner.id, target_id=target.id))


async def kept(database: Database, owner: Person) -> list[tuple[UUID, str]]:
    async with database.reading() as read:
        (page,) = await wallet.list_payees(read, [owner.id], 50, None)
    return [(payee.target_id, payee.alias) for payee in page.items]


async def test_payees_are_kept_last_saved_first_and_a_second_saving_changes_the_alias(database: Database) -> None:
    owner, one, other = [await person(database) for _ in range(3)]
    await save(database, owner, one.phone, "房东")
    await save(database, owner, other)
    await save(database, owner, one, "房东王")
    assert await kept(database, owner) == [(other.id, ""), (one.id, "房东王")]
    assert await kept(database, one) == []
    await remove(database, owner, one)
    assert await kept(database, owner) == [(other.id, "")]
    with pytest.raises(wallet.PayeeNotFound):
        await remove(database, owner, one)


@pytest.mark.parametrize(
    ("target", "alias", "refusal"),
    [
        (None, "x" * 21, wallet.AliasTooLong),
        (UUID(int=7), "", wallet.RecipientNotFound),
        ("self", "", wallet.TransferToSelf),
        ("12", "", wallet.RecipientNotFound),
    ],
)
async def test_a_payee_that_breaks_a_rule_is_not_kept(fresh_database: Database, target: Any, alias: str, refusal: type[Refusal]) -> None:
    owner, other = await person(fresh_database), await person(fresh_database)
    before = await everything(fresh_database, but=REQUESTS)
    with pytest.raises(refusal):
        await save(fresh_database, owner, {None: other, "self": owner}.get(target, target), alias)
    assert await everything(fresh_database, but=REQUESTS) == before


async def test_an_ended_session_keeps_nobody(database: Database) -> None:
    owner, other = await person(database), await person(database)
    with pytest.raises(Unauthenticated):
        await save(database, Person(owner.id, uuid4(), owner.phone, owner.account_id), other)


async def test_two_hundred_payees_are_the_most_also_at_once(fresh_database: Database) -> None:
    owner, others = await person(fresh_database), [await person(fresh_database) for _ in range(4)]
    async with fresh_database.transaction() as tx:
        await tx.execute(
            "INSERT INTO wallet_payee SELECT $1, gen_random_uuid(), '', $2, NULL FROM generate_series(1, 198)", owner.id, fresh_database.clock.now()
        )
    answers = await asyncio.gather(*(save(fresh_database, owner, other) for other in others), return_exceptions=True)
    assert sum(isinstance(one, wallet.TooManyPayees) for one in answers) == 2
    assert sum(isinstance(one, wallet.Payee) for one in answers) == 2


async def test_on_its_first_day_a_payee_gets_little_and_later_what_the_tier_allows(fresh_database: Database) -> None:
    database = fresh_database
    sender, new, old = await person(database, 100_000_000, verified=True), await person(database), await person(database)
    await transfer(database, sender, old, 1)
    database.clock.advance(timedelta(hours=24))
    sender = await signed_in(database, sender)
    await transfer(database, sender, old, 5_000_000, pin=RIGHT)
    await transfer(database, sender, new, 1_500_000, pin=RIGHT)
    before = await everything(database, but=REQUESTS)
    with pytest.raises(ledger.LimitExceeded) as told:
        await transfer(database, sender, new, 500_001, pin=RIGHT)
    assert (told.value.period[:4], told.value.most.minor, told.value.left.minor) == ("new:", 2_000_000, 500_000)
    assert await everything(database, but=REQUESTS) == before
    database.clock.advance(timedelta(hours=23, minutes=59))
    sender = await signed_in(database, sender)
    with pytest.raises(ledger.LimitExceeded):
        await transfer(database, sender, new, 2_000_001, pin=RIGHT)
    database.clock.advance(timedelta(minutes=1))
    await transfer(database, sender, new, 5_000_000, pin=RIGHT)
    assert await balance(database, new) == 6_500_000


async def test_new_payees_share_one_days_limit_also_when_many_are_paid_at_once(fresh_database: Database) -> None:
    database = fresh_database
    sender, others = await person(database, 100_000_000, verified=True), [await person(database) for _ in range(8)]
    commands = [transfer_to(sender, other, 500_000, pin=RIGHT) for other in others]
    answers = await asyncio.gather(*(database.write(wallet.transfer, command) for command in commands), return_exceptions=True)
    assert sum(isinstance(one, wallet.Transferred) for one in answers) == 4
    assert sum(isinstance(one, ledger.LimitExceeded) for one in answers) == 4
    async with database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM wallet_payee") == 4


async def test_a_transfer_takes_six_statements_at_most_to_a_new_payee_too(database: Database) -> None:
    sender, target = await person(database, 1_000), await person(database)
    for _ in range(2):
        with database.counting() as statements:
            await transfer(database, sender, target, 1, note="字")
        # The parties with the sender under lock; what risk is judged by, and when the payee was first paid; the accounts under lock; one writing of everything.
        assert [statement.split()[0] for statement in statements] == ["WITH", "SELECT", "SELECT", "WITH"]


async def signed_in(database: Database, someone: Person) -> Person:
    """With a session that stands now."""
    made = await customers.make_development_customer(database, someone.phone)
    return Person(someone.id, made.session_id, someone.phone, someone.account_id)
