"""What others may see of a customer: the other side of a movement."""

from uuid import uuid4

from domains import customers
from domains.kernel.database import Database
from tests.domains.customers.conftest import new_phone


async def test_parties_come_in_order_masked_and_in_one_statement(database: Database) -> None:
    phones = [new_phone(), new_phone()]
    named = await customers.make_development_customer(database, phones[0], name="欧阳修", id_number="11010519491231002X")
    nameless = await customers.make_development_customer(database, phones[1])
    async with database.reading() as read:
        with database.counting() as statements:
            found = await customers.list_parties(read, [nameless.customer_id, None, uuid4(), named.customer_id, nameless.customer_id])
    assert len(statements) == 1
    masked = [f"{phone[3:6]}****{phone[10:]}" for phone in phones]
    first = customers.PartyRow(nameless.customer_id, None, masked[1])
    assert found == [first, None, None, customers.PartyRow(named.customer_id, "欧*", masked[0]), first]


async def test_nobody_asked_for_is_no_statement(database: Database) -> None:
    async with database.reading() as read:
        with database.counting() as statements:
            assert await customers.list_parties(read, [None]) == [None]
    assert statements == []


async def test_of_an_erased_customer_nothing_is_shown(fresh_database: Database) -> None:
    customer = await customers.make_development_customer(fresh_database, new_phone())
    async with fresh_database.transaction() as tx:
        await tx.execute("DELETE FROM kernel_data_key WHERE owner_id = $1", customer.customer_id)
    async with fresh_database.reading() as read:
        assert await customers.list_parties(read, [customer.customer_id]) == [customers.PartyRow(customer.customer_id, None, None)]
