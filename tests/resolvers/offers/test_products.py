"""Products in the schema's language."""

from uuid import uuid4

import strawberry

from domains.kernel.database import Database
from resolvers.context import Viewer
from resolvers.permissions import Permission
from tests.resolvers import asking
from tests.staff import staff_member

REGISTER = "mutation ($input: RegisterProductInput!) { registerProduct(input: $input) { __typename ... on Product { nameEn } ... on Problem { message } } }"
RETIRE = "mutation ($input: RetireProductInput!) { retireProduct(input: $input) { __typename ... on Product { isLive } ... on Problem { message } } }"
PRODUCT = "query ($kind: ProductKind!, $id: ID!) { product(kind: $kind, id: $id) { id kind nameZh isLive successor { id nameEn } } }"


async def staff(database: Database) -> Viewer:
    member = await staff_member(database, Permission.OPERATOR_OFFERS)
    return Viewer(member.id, member.session_id, frozenset({Permission.PUBLIC, Permission.OPERATOR_OFFERS}), "en")


async def test_a_product_is_registered_shown_and_followed(schema: strawberry.Schema, database: Database) -> None:
    viewer, old, new = await staff(database), str(uuid4()), str(uuid4())

    async def register(id_: str, name: str) -> object:
        input_ = {"requestId": str(uuid4()), "product": {"kind": "GOODS", "id": id_}, "nameZh": "茶", "nameEn": name}
        return (await asking.ask(schema, database, viewer, REGISTER, input=input_))["registerProduct"]

    assert await register(old, "Tea") == {"__typename": "Product", "nameEn": "Tea"}
    assert await register(new, "Tea, new harvest") == {"__typename": "Product", "nameEn": "Tea, new harvest"}
    assert await register(new, " ") == {"__typename": "ProductNameMalformed", "message": "A name has 1 to 60 printable characters."}
    retire = {"requestId": str(uuid4()), "product": {"kind": "GOODS", "id": old}, "successor": {"kind": "GOODS", "id": new}}
    for _ in range(2):
        assert (await asking.ask(schema, database, viewer, RETIRE, input=retire))["retireProduct"] == {"__typename": "Product", "isLive": False}
    shown = (await asking.ask(schema, database, viewer, PRODUCT, kind="GOODS", id=old))["product"]
    assert shown == {"id": old, "kind": "GOODS", "nameZh": "茶", "isLive": False, "successor": {"id": new, "nameEn": "Tea, new harvest"}}
    assert (await asking.ask(schema, database, viewer, PRODUCT, kind="GOODS", id="not an id")) == {"product": None}
    assert (await asking.ask(schema, database, viewer, PRODUCT, kind="FUND", id=old)) == {"product": None}
