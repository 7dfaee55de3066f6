"""A customer's own payment code: let a session show it, and charge it once."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from domains import customers
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.crypto import Keyring
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Read, Tx
from domains.wallet.accounts import WALLET
from domains.wallet.errors.codes import PaymentCodeRefused
from domains.wallet.errors.merchants import MerchantNotFound
from domains.wallet.errors.transfers import PinRequired
from domains.wallet.events.payments import PaymentAsked
from domains.wallet.queries import payment_codes, tills
from domains.wallet.queries.merchant_orders import MerchantOrder
from domains.wallet.queries.payment_codes import Enrolment
from domains.wallet.queries.tills import Till
from domains.wallet.rules.merchants import check_order
from domains.wallet.rules.payment_codes import LIFE, SERIAL_DIGITS, SHOWN, code_of, read_payment_code, step_at, step_of, step_start
from domains.wallet.rules.payments import ASKED_LIFE, Method
from domains.wallet.rules.transfers import TIER_LIMITS, limit_of
from domains.wallet.service.merchant_orders import place_orders
from domains.wallet.service.till import Confirmed, Item, take_payments
from domains.wallet.service.transfer import NO_PIN

SERIALS_TRIED_MAX = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolCodesCommand(Command):
    """`owner_id` wants payment codes in this session."""

    session_id: UUID = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True)
class CodesEnrolled:
    """The session may show codes. Its key is derived, so that an outcome that is kept holds no secret."""

    serial: int
    session_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeCodeCommand(Command):
    """`owner_id` acts for a merchant and has scanned a customer's code."""

    session_id: UUID = field(metadata=UNHASHED)
    shop_id: UUID
    code: str
    amount: Amount
    reference: str = ""


@dataclass(frozen=True, slots=True)
class CodeCharged:
    """Paid at once, or asked of the customer: then the order says how it ends."""

    merchant_id: UUID
    payment_id: UUID | None
    order_id: UUID | None


class ShownCode(NamedTuple):
    """A payment code to be shown as QR and barcode. It is taken until `expires_at`; after `next_at` the next one is shown."""

    digits: str
    next_at: datetime
    expires_at: datetime


class _Ported(Protocol):
    def port(self, port: type[Keyring]) -> Keyring: ...


@composite_verb(CodesEnrolled)
async def enrol_payment_codes(tx: Tx, command: EnrolCodesCommand) -> CodesEnrolled:
    """Let the session show codes; one that may already has the same serial. Unauthenticated when it has ended."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    (there,) = await payment_codes.find_enrolments(tx, [command.session_id], [command.owner_id])
    for attempt in range(SERIALS_TRIED_MAX):
        if there is not None:
            return CodesEnrolled(there.serial, there.session_id)
        serial = _serial(_secret(tx), command.session_id, attempt)
        if await payment_codes.insert_enrolment(tx, serial, command.owner_id, command.session_id):
            return CodesEnrolled(serial, command.session_id)
        (there,) = await payment_codes.find_enrolments(tx, [command.session_id], [command.owner_id])
    raise RuntimeError("no serial was free")


@composite_verb(CodeCharged)
async def charge_payment_code(tx: Tx, command: ChargeCodeCommand) -> CodeCharged | Refusal:
    """Pay from the code's wallet; above the limit, or where the risk rules demand it, ask its owner. Refuses MerchantNotFound, what an order is refused for,
    PaymentCodeRefused, RefusedForSafety, then what the ledger refuses. A code that was recognised is used, also when the payment was refused. Unauthenticated
    when the cashier's session has ended."""
    assert command.request_id is not None
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    (till,) = await tills.find_operated_tills(tx, [command.owner_id], [command.shop_id])
    if till is None:
        raise MerchantNotFound
    check_order(command.amount, till.asset, command.reference, ASKED_LIFE)
    enrolment = await _use(tx, command.code)
    ((payer, _),) = await customers.lock_parties(tx, [(enrolment.customer_id, enrolment.session_id)], [(None, None)])
    if payer is None:
        raise PaymentCodeRefused
    if command.amount.minor > limit_of(TIER_LIMITS[payer.tier].pin_above, till.asset).minor:
        return _ask(tx, command, till, payer.id)
    item = Item(till, Method.PAYMENT_CODE, command.amount, reference=command.reference)
    (answer,) = await take_payments(tx, [Confirmed(command.request_id, payer, [item], [(WALLET, command.amount.minor)], NO_PIN)])
    if isinstance(answer, PinRequired | customers.FreshSignInNeeded):
        # The rules ask more of the customer than a code shows: the customer confirms.
        return _ask(tx, command, till, payer.id)
    if isinstance(answer, Refusal):
        # Returned, not raised: the code stays used.
        return answer
    return CodeCharged(till.merchant_id, answer[0].payment_id, None)


async def list_shown_codes(read: Read, session_ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[ShownCode | None]:
    """The code that each session shows now, None for one that is not enrolled. After a code was used, the next one."""
    found = await payment_codes.find_enrolments(read, session_ids, customer_ids)
    return [None if one is None else _shown(one, code_key(read, one.serial, one.session_id), read.now) for one in found]


def code_key(ported: _Ported, serial: int, session_id: UUID) -> bytes:
    """The key with which a session's device makes its codes."""
    return hmac.digest(_secret(ported), serial.to_bytes(8, "big") + session_id.bytes, hashlib.sha256)


async def _use(tx: Tx, code: str) -> Enrolment:
    presented = read_payment_code(code)
    enrolment = None if presented is None else await payment_codes.lock_enrolment(tx, presented.serial)
    if presented is None or enrolment is None:
        raise PaymentCodeRefused
    step = step_of(presented, code_key(tx, enrolment.serial, enrolment.session_id), enrolment.last_step, tx.now)
    if step is None:
        raise PaymentCodeRefused
    await payment_codes.use_code(tx, enrolment.serial, step)
    return enrolment


def _ask(tx: Tx, command: ChargeCodeCommand, till: Till, customer_id: UUID) -> CodeCharged:
    assert command.request_id is not None
    order_id, until = derived_id(command.request_id, "order"), tx.now + ASKED_LIFE
    order = MerchantOrder(order_id, till.merchant_id, till.shop_id, customer_id, command.amount, command.reference, till.terms, "open", None, tx.now, until)
    place_orders(tx, [order])
    tx.publish(PaymentAsked(customer_id, till.merchant_id, order.id, command.amount.minor, command.amount.asset.code))
    return CodeCharged(till.merchant_id, None, order.id)


def _shown(enrolment: Enrolment, key: bytes, now: datetime) -> ShownCode:
    step = max(step_at(now), enrolment.last_step + 1)
    return ShownCode(code_of(key, enrolment.serial, step), step_start(step) + SHOWN, step_start(step) + LIFE)


def _secret(ported: _Ported) -> bytes:
    return ported.port(Keyring).derive("scenebank payment codes")


def _serial(secret: bytes, session_id: UUID, attempt: int) -> int:
    digest = hmac.digest(secret, b"serial" + session_id.bytes + bytes([attempt]), hashlib.sha256)
    return int(int.from_bytes(digest[:8], "big") % 10**SERIAL_DIGITS)
