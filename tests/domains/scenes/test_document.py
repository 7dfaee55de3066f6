"""Documents: registered once under the hash of their text, for one partner, so many at most."""

import asyncio
import hashlib
from uuid import UUID, uuid4

import pytest

from domains import scenes
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from domains.scenes import DOCUMENTS_MAX

TEXT = "query Rides {\n  viewer {\n    id\n  }\n}"


async def a_partner(database: Database) -> UUID:
    partner = await database.write(scenes.register_partner, scenes.RegisterPartnerCommand(request_id=uuid4(), owner_id=HOUSE_ID, name="晨光出行"))
    return partner.id


def registering(partner_id: UUID, text: str = TEXT, **more: str) -> scenes.RegisterDocumentCommand:
    given = {"document_id": hashlib.sha256(text.encode()).hexdigest(), "name": "Rides", **more}
    return scenes.RegisterDocumentCommand(request_id=None, owner_id=HOUSE_ID, partner_id=partner_id, text=text, **given)


async def documents_of(database: Database, partner_id: UUID) -> list[scenes.Document]:
    async with database.reading(single=True) as read:
        return await scenes.list_documents(read, partner_id, 10)


async def test_a_document_is_kept_once_however_often_it_is_registered(database: Database) -> None:
    partner_id = await a_partner(database)
    made = await asyncio.gather(*(database.write(scenes.register_document, registering(partner_id)) for _ in range(4)))
    assert len(set(made)) == 1
    assert await documents_of(database, partner_id) == [made[0]]
    async with database.reading(single=True) as read:
        assert await scenes.find_document(read, partner_id, made[0].id) == made[0]
        facts = await read.fetch("SELECT payload FROM kernel_outbox WHERE subject_id = $1 AND name = 'DocumentRegistered'", partner_id)
    assert len(facts) == 1


async def test_it_is_the_partners_own(database: Database) -> None:
    one, other = await a_partner(database), await a_partner(database)
    made = await database.write(scenes.register_document, registering(one))
    async with database.reading(single=True) as read:
        assert await scenes.find_document(read, other, made.id) is None
    assert await documents_of(database, other) == []


@pytest.mark.parametrize("more", [{"document_id": "0" * 64}, {"name": ""}, {"name": "a" * 81}])
async def test_a_malformed_document_is_refused_and_nothing_is_kept(database: Database, more: dict[str, str]) -> None:
    partner_id = await a_partner(database)
    with pytest.raises(scenes.DocumentMalformed):
        await database.write(scenes.register_document, registering(partner_id, **more))
    assert await documents_of(database, partner_id) == []


async def test_a_partner_that_there_is_not_or_that_is_suspended_registers_nothing(fresh_database: Database) -> None:
    suspended = await a_partner(fresh_database)
    made = await fresh_database.write(scenes.register_document, registering(suspended))
    async with fresh_database.transaction() as tx:
        await tx.execute("UPDATE scenes_partner SET state = 'suspended' WHERE id = $1", suspended)
    for partner_id, text in ((uuid4(), TEXT), (suspended, TEXT), (suspended, TEXT + "\n")):
        with pytest.raises(scenes.PartnerNotFound):
            await fresh_database.write(scenes.register_document, registering(partner_id, text))
    assert await documents_of(fresh_database, suspended) == [made]


async def test_a_partner_has_so_many_at_most(fresh_database: Database) -> None:
    partner_id = await a_partner(fresh_database)
    async with fresh_database.transaction() as tx:
        await tx.execute(
            "INSERT INTO scenes_document SELECT $1, encode(sha256(n::text::bytea), 'hex'), 'D', 'd', now() FROM generate_series(1, $2) AS n",
            partner_id,
            DOCUMENTS_MAX,
        )
    with pytest.raises(scenes.TooManyDocuments) as refused:
        await fresh_database.write(scenes.register_document, registering(partner_id))
    assert isinstance(refused.value, Refusal)
    assert refused.value.most == DOCUMENTS_MAX
