"""Give back a payment, or a part of it: from those who got it, to where it came from, each in proportion."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from domains import customers, ledger
from domains.kernel.clock import business_date
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.accounts import collected_account_id, merchant_balance_id, merchant_fee_id
from domains.wallet.errors.merchants import MerchantClosed
from domains.wallet.errors.payments import PaymentNotFound
from domains.wallet.errors.transfers import NoteTooLong
from domains.wallet.events.payments import PaymentRefunded
from domains.wallet.ports import Draw, Drawn, FundingSource, FundingSources
from domains.wallet.queries import merchants, payments, refunds
from domains.wallet.queries.payments import Payment, SharePart, SourcePart
from domains.wallet.queries.refunds import Refund, RefundShare
from domains.wallet.rules.payments import Returned, give_back, is_settled
from domains.wallet.rules.sharing import fee_of
from domains.wallet.rules.transfers import NOTE_MAX_CHARACTERS

REFUND = "refund"
FEE_RETURNED = "merchant_fee_returned"
"""The kinds of its movements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundCommand(Command):
    """`owner_id` acts for the merchant that was paid."""

    session_id: UUID = field(metadata=UNHASHED)
    payment_id: UUID
    amount: Amount
    reason: str = ""


@composite_verb(Refund)
async def refund_payment(tx: Tx, command: RefundCommand) -> Refund | Refusal:
    """Refuses in the order of rules/payments.py. What was settled is taken from the merchants' balances with the fee given back; the rest from what they
    collected. Unauthenticated when the session has ended."""
    assert command.request_id is not None
    return await give_back_payment(tx, command.request_id, await _find(tx, command), command.amount, command.reason, command.owner_id)


async def find_paid(tx: Tx, payment_id: UUID) -> Payment | None:
    """A payment as it was before any lock, whoever asks: the caller has seen that they may."""
    return (await payments.find_any_payments(tx, [payment_id])).get(payment_id)


async def give_back_payment(tx: Tx, request_id: UUID, seen: Payment, amount: Amount, reason: str, by_id: UUID) -> Refund:
    """What `refund_payment` does once it is known that `by_id` may; a higher domain's verb calls it too. Raises as that refuses."""
    if len(reason) > NOTE_MAX_CHARACTERS:
        raise NoteTooLong(NOTE_MAX_CHARACTERS)
    # Who got shares never changes, so it may be read before the locks. The merchants' locks keep settlement out, the payment's keeps other refunds out.
    (before,) = await payments.list_shares(tx, [seen.id])
    settled = await merchants.share_merchants(tx, {one.merchant_id for one in before})
    if any(state == "closed" for _, state in settled.values()):
        raise MerchantClosed
    payment = await payments.lock_payment(tx, seen.customer_id, seen.id)
    (shares,) = await payments.list_shares(tx, [payment.id])
    (sources,) = await payments.list_sources(tx, [payment.id])
    keeps = [await _keep(tx, one, payment, payment.held.left_minor - amount.minor) for one in sources]
    returned = give_back(amount, payment.held, payment.amount.asset, [one.held for one in shares], [one.held for one in sources], keeps)
    refund = Refund(payment.id, derived_id(request_id, "refund"), amount, reason, tx.now)
    given = [_given(tx, one, minor, settled[one.merchant_id][0]) for one, minor in zip(shares, returned.of_shares, strict=True)]
    drawn = await _give_back_to(tx, refund, payment, sources, returned.to_sources)
    planned = _plan(refund, given, drawn, returned)
    (verdict,) = await ledger.post(tx, [(request_id, planned)])
    if isinstance(verdict, Refusal):
        raise verdict
    back = [(source.place, minor) for source, minor in zip(sources, returned.to_sources, strict=True) if minor]
    refunds.write_refund(tx, refund, payment.customer_id, payment.merchant_id, by_id, [one for one in given if one.minor], back)
    tx.publish(PaymentRefunded(payment.customer_id, payment.merchant_id, payment.id, refund.id, refund.amount.minor, refund.amount.asset.code))
    return refund


async def _find(tx: Tx, command: RefundCommand) -> Payment:
    """The payment as it was before any lock. Raises PaymentNotFound to whoever does not act for the merchant that was paid."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    payment = (await payments.find_any_payments(tx, [command.payment_id])).get(command.payment_id)
    if payment is None or (await merchants.find_desks(tx, [command.owner_id], [payment.merchant_id]))[0] is None:
        raise PaymentNotFound
    return payment


def _given(tx: Tx, part: SharePart, minor: int, settled_through: date) -> RefundShare:
    """What a merchant gives back. Its fee is then that of what is left, so the difference is given back by the house."""
    from_balance = is_settled(part.day, settled_through)
    fee_minor = part.fee_minor - fee_of(part.held.left_minor - minor, part.fee_bps)
    return RefundShare(part.merchant_id, part.day, minor, fee_minor, business_date(tx.now) if from_balance else part.day, from_balance)


async def _give_back_to(tx: Tx, refund: Refund, payment: Payment, sources: Sequence[SourcePart], minors: Sequence[int]) -> dict[int, Drawn]:
    """Ask each source where its part goes. Raises what a source refuses."""
    drawn: dict[int, Drawn] = {}
    for index, (source, minor) in enumerate(zip(sources, minors, strict=True)):
        if not minor:
            continue
        wired = _wired(tx, source.source)
        id_, part = derived_id(refund.id, f"draw:{source.source}"), Amount(minor, refund.amount.asset)
        draw = Draw(id_, payment.id, payment.customer_id, "", part, payment.merchant_id, payment.held.left_minor - refund.amount.minor)
        (answer,) = await wired.give_back(tx, [draw])
        if isinstance(answer, Refusal):
            raise answer
        drawn[index] = answer
    return drawn


async def _keep(tx: Tx, source: SourcePart, payment: Payment, kept_minor: int) -> int | None:
    """What the source still gives when so much of the payment is kept. An amount that is no refund is refused later, and keeps nothing here."""
    return await _wired(tx, source.source).keep(tx, payment.customer_id, payment.id, kept_minor) if kept_minor >= 0 else None


def _wired(tx: Tx, name: str) -> FundingSource:
    wired = tx.port(FundingSources).find(name)
    if wired is None:
        raise LookupError(f"no source of money {name} is wired")
    return wired


def _plan(refund: Refund, given: Sequence[RefundShare], drawn: dict[int, Drawn], returned: Returned) -> list[ledger.Planned]:
    """Fees back first, so that a balance has them; then from each merchant to each source; then what the sources add."""
    asset = refund.amount.asset
    planned: list[ledger.Planned] = []
    for one in given:
        if one.is_from_balance and one.fee_minor:
            id_ = derived_id(refund.id, f"fee:{one.merchant_id}")
            amount = Amount(one.fee_minor, asset)
            planned.append(ledger.PlannedMovement(id_, FEE_RETURNED, merchant_fee_id(asset), merchant_balance_id(one.merchant_id), amount))
    for giver, taker, minor in returned.moves:
        one = given[giver]
        account_id = merchant_balance_id(one.merchant_id) if one.is_from_balance else collected_account_id(one.merchant_id)
        id_ = derived_id(refund.id, f"{one.merchant_id}:{taker}")
        planned.append(ledger.PlannedMovement(id_, REFUND, account_id, drawn[taker].account_id, Amount(minor, asset)))
    return planned + [one for answer in drawn.values() for one in answer.beside]
