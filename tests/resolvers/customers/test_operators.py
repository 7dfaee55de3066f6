"""Staff who look at customers through the schema: the audit row first, or no look."""

from collections.abc import Callable
from uuid import UUID, uuid4

import psycopg

from domains import customers
from domains.kernel.database import Database
from resolvers.context import Viewer
from resolvers.permissions import AUDIENCE_PERMISSIONS, OPERATOR_PERMISSIONS, Audience, Permission
from tests.domains.customers.conftest import new_customer, new_phone, nothing_written
from tests.domains.customers.test_operators import new_operator
from tests.resolvers import asking
from tests.resolvers.customers.asking import SCHEMA, query

BY_ID = "query ($id: ID!) { customer(id: $id, reason: COMPLAINT) { auditId customer { id maskedPhone tier sessions { id isCurrent } devices { name } } } }"
BY_PHONE = "query ($phone: String!) { customerByPhone(phone: $phone, reason: FRAUD_CHECK) { auditId customer { id } } }"


async def test_a_look_is_written_down_before_anything_is_read(database: Database) -> None:
    viewer, phone = await operator(database), new_phone()
    customer = await customers.make_development_customer(database, phone)
    with database.counting() as statements:
        found = (await query(database, viewer, BY_ID, id=str(customer.customer_id)))["customer"]
    written = next(index for index, statement in enumerate(statements) if "INTO kernel_audit" in statement)
    read = next(index for index, statement in enumerate(statements) if "phone_sealed" in statement)
    assert written < read
    assert found["customer"]["maskedPhone"] == f"{phone[3:6]}****{phone[10:]}"
    assert found["customer"]["sessions"] == [{"id": str(customer.session_id), "isCurrent": False}]
    async with database.reading() as snapshot:
        row = await snapshot.fetchrow("SELECT actor_id, subject_id, detail FROM kernel_audit WHERE id = $1", UUID(found["auditId"]))
    assert row is not None
    assert (row["actor_id"], row["subject_id"], row["detail"]) == (viewer.id, customer.customer_id, {"found_by": "id", "reason": "complaint"})
    by_phone = (await query(database, viewer, BY_PHONE, phone=phone[3:]))["customerByPhone"]
    assert by_phone["customer"] == {"id": str(customer.customer_id)}
    assert by_phone["auditId"] != found["auditId"]


async def test_who_does_not_exist_is_null_and_the_look_is_written_down(database: Database) -> None:
    viewer = await operator(database)
    assert await query(database, viewer, BY_ID, id=str(uuid4())) == {"customer": None}
    assert await query(database, viewer, BY_PHONE, phone=new_phone()) == {"customerByPhone": None}
    async with database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM kernel_audit WHERE actor_id = $1", viewer.id) == 2


async def test_what_can_be_nobody_is_null_and_nothing_is_looked_at(database: Database) -> None:
    viewer = await operator(database)
    async with nothing_written(database):
        assert await query(database, viewer, BY_ID, id="x") == {"customer": None}
        assert await query(database, viewer, BY_PHONE, phone="x") == {"customerByPhone": None}


async def test_without_its_audit_row_a_look_is_refused(fresh_database: Database, fresh_dsn: Callable[[str], str]) -> None:
    viewer, phone = await operator(fresh_database), new_phone()
    customer = await customers.make_development_customer(fresh_database, phone)
    with psycopg.connect(fresh_dsn("scenebank_owner"), autocommit=True) as connection:
        connection.execute("REVOKE INSERT ON kernel_audit FROM scenebank_app")
    for document, variables in ((BY_ID, {"id": str(customer.customer_id)}), (BY_PHONE, {"phone": phone})):
        async with nothing_written(fresh_database):
            with fresh_database.counting() as statements:
                result = await asking.ask_result(SCHEMA, fresh_database, viewer, document, **variables)
        assert result.errors
        assert [value for value in result.data.values() if value is not None] == []
        assert not any("phone_sealed" in statement for statement in statements)


async def test_an_operator_whose_session_ended_sees_nothing(database: Database) -> None:
    viewer, customer = await operator(database), await new_customer(database)
    ended = customers.SignOut(request_id=None, owner_id=viewer.id, session_id=viewer.session_id)
    await database.write(customers.sign_out, ended)
    async with nothing_written(database):
        result = await asking.ask_result(SCHEMA, database, viewer, BY_ID, id=str(customer.customer_id))
    assert [type(error.original_error).__name__ for error in result.errors] == ["Unauthenticated"]
    assert result.data == {"customer": None}


def test_what_staff_may_do_is_guarded_and_what_nobody_needs_a_token_for_is_counted() -> None:
    roots = {
        name: field.extensions["strawberry-definition"].metadata["permission"]
        for root in (SCHEMA._schema.query_type, SCHEMA._schema.mutation_type, SCHEMA._schema.subscription_type)
        if root is not None
        for name, field in root.fields.items()
    }
    assert {name for name, permission in roots.items() if permission is Permission.PUBLIC} >= {"requestCode", "signIn", "refreshTokens", "appRequirements"}
    assert {roots[name] for name in ("customer", "customerByPhone", "requireAppVersion")} == {Permission.OPERATOR_CUSTOMERS}
    assert not AUDIENCE_PERMISSIONS[Audience.CUSTOMER] & OPERATOR_PERMISSIONS
    assert {name for name, permission in roots.items() if permission is Permission.PUBLIC} - {"requestCode", "signIn", "refreshTokens"} == {
        "signInWithMiniProgram",
        "signInWithTicket",
        "signUpWithMiniProgram",
        "appRequirements",
        "branch",
        "branchService",
        "branches",
        "compareFunds",
        "fund",
        "fundValues",
        "funds",
        "goods",
        "goodsOnSale",
        "investorQuestionnaire",
        "loanProduct",
        "loanProducts",
        "loanSchedule",
        "mallCategories",
        "mallShop",
        "serviceSlots",
        "openCampaigns",
        "openGames",
        "product",
        "scan",
        "searchGoods",
        "verifyReceipt",
    }


async def operator(database: Database) -> Viewer:
    operator_id, session_id = await new_operator(database)
    return Viewer(operator_id, session_id, frozenset({Permission.PUBLIC, Permission.OPERATOR_CUSTOMERS}), "en")
