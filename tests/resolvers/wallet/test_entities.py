"""Federation's `_entities`, as a router asks for what another subgraph refers to."""

from typing import Any
from uuid import uuid4

from domains.kernel.database import Database
from resolvers.entities import ENTITIES, ENTITIES_MAX
from tests.domains.wallet.people import person
from tests.domains.wallet.tills import shop
from tests.resolvers.wallet.conftest import Ask

ASKED = """query ($of: [_Any!]!) { _entities(representations: $of) {
    __typename ... on Customer { id hasPin } ... on WalletAccount { id currency balance { amount } } ... on Merchant { id name } } }"""


def of(typename: str, id_: object) -> dict[str, str]:
    return {"__typename": typename, "id": str(id_)}


def test_a_customer_an_account_and_a_merchant_have_a_key() -> None:
    assert set(ENTITIES) == {"Customer", "WalletAccount", "Merchant"}


async def test_each_representation_is_answered_in_its_place(ask: Ask, database: Database) -> None:
    someone, till = await person(database, 1_000), await shop(database)
    asked = [of("Merchant", till.merchant_id), of("WalletAccount", someone.account_id), of("Customer", someone.id), of("Merchant", till.merchant_id)]
    merchant = {"__typename": "Merchant", "id": str(till.merchant_id), "name": "老王面馆"}
    assert (await ask(someone, ASKED, of=asked))["_entities"] == [
        merchant,
        {"__typename": "WalletAccount", "id": str(someone.account_id), "currency": "CNY", "balance": {"amount": "10.00"}},
        {"__typename": "Customer", "id": str(someone.id), "hasPin": False},
        merchant,
    ]


async def test_nothing_of_somebody_else_is_found_by_its_key(ask: Ask, database: Database) -> None:
    someone, stranger = await person(database), await person(database, 1_000)
    asked = [of("Customer", stranger.id), of("WalletAccount", stranger.account_id), of("Customer", uuid4()), of("Merchant", uuid4())]
    assert (await ask(someone, ASKED, of=asked))["_entities"] == [None] * 4


async def test_what_is_no_representation_of_an_entity_is_null(ask: Ask, database: Database) -> None:
    someone = await person(database)
    asked: list[Any] = [
        of("Movement", uuid4()),
        of("Customer", "no id"),
        {"id": str(someone.id)},
        {"__typename": "Customer"},
        {"__typename": ["Customer"], "id": {}},
    ]
    assert (await ask(someone, ASKED, of=asked))["_entities"] == [None] * 5


async def test_fifty_are_looked_for_and_no_more(ask: Ask, database: Database) -> None:
    someone = await person(database)
    found = (await ask(someone, ASKED, of=[of("Customer", someone.id)] * (ENTITIES_MAX + 1)))["_entities"]
    assert [one is None for one in found] == [False] * ENTITIES_MAX + [True]
