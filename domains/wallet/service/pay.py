"""Pay a merchant by its code or order: one, or several in one confirmation, all or none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from domains import customers
from domains.kernel.commands import UNHASHED, Command, batched_verb
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.accounts import WALLET
from domains.wallet.errors.codes import CodeNotFound
from domains.wallet.errors.merchants import OrderEnded
from domains.wallet.ports import FundingSources
from domains.wallet.queries import merchant_orders, tills
from domains.wallet.queries.merchant_orders import MerchantOrder
from domains.wallet.queries.tills import Till
from domains.wallet.rules.merchants import Scanned, read_merchant_code
from domains.wallet.rules.payments import Funding, Method, check_together, fund, price
from domains.wallet.rules.transfers import check_pin
from domains.wallet.service.till import Confirmed, Item, Paid, take_payments
from domains.wallet.service.transfer import NO_PIN

FROM_WALLET = (Funding(WALLET),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """Whom to pay: the text of a code, or an order by its id (exactly one of the two). `amount` is the payer's word, needed where the code does not say it."""

    code: str | None = None
    order_id: UUID | None = None
    amount: Amount | None = None
    tip: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayCommand(Command):
    """`owner_id` confirms one payment."""

    session_id: UUID = field(metadata=UNHASHED)
    purchase: Purchase
    fundings: tuple[Funding, ...] = FROM_WALLET
    pin: customers.PinProof = field(default=NO_PIN, metadata=UNHASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayTogetherCommand(Command):
    """`owner_id` confirms several payments at once."""

    session_id: UUID = field(metadata=UNHASHED)
    purchases: tuple[Purchase, ...]
    fundings: tuple[Funding, ...] = FROM_WALLET
    pin: customers.PinProof = field(default=NO_PIN, metadata=UNHASHED)


@dataclass(frozen=True, slots=True)
class PaidTogether:
    """All of them were paid, in the order in which they were named."""

    payments: tuple[Paid, ...]
    total: Amount


@batched_verb(Paid)
async def pay(tx: Tx, commands: list[PayCommand]) -> list[Paid | Refusal | Unauthenticated]:
    """Refuses in the order of rules/payments.py. Unauthenticated when the session has ended: then nothing is stored under the id."""
    answers = await _confirm(tx, [_Wanted(one, (one.purchase,)) for one in commands])
    return [answer[0] if isinstance(answer, list) else answer for answer in answers]


@batched_verb(PaidTogether)
async def pay_together(tx: Tx, commands: list[PayTogetherCommand]) -> list[PaidTogether | Refusal | Unauthenticated]:
    """Refuses what one of the payments is refused for, in the order of rules/payments.py: then nothing is paid."""
    answers = await _confirm(tx, [_Wanted(one, one.purchases) for one in commands])
    return [_together(answer) if isinstance(answer, list) else answer for answer in answers]


@dataclass(slots=True)
class _Wanted:
    """A confirmation on its way: what it names, and what is found of that."""

    command: PayCommand | PayTogetherCommand
    purchases: tuple[Purchase, ...]
    sender: customers.Sender | None = None
    named: tuple[Scanned, ...] = ()
    answer: list[Paid] | Refusal | Unauthenticated | None = None

    @property
    def order_ids(self) -> list[UUID]:
        return [one.order_id for one in self.named if one.order_id is not None]


async def _confirm(tx: Tx, wanted: list[_Wanted]) -> list[list[Paid] | Refusal | Unauthenticated]:
    parties = await customers.lock_parties(tx, [(one.command.owner_id, one.command.session_id) for one in wanted], [(None, None)] * len(wanted))
    for one, (sender, _) in zip(wanted, parties, strict=True):
        _name(one, sender)
    orders = await merchant_orders.lock_orders(tx, ids) if (ids := {id_ for one in wanted for id_ in one.order_ids}) else {}
    codes = [scanned.static_code_id for one in wanted for scanned in one.named if scanned.static_code_id is not None]
    found = await tills.find_tills(tx, codes) if codes else {}
    paid: dict[UUID, UUID] = {}
    while round_ := _next_round(wanted):
        await _take(tx, round_, orders, found, paid)
    return [one.answer for one in wanted if one.answer is not None]


def _name(one: _Wanted, sender: customers.Sender | None) -> None:
    """Read the codes; what is wrong with them is the answer."""
    if sender is None:
        one.answer = Unauthenticated()
        return
    one.sender = sender
    try:
        one.named = tuple(_scanned(purchase) for purchase in one.purchases)
    except Refusal as refusal:
        one.answer = refusal


def _scanned(purchase: Purchase) -> Scanned:
    if purchase.order_id is not None:
        return Scanned(None, purchase.order_id)
    scanned = read_merchant_code(purchase.code or "")
    if scanned is None:
        raise CodeNotFound
    return scanned


def _next_round(wanted: Sequence[_Wanted]) -> list[_Wanted]:
    """Those who can be decided together: of several who name one order, the first; the others see what became of it."""
    chosen: list[_Wanted] = []
    named: set[UUID] = set()
    for one in wanted:
        if one.answer is None and named.isdisjoint(one.order_ids):
            chosen.append(one)
        if one.answer is None:
            named.update(one.order_ids)
    return chosen


async def _take(tx: Tx, round_: list[_Wanted], orders: dict[UUID, MerchantOrder], found: dict[UUID, Till], paid: dict[UUID, UUID]) -> None:
    known = tx.port(FundingSources).names
    taken: list[tuple[_Wanted, Confirmed]] = []
    for one in round_:
        try:
            taken.append((one, _decide(tx, one, orders, found, paid, known)))
        except Refusal as refusal:
            one.answer = refusal
    answers = await take_payments(tx, [confirmed for _, confirmed in taken]) if taken else []
    for (one, _), answer in zip(taken, answers, strict=True):
        one.answer = answer
        if isinstance(answer, list):
            paid.update((payment.order_id, payment.payment_id) for payment in answer if payment.order_id is not None)


def _decide(tx: Tx, one: _Wanted, orders: dict[UUID, MerchantOrder], found: dict[UUID, Till], paid: dict[UUID, UUID], known: Sequence[str]) -> Confirmed:
    """Raise the first rule that a confirmation breaks."""
    command = one.command
    assert command.request_id is not None and one.sender is not None
    items = []
    for purchase, scanned in zip(one.purchases, one.named, strict=True):
        if scanned.order_id is not None:
            items.append(_item_of_order(tx, purchase, orders.get(scanned.order_id), command.owner_id, paid))
        elif scanned.static_code_id in found:
            items.append(_item(purchase, found[scanned.static_code_id], None))
        else:
            raise CodeNotFound
    total = check_together([item.amount for item in items], one.order_ids)
    fundings = fund(total, command.fundings, known)
    check_pin(total, one.sender.tier, command.pin)
    return Confirmed(command.request_id, one.sender, items, fundings, command.pin)


def _item_of_order(tx: Tx, purchase: Purchase, order: MerchantOrder | None, customer_id: UUID, paid: dict[UUID, UUID]) -> Item:
    if order is None or order.customer_id not in (None, customer_id):
        raise CodeNotFound
    state = "paid" if order.id in paid else order.state_at(tx.now)
    if state != "open":
        raise OrderEnded(state)
    return _item(purchase, Till(order.merchant_id, order.shop_id, order.amount.asset, order.terms), order)


def _item(purchase: Purchase, till: Till, order: MerchantOrder | None) -> Item:
    asked = None if order is None else order.amount
    amount = price(asked, purchase.amount, purchase.tip, till.asset, till.terms.takes_tips)
    tip_minor = 0 if purchase.tip is None else purchase.tip.minor
    if order is None:
        return Item(till, Method.STATIC_CODE, amount, tip_minor)
    method = Method.ORDER if order.customer_id is None else Method.PAYMENT_CODE
    return Item(till, method, amount, tip_minor, order.id, order.reference)


def _together(paid: list[Paid]) -> PaidTogether:
    return PaidTogether(tuple(paid), Amount(sum(one.amount.minor for one in paid), paid[0].amount.asset))
