"""Short messages to phones: to one that may be nobody's, left with what happened and sent after the commit; or to a customer's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from domains.customers import sealing
from domains.customers.events import NoticeRequested
from domains.customers.phones import normal_phone
from domains.customers.ports import Messenger
from domains.customers.queries import notices, people
from domains.kernel.commands import HOUSE_ID, Command, composite_verb
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from domains.kernel.transactions import Tx

NOTICES_A_DAY = 3
"""To a phone that did not ask for them: whatever else happens is told to nobody."""

LANGUAGE = "zh"
"""Of those of whom it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkNoticeSent(Command):
    notice_id: UUID


@dataclass(frozen=True, slots=True)
class NoticeMarked:
    notice_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetNotices(Command):
    before: datetime
    most: int


@dataclass(frozen=True, slots=True)
class NoticesForgotten:
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TellCustomer(Command):
    """`owner_id` is told at their own phone. Without a request id: the notice's own makes repeats harmless."""

    notice_id: UUID
    notice: str
    data: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CustomerTold:
    """Whether a notice was left."""

    is_left: bool


async def leave_notice(tx: Tx, id_: UUID, phone: str, notice: str, data: Mapping[str, str], language: str = LANGUAGE) -> bool:
    """Have a notice sent to a phone, inside a verb of the caller's. False where it had its notices of the day, or one of that id. Raises PhoneMalformed."""
    keyring, number = tx.port(Keyring), normal_phone(phone)
    index = sealing.phone_index(keyring, number)
    if await notices.count_since(tx, index, tx.now - timedelta(days=1)) >= NOTICES_A_DAY:
        return False
    if not await notices.insert_notice(tx, id_, index, sealing.seal_notice_phone(keyring, id_, number), notice, data, language):
        return False
    tx.publish(NoticeRequested(id_, None))
    return True


async def deliver_notice(database: Database, notice_id: UUID) -> None:
    """Send a notice that was left: what the worker does on NoticeRequested. May run twice; one that was sent is left alone, and the messenger knows its id."""
    async with database.reading(single=True) as read:
        left = await notices.find_unsent(read, notice_id)
    if left is None:
        return
    phone = sealing.unseal_notice_phone(database.ports.get(Keyring), notice_id, left["phone_sealed"])
    await database.ports.get(Messenger).send_notice(notice_id, phone, left["notice"], left["data"], left["language"])
    await database.write(mark_notice_sent, MarkNoticeSent(request_id=None, owner_id=HOUSE_ID, notice_id=notice_id))


async def tell_customer(database: Database, customer_id: UUID, notice_id: UUID, notice: str, data: Mapping[str, str]) -> None:
    """Have a notice sent to a customer's own phone, in their language: a job's step. It counts among those that the phone gets in a day."""
    await database.write(tell_at_own_phone, TellCustomer(request_id=None, owner_id=customer_id, notice_id=notice_id, notice=notice, data=data))


@composite_verb(CustomerTold)
async def tell_at_own_phone(tx: Tx, command: TellCustomer) -> CustomerTold:
    """Leave the notice for the customer's phone; nobody is told who was erased."""
    found = await people.list_customers(tx, [command.owner_id])
    phone = sealing.open_phone(tx.port(Keyring), found[0]) if found else None
    is_left = phone is not None and await leave_notice(tx, command.notice_id, phone, command.notice, command.data, found[0]["language"])
    return CustomerTold(is_left)


@composite_verb(NoticeMarked)
async def mark_notice_sent(tx: Tx, command: MarkNoticeSent) -> NoticeMarked:
    """Write down that it has left the house, and forget the number."""
    await notices.mark_sent(tx, command.notice_id)
    return NoticeMarked(command.notice_id)


@composite_verb(NoticesForgotten)
async def forget_notices(tx: Tx, command: ForgetNotices) -> NoticesForgotten:
    """Delete notices older than an instant, at most so many."""
    return NoticesForgotten(await notices.delete_old(tx, command.before, command.most))
