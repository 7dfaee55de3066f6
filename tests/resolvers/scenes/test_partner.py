"""Partners in the operators' language."""

from uuid import uuid4

import strawberry

from domains.kernel.database import Database
from resolvers.context import Viewer
from resolvers.permissions import Permission
from resolvers.schema import build_schema
from tests.domains.wallet import tills
from tests.resolvers import asking

REGISTER = """mutation ($input: RegisterPartnerInput!) { registerPartner(input: $input) { __typename ... on Partner { id name state }
    ... on Problem { message } } }"""
PARTNER = "query ($id: ID!) { partner(id: $id) { id name state } }"


def operator() -> Viewer:
    return Viewer(uuid4(), uuid4(), frozenset({Permission.PUBLIC, Permission.OPERATOR_PARTNERS}), "en")


async def test_a_partner_is_taken_in_once_and_shown_to_staff(database: Database) -> None:
    schema: strawberry.Schema = build_schema()
    staff, id_ = operator(), str(uuid4())
    for _ in range(2):
        answer = await asking.ask(schema, database, staff, REGISTER, input={"requestId": id_, "name": "晨光水务"})
        assert answer["registerPartner"] == {"__typename": "Partner", "id": id_, "name": "晨光水务", "state": "ACTIVE"}
    assert (await asking.ask(schema, database, staff, PARTNER, id=id_))["partner"] == {"id": id_, "name": "晨光水务", "state": "ACTIVE"}
    for unknown in (str(uuid4()), "x"):
        assert (await asking.ask(schema, database, staff, PARTNER, id=unknown))["partner"] is None


async def test_a_name_that_cannot_be_shown_is_refused_and_nothing_is_kept(database: Database) -> None:
    schema: strawberry.Schema = build_schema()
    for name in ("", " ", "a" * 81, "a\nb", " a"):
        id_ = str(uuid4())
        answer = await asking.ask(schema, database, operator(), REGISTER, input={"requestId": id_, "name": name})
        assert answer["registerPartner"] == {"__typename": "PartnerNameMalformed", "message": "A partner's name has 1 to 80 characters."}
        assert (await asking.ask(schema, database, operator(), PARTNER, id=id_))["partner"] is None


async def test_staff_register_whom_a_partner_may_have_paid(database: Database) -> None:
    schema: strawberry.Schema = build_schema()
    register = """mutation ($input: RegisterPartnerPayeeInput!) { registerPartnerPayee(input: $input) { __typename
        ... on PartnerPayee { id partnerId codeId merchant { name } } ... on Problem { message } } }"""
    staff, shop, partner_id, payee_id = operator(), await tills.shop(database), str(uuid4()), str(uuid4())
    await asking.ask(schema, database, staff, REGISTER, input={"requestId": partner_id, "name": "晨光水务"})
    input_ = {"requestId": payee_id, "partnerId": partner_id, "codeId": str(shop.code_id)}
    for _ in range(2):
        made = (await asking.ask(schema, database, staff, register, input=input_))["registerPartnerPayee"]
        assert made == {
            "__typename": "PartnerPayee",
            "id": payee_id,
            "partnerId": partner_id,
            "codeId": str(shop.code_id),
            "merchant": {"name": "老王面馆"},
        }
    for change, refusal in (({"partnerId": str(uuid4())}, "PartnerNotFound"), ({"codeId": "x"}, "PartnerPayeeNotFound")):
        told = (await asking.ask(schema, database, staff, register, input=input_ | {"requestId": str(uuid4())} | change))["registerPartnerPayee"]
        assert told["__typename"] == refusal
