"""Plants the partners whose scenes the sandbox plays, so that staff can make agreements about them."""

import tomllib

from domains import scenes
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from integrations.sandbox.scenes import sandbox_manifests, sandbox_partner_id


async def plant_partners(database: Database) -> None:
    """Let each of them stand, under the id that its manifest names. Those that do already are left as they are."""
    names = {sandbox_partner_id(name): tomllib.loads(text)["title"]["zh"] for name, text in sandbox_manifests("").items()}
    async with database.reading(single=True) as read:
        there = await scenes.find_partners(read, list(names))
    for (partner_id, name), found in zip(names.items(), there, strict=True):
        if found is None:
            await database.write(scenes.register_partner, scenes.RegisterPartnerCommand(request_id=partner_id, owner_id=HOUSE_ID, name=name))
