"""Taking up what partners pushed, after it was acknowledged."""

from typing import Any
from uuid import UUID

from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import job
from domains.scenes.events.push import PushReceived
from domains.scenes.service.push import TakeUpPushCommand, take_up_push


@job(PushReceived)
async def take_up_received_push(database: Database, payload: dict[str, Any]) -> None:
    """Once, however often the job runs."""
    await database.write(take_up_push, TakeUpPushCommand(request_id=None, owner_id=HOUSE_ID, push_id=UUID(payload["push_id"])))
