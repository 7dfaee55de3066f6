"""What stands in the tables: nothing that tells who a customer is, and nothing that opens anywhere else."""

from secrets import token_hex

import pytest

from domains import customers
from domains.customers import sealing
from domains.kernel.crypto import Keyring, Place, SealBroken, unseal
from domains.kernel.database import Database
from domains.kernel.keys import find_data_keys
from tests.domains.customers.conftest import ask, new_customer, new_id_number, new_phone

TABLES = [
    "customers_customer",
    "customers_challenge",
    "customers_device",
    "customers_session",
    "customers_pin",
    "customers_consent",
    "kernel_outbox",
    "kernel_request",
    "kernel_audit",
]


async def test_no_table_holds_a_phone_a_name_an_id_number_a_pin_or_a_token_as_it_is(database: Database) -> None:
    phone, id_number, pin, token, name = new_phone(), new_id_number(), "295137", token_hex(32), "欧阳修远"
    await ask(database, phone)
    customer = await customers.make_development_customer(database, phone)
    session = {"request_id": None, "owner_id": customer.customer_id, "session_id": customer.session_id}
    await database.write(customers.verify_identity, customers.VerifyIdentity(**session, name=name, id_number=id_number))  # type: ignore[arg-type]
    await database.write(customers.register_push_token, customers.RegisterPushToken(**session, service="apns", token=token))  # type: ignore[arg-type]
    await customers.set_pin(database.write, customer.customer_id, customer.session_id, pin)
    secrets = [phone, phone[3:], id_number, pin, token, name, customer.tokens.access_token, customer.tokens.refresh_token]
    async with database.reading() as read:
        for table in TABLES:
            for row in await read.fetch(f"SELECT * FROM {table}"):
                # Instants and ids may hold six digits by chance; texts and bytes are what could tell.
                values = [value for value in row.values() if isinstance(value, str | bytes | dict | list)]
                told = b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)
                assert [secret for secret in secrets if secret.encode() in told] == [], table


async def test_what_is_sealed_opens_in_its_own_row_and_column_and_nowhere_else(database: Database) -> None:
    phone = new_phone()
    mine = (await customers.make_development_customer(database, phone, name="欧阳修", id_number=new_id_number())).customer_id
    other = (await new_customer(database)).customer_id
    async with database.reading() as read:
        keys = await find_data_keys(read, read.port(Keyring), [mine, other])
        row = await read.fetchrow("SELECT * FROM customers_customer WHERE id = $1", mine)
    assert row is not None
    assert sealing.unseal_text(keys[mine], mine, "phone", row["phone_sealed"]) == phone
    elsewhere = [
        (keys[other], Place("customers_customer", "phone_sealed", mine)),
        (keys[mine], Place("customers_customer", "phone_sealed", other)),
        (keys[mine], Place("customers_customer", "name_sealed", mine)),
        (keys[mine], Place("customers_device", "phone_sealed", mine)),
    ]
    for key, place in elsewhere:
        with pytest.raises(SealBroken):
            unseal(key, place, row["phone_sealed"])
    changed = bytearray(row["phone_sealed"])
    changed[-1] ^= 1
    with pytest.raises(SealBroken):
        sealing.unseal_text(keys[mine], mine, "phone", bytes(changed))


async def test_a_phone_that_is_copied_to_another_row_is_not_shown(fresh_database: Database) -> None:
    mine, other = (await new_customer(fresh_database)).customer_id, (await new_customer(fresh_database)).customer_id
    async with fresh_database.transaction() as tx:
        await tx.execute("UPDATE customers_customer SET phone_sealed = (SELECT phone_sealed FROM customers_customer WHERE id = $1) WHERE id = $2", mine, other)
    async with fresh_database.reading() as read:
        with pytest.raises(SealBroken):
            await customers.list_customers(read, [other])


async def test_equal_values_are_sealed_differently_and_indexed_equally(database: Database) -> None:
    keyring, key, customer_id = database.ports.get(Keyring), bytes(32), (await new_customer(database)).customer_id
    assert sealing.seal_text(key, customer_id, "phone", "x") != sealing.seal_text(key, customer_id, "phone", "x")
    assert sealing.phone_index(keyring, "+8613800138000") == sealing.phone_index(keyring, "+8613800138000")
    assert sealing.phone_index(keyring, "+8613800138000") != sealing.id_number_index(keyring, "+8613800138000")


async def test_the_key_of_one_customer_is_not_that_of_another_and_stands_wrapped(database: Database) -> None:
    mine, other = (await new_customer(database)).customer_id, (await new_customer(database)).customer_id
    async with database.reading() as read:
        keyring = read.port(Keyring)
        keys = await find_data_keys(read, keyring, [mine, other])
        rows = {row["owner_id"]: row for row in await read.fetch("SELECT * FROM kernel_data_key WHERE owner_id = ANY($1)", [mine, other])}
    assert keys[mine] != keys[other]
    assert keys[mine] not in rows[mine]["wrapped"]
    with pytest.raises(SealBroken):
        keyring.unwrap(mine, rows[other]["wrapping_key_id"], rows[other]["wrapped"])


async def test_without_its_data_key_a_customer_is_shown_without_anything_personal(fresh_database: Database) -> None:
    customer = await new_customer(fresh_database, name="欧阳修", id_number=new_id_number())
    async with fresh_database.transaction() as tx:
        await tx.execute("DELETE FROM kernel_data_key WHERE owner_id = $1", customer.customer_id)
    async with fresh_database.reading() as read:
        row = (await customers.list_customers(read, [customer.customer_id]))[customer.customer_id]
    assert (row.masked_phone, row.masked_name, row.masked_id_number) == (None, None, None)


@pytest.mark.parametrize(
    ("phone", "masked"), [("+8613800138000", "138****8000"), ("+85261234567", "+852****67"), ("+12125550100", "+121****00"), ("+4930901820", "+493****20")]
)
def test_how_a_phone_is_shown(phone: str, masked: str) -> None:
    assert sealing._MASKS["phone"](phone) == masked
