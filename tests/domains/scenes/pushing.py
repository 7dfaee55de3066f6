"""What partners push: stored as the door stores it, and taken up by the job."""

import hashlib
from typing import Any
from uuid import uuid4

from domains import scenes
from domains.kernel.commands import HOUSE_ID
from domains.scenes import pushes
from domains.scenes.jobs.push import take_up_received_push
from tests.domains.scenes.scene_house import SceneHouse


async def push(bank: SceneHouse, scene: str, kind: scenes.SceneKind, type_: str, *, webhook_id: str | None = None, **data: Any) -> str:
    """How it ended. The job runs twice."""
    id_ = webhook_id or f"msg_{uuid4()}"
    digest = hashlib.sha256(repr(data).encode()).digest()
    command = pushes.TakePushCommand(request_id=None, owner_id=HOUSE_ID, scene=scene, kind=kind, webhook_id=id_, type=type_, data=data, digest=digest)
    taken = await bank.database.write(pushes.take_push, command)
    for _ in range(2):
        await take_up_received_push(bank.database, {"push_id": str(taken.push_id)})
    async with bank.database.reading(single=True) as read:
        found = await pushes.find_push(read, scene, id_)
    assert found is not None
    return found.state.value
