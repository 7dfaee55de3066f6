"""Payments that a partner initiates under a customer's consent: the consent is used and the money moves in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domains import customers, ledger, wallet
from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import AssetMismatch, IdReused, Refusal
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.scenes.errors.partner import PartnerNotFound
from domains.scenes.errors.payment import PartnerOrderPaid, PartnerPayeeNotFound, PayerAccountUnavailable, PayerFundsInsufficient, PayerLimitReached
from domains.scenes.events.payment import PartnerPaymentPosted
from domains.scenes.queries import partner as partners
from domains.scenes.queries import payment as payments
from domains.scenes.queries.payment import Initiation, Payee
from domains.scenes.rules.payment import check_initiation
from domains.scenes.service.consent import lock_standing_consent, spend_consent

PROVED_WITH_CONSENT = customers.PinProof(customers.PinVerdict.RIGHT, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class InitiatePaymentCommand(Command):
    """`owner_id`, a partner, has `amount` paid to a payee of its own for its order. `request_id` is the payment's id."""

    consent_id: UUID
    order_id: str
    payee_id: UUID
    amount: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPayeeCommand(Command):
    """The house lets a partner, `partner_id`, have money paid at the till of a printed code. `payee_id` is how the partner names it."""

    partner_id: UUID
    payee_id: UUID
    code_id: UUID


@composite_verb(Initiation)
async def initiate_payment(tx: Tx, command: InitiatePaymentCommand) -> Initiation | Refusal:
    """Pay, within what the customer consented to. Refuses in the order of rules/payment.py; a refusal uses nothing of the consent."""
    assert command.request_id is not None
    check_initiation(command.amount, command.order_id)
    consent = await lock_standing_consent(tx, command.consent_id, command.owner_id)
    account_id = wallet.wallet_account_id(consent.customer_id, command.amount.asset)
    await spend_consent(tx, consent, command.request_id, command.amount, account_id, command.payee_id)
    till = await _till(tx, command)
    initiation = Initiation(
        *(consent.customer_id, command.request_id, command.owner_id, consent.id, command.order_id, command.payee_id),
        *(wallet.payment_id_of(command.request_id), command.amount, tx.now),
    )
    if not await payments.insert_initiation(tx, initiation):
        paid_as = await payments.find_order(tx, command.owner_id, command.order_id)
        raise IdReused(command.request_id) if paid_as is None else PartnerOrderPaid(paid_as)
    await _pay(tx, initiation, till, consent.granted_at)
    tx.publish(
        PartnerPaymentPosted(
            *(initiation.customer_id, initiation.partner_id, consent.id, initiation.id, initiation.payment_id),
            *(command.amount.minor, command.amount.asset.code),
        )
    )
    return initiation


@composite_verb(Payee)
async def register_payee(tx: Tx, command: RegisterPayeeCommand) -> Payee | Refusal:
    """Refuses PartnerNotFound, PartnerPayeeNotFound for a code that takes no payments, IdReused for an id that names another payee."""
    (partner,) = await partners.find_partners(tx, [command.partner_id])
    if partner is None or partner.state != "active":
        raise PartnerNotFound
    till = (await wallet.find_tills(tx, [command.code_id])).get(command.code_id)
    if till is None:
        raise PartnerPayeeNotFound
    payee = Payee(command.partner_id, command.payee_id, command.code_id, till.merchant_id)
    if not await payments.insert_payee(tx, payee):
        (found,) = await payments.find_payees(tx, [command.partner_id], [command.payee_id])
        if found != payee:
            raise IdReused(command.payee_id)
    return payee


async def _till(tx: Tx, command: InitiatePaymentCommand) -> wallet.Till:
    (payee,) = await payments.find_payees(tx, [command.owner_id], [command.payee_id])
    till = None if payee is None else (await wallet.find_tills(tx, [payee.code_id])).get(payee.code_id)
    if till is None:
        raise PartnerPayeeNotFound
    if till.asset != command.amount.asset:
        raise AssetMismatch(command.amount.asset.code, till.asset.code)
    return till


async def _pay(tx: Tx, initiation: Initiation, till: wallet.Till, granted_at: datetime) -> None:
    """Move the money by the wallet's till, last. Raises what it refuses.

    Nobody is there to be asked: the customer proved the PIN when the consent was granted, and to the risk rules that is the sign-in and the device."""
    owner = (await customers.lock_customers(tx, [initiation.customer_id])).get(initiation.customer_id)
    tier = customers.Tier.BASIC if owner is None else owner.tier
    item = wallet.Item(till, wallet.Method.STATIC_CODE, initiation.amount, reference=initiation.order_id)
    payer = customers.Sender(initiation.customer_id, tier, granted_at, granted_at)
    confirmed = wallet.Confirmed(initiation.id, payer, [item], [(wallet.WALLET, initiation.amount.minor)], PROVED_WITH_CONSENT)
    (answer,) = await wallet.take_payments(tx, [confirmed])
    if isinstance(answer, Refusal):
        raise _told_to_partner(answer)


def _told_to_partner(refusal: Refusal) -> Refusal:
    """What a partner may know of why the customer's money did not move."""
    match refusal:
        case ledger.InsufficientFunds():
            return PayerFundsInsufficient()
        case ledger.LimitExceeded() | wallet.RefusedForSafety() | wallet.PinRequired() | customers.FreshSignInNeeded():
            return PayerLimitReached()
        case ledger.AccountFrozen() | ledger.AccountClosed() | ledger.AccountNotFound():
            return PayerAccountUnavailable()
    return refusal
