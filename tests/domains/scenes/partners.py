"""Partners for tests."""

from uuid import UUID, uuid4

from domains import scenes
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database


async def a_partner(database: Database, name: str = "晨光水务") -> UUID:
    """A partner of the house."""
    return (await database.write(scenes.register_partner, scenes.RegisterPartnerCommand(request_id=uuid4(), owner_id=HOUSE_ID, name=name))).id
