"""Staff who look at customers: written down first, or not at all."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from domains import customers
from domains.kernel.database import Database
from domains.kernel.errors import Unauthenticated
from resolvers.permissions import Permission
from tests.domains.customers.conftest import new_customer, new_phone, nothing_written


async def test_a_look_names_who_looked_at_whom_and_why(database: Database) -> None:
    operator_id, session_id = await new_operator(database)
    phone = new_phone()
    customer = await customers.make_development_customer(database, phone)
    for named in ({"customer_id": customer.customer_id}, {"phone": phone}):
        found = await look(database, operator_id, session_id, **named)
        assert found.customer_id == customer.customer_id
        row = await audit_row(database, found.audit_id)
        assert (row["actor_id"], row["action"], row["subject_id"]) == (operator_id, "customers.look", customer.customer_id)
        assert row["detail"] == {"found_by": "phone" if "phone" in named else "id", "reason": "complaint"}


async def test_a_look_for_nobody_is_written_down_too(database: Database) -> None:
    operator_id, session_id = await new_operator(database)
    nobody = uuid4()
    for named in ({"customer_id": nobody}, {"phone": new_phone()}):
        assert (await look(database, operator_id, session_id, **named)).customer_id is None
    async with database.reading() as read:
        rows = await read.fetch("SELECT subject_id, detail FROM kernel_audit WHERE actor_id = $1 ORDER BY id", operator_id)
    assert [(row["subject_id"], row["detail"]["found_by"]) for row in rows] == [(nobody, "id"), (None, "phone")]


async def test_a_malformed_phone_and_an_ended_session_see_nothing(database: Database) -> None:
    operator_id, session_id = await new_operator(database)
    customer = await new_customer(database)
    async with nothing_written(database):
        with pytest.raises(customers.PhoneMalformed):
            await look(database, operator_id, session_id, phone="1")
        with pytest.raises(Unauthenticated):
            await look(database, operator_id, uuid4(), customer_id=customer.customer_id)


async def test_the_apps_role_can_neither_change_nor_remove_an_audit_row(database: Database) -> None:
    async with database.reading() as read:
        rights = await read.fetchrow(
            """SELECT has_table_privilege('kernel_audit', 'INSERT') AS insert, has_table_privilege('kernel_audit', 'UPDATE') AS update,
                      has_table_privilege('kernel_audit', 'DELETE') AS delete"""
        )
    assert rights is not None
    assert dict(rights) == {"insert": True, "update": False, "delete": False}


async def test_a_disabled_or_unknown_operator_gets_no_token(database: Database) -> None:
    operator_id, _ = await new_operator(database)
    async with database.transaction() as tx:
        await tx.execute("UPDATE customers_operator SET disabled_at = $2 WHERE id = $1", operator_id, tx.now)
    async with nothing_written(database):
        for one in (operator_id, uuid4()):
            with pytest.raises(Unauthenticated):
                await customers.make_operator_token(database, one)


async def new_operator(database: Database) -> tuple[UUID, UUID]:
    """A member of staff who may look at customers, signed in: their id and session."""
    operator_id = await customers.create_operator(database, "王经理", [Permission.OPERATOR_CUSTOMERS])
    tokens = await customers.make_operator_token(database, operator_id)
    async with database.reading() as read:
        keys = {key.id: key for key in await customers.public_keys(read)}
    claims = customers.verify_access_token(tokens.access_token, keys, database.clock.now())
    assert claims.permissions == ("operator:customers",)
    return operator_id, claims.session_id


async def look(database: Database, operator_id: UUID, session_id: UUID, **named: Any) -> customers.CustomerLook:
    named = {"customer_id": None, "phone": None} | named
    command = customers.LookUpCustomer(request_id=None, owner_id=operator_id, session_id=session_id, reason=customers.LookReason.COMPLAINT, **named)
    return await database.write(customers.look_up_customer, command)


async def audit_row(database: Database, audit_id: UUID) -> dict[str, Any]:
    async with database.reading() as read:
        row = await read.fetchrow("SELECT actor_id, action, subject_id, detail FROM kernel_audit WHERE id = $1", audit_id)
    assert row is not None
    return dict(row)
