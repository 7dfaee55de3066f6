"""Products: registered by kind, named anew, retired into a successor."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from domains import offers
from domains.kernel.database import Database
from domains.kernel.errors import Refusal, Unauthenticated
from domains.offers import Kind
from tests.domains.offers.staff import Staff


async def standing(database: Database, *keys: tuple[Kind, UUID]) -> list[str | None]:
    async with database.reading() as read:
        return [found and found.name_en for found in await offers.find_standing(read, keys)]


async def test_a_product_is_registered_and_named_anew(database: Database, staff: Staff) -> None:
    id_ = uuid4()
    first = await staff.register(Kind.MERCHANT, id_, "Noodles")
    second = await staff.register(Kind.MERCHANT, id_, "Lao Wang's noodles")
    assert (first.name_en, second.name_en, second.state, second.registered_at) == ("Noodles", "Lao Wang's noodles", "live", first.registered_at)
    async with database.reading() as read:
        assert await offers.find_products(read, [(Kind.MERCHANT, id_), (Kind.PERSON, id_)]) == {(Kind.MERCHANT, id_): second}


async def test_a_retired_product_leads_to_the_end_of_its_successors(database: Database, staff: Staff) -> None:
    one, two, three, alone = [await staff.register(kind, uuid4(), name) for kind, name in zip([*[Kind.GOODS] * 3, Kind.FUND], "1234", strict=True)]
    await staff.retire(*one.key, two)
    await staff.retire(*two.key, three)
    await staff.retire(*alone.key)
    unknown = (Kind.GOODS, uuid4())
    assert await standing(database, one.key, two.key, three.key, alone.key, unknown) == ["3", "3", "3", None, None]


async def test_what_breaks_a_rule_is_refused_and_changes_nothing(database: Database, staff: Staff) -> None:
    live, retired = await staff.register(Kind.GOODS, uuid4(), "live"), await staff.register(Kind.GOODS, uuid4(), "retired")
    await staff.retire(*retired.key)
    refused: list[tuple[type[Refusal], Any]] = [
        (offers.ProductNameMalformed, lambda: staff.register(*live.key, "")),
        (offers.ProductNameMalformed, lambda: staff.register(*live.key, "a" * 61)),
        (offers.ProductNameMalformed, lambda: staff.register(*live.key, "one", "一\u202e二")),
        (offers.ProductNotFound, lambda: staff.retire(Kind.GOODS, uuid4())),
        (offers.ProductNotFound, lambda: staff.retire(Kind.FUND, live.id)),
        (offers.ProductRetiredAlready, lambda: staff.retire(*retired.key, live)),
        (offers.SuccessorNotFound, lambda: staff.retire(*live.key, live)),
        (offers.SuccessorNotFound, lambda: staff.retire(*live.key, retired)),
    ]
    for refusal, attempt in refused:
        with pytest.raises(refusal):
            await attempt()
    with pytest.raises(Unauthenticated):
        await staff.retire(*live.key, session_id=uuid4())
    assert await standing(database, live.key, retired.key) == ["live", None]


async def test_another_domain_registers_within_its_own_verb(database: Database) -> None:
    new = [offers.NewProduct(Kind.RED_PACKET, uuid4(), "红包", f"packet {index}") for index in range(3)]

    async with database.transaction() as tx:
        await offers.register_products(tx, new)
    assert await standing(database, *((product.kind, product.id) for product in new)) == ["packet 0", "packet 1", "packet 2"]
