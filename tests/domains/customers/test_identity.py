"""Real name and ID number."""

import asyncio
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from domains import customers
from domains.customers import rules
from domains.customers.errors import NameMalformed
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.kernel.errors import Unauthenticated
from gateway.seed import DEMO_CUSTOMERS
from tests.domains.customers.conftest import events_of, new_customer, new_id_number, nothing_written

TODAY = date(2026, 11, 24)

ID_NUMBERS = """
text                    | answer                | why
11010519491231002X      | 11010519491231002X    | the standard's own example
11010519491231002x      | 11010519491231002X    | a small x
 110105 19491231 002X   | 11010519491231002X    | spaces
１１０１０５１９４９１２３１００２Ｘ | 11010519491231002X    | wide digits
440524188001010014      | IdNumberInvalid       | born in 1880: the standard's other example
11010519491231002       | IdNumberInvalid       | a digit short
11010519491231002XX     | IdNumberInvalid       | one too many
110105194912310021      | IdNumberInvalid       | wrong check digit
110105194913310022      | IdNumberInvalid       | thirteenth month
110105190002290021      | IdNumberInvalid       | 1900 was no leap year
000000194912310027      | IdNumberInvalid       | no such place
abcdefghijklmnopqr      | IdNumberInvalid       | letters
                        | IdNumberInvalid       | nothing
"""

NAMES = """
text              | answer
张三              | 张三
 欧阳  修         | NameMalformed
欧阳修            | 欧阳修
阿依古丽·买买提   | 阿依古丽·买买提
阿依古丽•买买提   | 阿依古丽·买买提
𠮷野              | 𠮷野
Anna-Maria O'Neil | Anna-Maria O'Neil
Ａnna             | Anna
张                | NameMalformed
张3               | NameMalformed
张三<b>           | NameMalformed
A                 | NameMalformed
                  | NameMalformed
"""


@pytest.mark.parametrize("line", ID_NUMBERS.strip("\n").splitlines()[1:])
def test_what_is_an_id_number(line: str) -> None:
    text, expected, why = (cell.strip() for cell in line.split("|"))
    try:
        answer = rules.normal_id_number(text, TODAY)
    except (customers.IdNumberInvalid, customers.Underage) as refusal:
        answer = type(refusal).__name__
    assert answer == expected, why


@pytest.mark.parametrize("line", NAMES.strip("\n").splitlines()[1:])
def test_what_is_a_name(line: str) -> None:
    text, expected = (cell.strip() for cell in line.split("|"))
    try:
        answer = rules.normal_name(text)
    except NameMalformed as refusal:
        answer = type(refusal).__name__
    assert answer == expected


@pytest.mark.parametrize(("born", "grown_up"), [("20101124", True), ("20101125", False), ("20261124", False), ("20261125", None), ("20280229", None)])
def test_one_is_sixteen_on_the_sixteenth_birthday_and_born_by_today(born: str, grown_up: bool | None) -> None:
    number = new_id_number(born)
    if grown_up:
        assert rules.normal_id_number(number, TODAY) == number
    else:
        with pytest.raises(customers.IdNumberInvalid if grown_up is None else customers.Underage):
            rules.normal_id_number(number, TODAY)


async def test_the_day_is_that_of_shanghai(fresh_database: Database) -> None:
    customer = await new_customer(fresh_database)
    number = new_id_number("20101124")
    fresh_database.clock.freeze(datetime(2026, 11, 23, 15, 59, 59, tzinfo=UTC))
    with pytest.raises(customers.Underage):
        await verify(fresh_database, customer, "张三", number)
    fresh_database.clock.freeze(datetime(2026, 11, 23, 16, 0, tzinfo=UTC))
    await verify(fresh_database, customer, "张三", number)


async def test_a_verified_customer_has_the_tier_and_is_shown_masked(database: Database, fresh_clock: Clock) -> None:
    customer, number = await new_customer(database), new_id_number()
    assert await verify(database, customer, " 张三丰 ", number.lower()) == customers.IdentityConfirmed(customer.customer_id)
    async with database.reading() as read:
        row = (await customers.list_customers(read, [customer.customer_id]))[customer.customer_id]
        verified_at = await read.fetchval("SELECT verified_at FROM customers_customer WHERE id = $1", customer.customer_id)
    assert (row.tier, row.masked_name, row.masked_id_number) == (customers.Tier.VERIFIED, "张*", f"110***********{number[-4:]}")
    assert verified_at == fresh_clock.now()
    assert (await events_of(database, customer.customer_id))[-1] == "IdentityVerified"


async def test_the_same_person_again_is_the_same_answer(database: Database) -> None:
    customer, number = await new_customer(database), new_id_number()
    answers = await asyncio.gather(*(verify(database, customer, "张三", number) for _ in range(8)))
    assert answers == [customers.IdentityConfirmed(customer.customer_id)] * 8
    assert (await events_of(database, customer.customer_id)).count("IdentityVerified") == 1
    async with nothing_written(database):
        await verify(database, customer, "张三", number)


async def test_a_verified_customer_does_not_become_somebody_else(database: Database) -> None:
    customer, number = await new_customer(database), new_id_number()
    await verify(database, customer, "张三", number)
    async with nothing_written(database):
        for name, other in (("李四", number), ("张三", new_id_number())):
            with pytest.raises(customers.AlreadyVerified):
                await verify(database, customer, name, other)


async def test_of_eight_customers_with_one_id_number_one_is_verified(database: Database) -> None:
    number = new_id_number()
    everybody = [await new_customer(database) for _ in range(8)]
    answers = await asyncio.gather(*(verify(database, customer, "张三", number) for customer in everybody), return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) == ["IdNumberTaken"] * 7 + ["IdentityConfirmed"]
    async with database.reading() as read:
        rows = await customers.list_customers(read, [customer.customer_id for customer in everybody])
    assert sorted(row.tier for row in rows.values()) == ["basic"] * 7 + ["verified"]


@pytest.mark.parametrize(
    ("name", "number", "refusal"),
    [("张", "1", NameMalformed), ("张三", "1", customers.IdNumberInvalid), ("张三", new_id_number("20200101"), customers.Underage)],
    ids=["name", "number", "age"],
)
async def test_a_refusal_changes_nothing(database: Database, name: str, number: str, refusal: type[Exception]) -> None:
    customer = await new_customer(database)
    async with nothing_written(database):
        with pytest.raises(refusal):
            await verify(database, customer, name, number)


async def test_a_taken_number_and_an_ended_session_change_nothing(database: Database) -> None:
    first, second, number = await new_customer(database), await new_customer(database), new_id_number()
    await verify(database, first, "张三", number)
    async with nothing_written(database):
        with pytest.raises(customers.IdNumberTaken):
            await verify(database, second, "张三", number)
        command = customers.VerifyIdentity(request_id=None, owner_id=second.customer_id, session_id=uuid4(), name="李四", id_number=new_id_number())
        with pytest.raises(Unauthenticated):
            await database.write(customers.verify_identity, command)


async def verify(database: Database, customer: customers.DevelopmentCustomer, name: str, id_number: str) -> customers.IdentityConfirmed:
    command = customers.VerifyIdentity(request_id=None, owner_id=customer.customer_id, session_id=customer.session_id, name=name, id_number=id_number)
    return await database.write(customers.verify_identity, command)


async def test_development_gives_no_taken_number_either(database: Database) -> None:
    number = new_id_number()
    await new_customer(database, name="张三", id_number=number)
    async with nothing_written(database):
        with pytest.raises(customers.IdNumberTaken):
            await new_customer(database, name="李四", id_number=number)


@pytest.mark.parametrize(("on", "age"), [("2026-10-07", 32), ("2026-10-08", 33), ("2026-11-25", 33)])
def test_synthetic_customers_are_as_old_as_if_it_were_their_century(on: str, age: int) -> None:
    number = DEMO_CUSTOMERS[1].id_number
    assert number[6:14] == "18931008"
    assert rules.age_of(number, date.fromisoformat(on), synthetic=True) == age
    assert rules.age_of(number, date.fromisoformat(on)) == age + 100
