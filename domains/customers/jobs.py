"""The customers' steps outside a transaction: codes on their way, and old ones forgotten."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from domains.customers.events import CodeRequested, NoticeRequested
from domains.customers.ports import CodeLimits
from domains.customers.rules import longest_memory
from domains.customers.service.codes import ForgetCodes, deliver_code, forget_codes
from domains.customers.service.notices import ForgetNotices, deliver_notice, forget_notices
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import job, periodic

CODES_KEPT_LEAST = timedelta(days=1)
FORGOTTEN_AT_ONCE = 1000

NOTICES_KEPT = timedelta(days=2)
"""Longer than one counts, and than its sending is tried again."""


@job(CodeRequested, attempts_max=9, urgent=True)
async def send_code(database: Database, payload: dict[str, Any]) -> None:
    """Send a code that was asked for, and try again while the messenger fails: nine times within four minutes, since a code lives for five."""
    await deliver_code(database, UUID(payload["subject_id"]))


@periodic("*/10 * * * *")
async def forget_old_codes(database: Database) -> None:
    """Delete challenges that no limit counts any more: each holds a phone number, registered or not."""
    limits = database.ports.get(CodeLimits)
    counted = [longest_memory(one)[0] for one in (limits.phone, limits.device, limits.address, limits.everywhere) if one]
    before = database.clock.now() - max([CODES_KEPT_LEAST, *counted])
    forgotten = FORGOTTEN_AT_ONCE
    while forgotten == FORGOTTEN_AT_ONCE:
        command = ForgetCodes(request_id=None, owner_id=HOUSE_ID, before=before, most=FORGOTTEN_AT_ONCE)
        forgotten = (await database.write(forget_codes, command)).count


@job(NoticeRequested)
async def send_notice(database: Database, payload: dict[str, Any]) -> None:
    """Send a notice that was left for a phone."""
    await deliver_notice(database, UUID(payload["subject_id"]))


@periodic("*/10 * * * *")
async def forget_old_notices(database: Database) -> None:
    """Delete notices that no longer count: each has the index of a number that may be nobody's."""
    before = database.clock.now() - NOTICES_KEPT
    forgotten = FORGOTTEN_AT_ONCE
    while forgotten == FORGOTTEN_AT_ONCE:
        command = ForgetNotices(request_id=None, owner_id=HOUSE_ID, before=before, most=FORGOTTEN_AT_ONCE)
        forgotten = (await database.write(forget_notices, command)).count
