"""One-time codes: asked for here, sent after the commit, and tried at sign-in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from domains.customers import rules, sealing
from domains.customers.events import CodeRequested
from domains.customers.phones import normal_phone
from domains.customers.ports import CodeLimit, CodeLimits, Messenger
from domains.customers.queries import codes
from domains.kernel.commands import HOUSE_ID, UNHASHED, Command, composite_verb
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from domains.kernel.ids import new_id
from domains.kernel.transactions import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCode(Command):
    phone: str
    language: str = field(metadata=UNHASHED)
    device: str = field(metadata=UNHASHED)
    address: str = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True)
class CodeSent:
    """The code is on its way. Says the same whether the phone is registered or not."""

    expires_in_seconds: int
    resend_after_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkCodeSent(Command):
    challenge_id: UUID


@dataclass(frozen=True, slots=True)
class CodeMarked:
    challenge_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetCodes(Command):
    before: datetime
    most: int


@dataclass(frozen=True, slots=True)
class CodesForgotten:
    count: int


@composite_verb(CodeSent)
async def request_code(tx: Tx, command: RequestCode) -> CodeSent:
    """Make a code for a phone. Raises PhoneMalformed or TooManyCodes. Customers are not looked at, so nothing is revealed about them."""
    phone = normal_phone(command.phone)
    keyring, limits = tx.port(Keyring), tx.port(CodeLimits)
    phone_index = sealing.phone_index(keyring, phone)
    device_index = sealing.challenge_index(keyring, "device", command.device)
    address_index = sealing.challenge_index(keyring, "address", command.address)
    asked_by = {"phone": (phone_index, limits.phone), "device": (device_index, limits.device), "address": (address_index, limits.address)}
    await codes.lock_subjects(tx, [int.from_bytes(index[:8], "big", signed=True) for index, _ in asked_by.values() if index is not None])
    for what, (index, allowed) in asked_by.items():
        if index is not None and allowed:
            await _check(tx, what, index, allowed)
    if limits.everywhere:
        since, most = _memory(limits.everywhere, tx.now)
        rules.check_code_limits(await codes.list_asked_everywhere(tx, since, most), limits.everywhere, tx.now)
    challenge_id = new_id(tx.clock)
    phone_sealed = sealing.seal_challenge_phone(keyring, challenge_id, phone)
    expires_at = tx.now + rules.CODE_LIFE
    await codes.insert_challenge(tx, challenge_id, phone_index, phone_sealed, device_index, address_index, command.language, expires_at)
    tx.publish(CodeRequested(challenge_id, None))
    resend_after = min((limit.period for limit in limits.phone), default=timedelta())
    return CodeSent(int(rules.CODE_LIFE.total_seconds()), int(resend_after.total_seconds()))


async def deliver_code(database: Database, challenge_id: UUID) -> None:
    """Send a code that was asked for: what the worker does on CodeRequested. May run twice; a sent, used or expired code is left alone."""
    keyring, messenger = database.ports.get(Keyring), database.ports.get(Messenger)
    async with database.reading(single=True) as read:
        challenge = await codes.find_challenge(read, challenge_id)
        now = read.now
    if challenge is None or challenge["sent_at"] is not None:
        return
    if not rules.is_code_alive(challenge["attempts"], challenge["expires_at"], challenge["used_at"], now):
        return
    phone = sealing.unseal_challenge_phone(keyring, challenge_id, challenge["phone_sealed"])
    await messenger.send_code(challenge_id, phone, sealing.code_of(keyring, challenge_id), challenge["language"])
    await database.write(mark_code_sent, MarkCodeSent(request_id=None, owner_id=HOUSE_ID, challenge_id=challenge_id))


@composite_verb(CodeMarked)
async def mark_code_sent(tx: Tx, command: MarkCodeSent) -> CodeMarked:
    """Write down that the code has left the house."""
    await codes.mark_sent(tx, command.challenge_id)
    return CodeMarked(command.challenge_id)


@composite_verb(CodesForgotten)
async def forget_codes(tx: Tx, command: ForgetCodes) -> CodesForgotten:
    """Delete challenges older than an instant, at most so many."""
    return CodesForgotten(await codes.delete_old_challenges(tx, command.before, command.most))


async def _check(tx: Tx, what: str, index: bytes, limits: Sequence[CodeLimit]) -> None:
    since, most = _memory(limits, tx.now)
    rules.check_code_limits(await codes.list_asked(tx, what, index, since, most), limits, tx.now)


def _memory(limits: Sequence[CodeLimit], now: datetime) -> tuple[datetime, int]:
    period, count = rules.longest_memory(limits)
    return now - period, count
