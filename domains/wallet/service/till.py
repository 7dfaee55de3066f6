"""The till: take what was confirmed from its sources and give it to merchants, each confirmation all or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from domains import customers, ledger
from domains.kernel.clock import business_date
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.accounts import collected_account_id
from domains.wallet.events.payments import MerchantPaid
from domains.wallet.ports import Draw, Drawn, FundingSource, FundingSources
from domains.wallet.queries import merchant_orders, payments
from domains.wallet.queries.payments import NewPayment, Payment
from domains.wallet.queries.tills import Till
from domains.wallet.rules.payments import Method, Share, share
from domains.wallet.rules.scenes import Scene
from domains.wallet.rules.sharing import match
from domains.wallet.service.judge_risk import RiskAsk, judge_acts, keep_decisions, strictest

PAYMENT = "payment"
"""The kind of its movements."""


class Item(NamedTuple):
    """One payment to be made. `amount` holds the tip."""

    till: Till
    method: Method
    amount: Amount
    tip_minor: int = 0
    order_id: UUID | None = None
    reference: str = ""


class Confirmed(NamedTuple):
    """What a customer confirmed at once, with which proof, and how much of the whole each source gives."""

    request_id: UUID
    payer: customers.Sender
    items: Sequence[Item]
    fundings: Sequence[tuple[str, int]]
    pin: customers.PinProof


@dataclass(frozen=True, slots=True)
class Paid:
    """A merchant was paid. `balance_after` is what the last account that gave holds, where that is the customer's."""

    payment_id: UUID
    merchant_id: UUID
    shop_id: UUID
    order_id: UUID | None
    amount: Amount
    tip: Amount
    balance_after: Amount | None
    paid_at: datetime


class _Plan(NamedTuple):
    """What each source gives, and for each payment who gets what."""

    parts: "list[_Part]"
    shares: list[list[Share]]


class _Part(NamedTuple):
    """What one source gives to one payment of a confirmation."""

    item: int
    source: str
    draw: Draw


async def take_payments(tx: Tx, confirmed: Sequence[Confirmed]) -> list[list[Paid] | Refusal]:
    """For each confirmation the payments in order, or why not: the risk rules, then the first refusal of a source or of the ledger. A verb that has locked
    the payers calls it last. A till does not wait for staff: what they would have to look at is RefusedForSafety."""
    acts = [[one.refused_unheld() for one in act] for act in await judge_acts(tx, [_asks(one) for one in confirmed])]
    answers: dict[int, list[Paid] | Refusal] = {index: refusal for index, act in enumerate(acts) if (refusal := strictest(act)) is not None}
    going = [index for index in range(len(confirmed)) if index not in answers]
    taken = await _take(tx, [confirmed[index] for index in going]) if going else []
    answers.update(zip(going, taken, strict=True))
    paid = {payment.payment_id for answer in taken if isinstance(answer, list) for payment in answer}
    keep_decisions(tx, [one for act in acts for one in act], paid)
    return [answers[index] for index in range(len(confirmed))]


async def _take(tx: Tx, confirmed: Sequence[Confirmed]) -> list[list[Paid] | Refusal]:
    """Draw, post and write down."""
    plans = [_Plan(_parts(one), [_shares(item) for item in one.items]) for one in confirmed]
    drawn = await _draw(tx, [plan.parts for plan in plans])
    journals = {index: _journal(one, plans[index], drawn) for index, one in enumerate(confirmed)}
    posted = {index: journal for index, journal in journals.items() if not isinstance(journal, Refusal)}
    verdicts = dict(zip(posted, await ledger.post(tx, list(posted.values())) if posted else (), strict=True))
    answers: list[list[Paid] | Refusal] = []
    new: list[NewPayment] = []
    taken: list[_Part] = []
    for index, one in enumerate(confirmed):
        verdict = verdicts.get(index, journals[index])
        if isinstance(verdict, ledger.Posting):
            made = [_new_payment(tx, one, number, plans[index], drawn) for number in range(len(one.items))]
            new += made
            answers.append([_paid(tx, one, payment, verdict) for payment, _, _ in made])
            taken += plans[index].parts
        else:
            assert isinstance(verdict, Refusal)
            answers.append(verdict)
    payments.write_payments(tx, new)
    merchant_orders.write_paid(tx, [(one.order_id, one.id) for one, _, _ in new if one.order_id is not None])
    await _tell_sources(tx, taken, drawn)
    return answers


def payment_id_of(request_id: UUID, number: int = 0) -> UUID:
    """The id of a confirmation's payment."""
    return derived_id(request_id, f"payment:{number}")


def draw_id_of(payment_id: UUID, source: str) -> UUID:
    """What a source gives to a payment."""
    return derived_id(payment_id, f"draw:{source}")


def movement_id_of(draw_id: UUID, merchant_id: UUID) -> UUID:
    """The movement by which that comes to a merchant who gets a share."""
    return derived_id(draw_id, str(merchant_id))


def _asks(confirmed: Confirmed) -> list[RiskAsk]:
    """What the rules are asked: for each payment, in the light of all that is confirmed with it."""
    asset = confirmed.items[0].amount.asset
    whole = Amount(sum(item.amount.minor for item in confirmed.items), asset) if len(confirmed.items) > 1 else None
    return [
        RiskAsk(
            payment_id_of(confirmed.request_id, number),
            *(Scene.PAY, confirmed.payer, item.till.merchant_id, item.amount, confirmed.pin),
            movement_id=None,
            whole=whole,
        )
        for number, item in enumerate(confirmed.items)
    ]


def _parts(confirmed: Confirmed) -> list[_Part]:
    """Which source gives what to which payment: the first sources to the first payments."""
    asset = confirmed.items[0].amount.asset
    moves = match([minor for _, minor in confirmed.fundings], [item.amount.minor for item in confirmed.items])
    parts = []
    for source, item, minor in sorted(moves, key=lambda move: move[1]):
        payment_id = payment_id_of(confirmed.request_id, item)
        name = confirmed.fundings[source][0]
        taker = confirmed.items[item]
        part = Amount(minor, asset)
        draw = Draw(draw_id_of(payment_id, name), payment_id, confirmed.payer.id, confirmed.payer.tier, part, taker.till.merchant_id, taker.amount.minor)
        parts.append(_Part(item, name, draw))
    return parts


async def _draw(tx: Tx, parts: Sequence[Sequence[_Part]]) -> dict[UUID, Drawn | Refusal]:
    """Ask each source once for all that it is to give."""
    by_source: dict[str, list[Draw]] = {}
    for part in (part for of_one in parts for part in of_one):
        by_source.setdefault(part.source, []).append(part.draw)
    drawn: dict[UUID, Drawn | Refusal] = {}
    for name, draws in by_source.items():
        drawn.update(zip((draw.id for draw in draws), await _wired(tx, name).draw(tx, draws), strict=True))
    return drawn


async def _tell_sources(tx: Tx, taken: Sequence[_Part], drawn: dict[UUID, Drawn | Refusal]) -> None:
    """Tell each source once which of its draws were posted."""
    by_source: dict[str, list[tuple[Draw, Drawn]]] = {}
    for part in taken:
        answer = drawn[part.draw.id]
        assert isinstance(answer, Drawn)
        by_source.setdefault(part.source, []).append((part.draw, answer))
    for name, of_one in by_source.items():
        await _wired(tx, name).took(tx, of_one)


def _wired(tx: Tx, name: str) -> FundingSource:
    source = tx.port(FundingSources).find(name)
    assert source is not None
    return source


def _shares(item: Item) -> list[Share]:
    return share(item.amount.minor, item.tip_minor, item.till.merchant_id, item.till.terms)


def _journal(confirmed: Confirmed, plan: _Plan, drawn: dict[UUID, Drawn | Refusal]) -> tuple[UUID, list[ledger.Planned]] | Refusal:
    """What is posted for a confirmation: what its sources plan, then from each source to each who gets a share."""
    planned: list[ledger.Planned] = []
    asset = confirmed.items[0].amount.asset
    for number, shares in enumerate(plan.shares):
        of_item = [part for part in plan.parts if part.item == number]
        for part in of_item:
            answer = drawn[part.draw.id]
            if isinstance(answer, Refusal):
                return answer
            planned += answer.beside
        for giver, taker, minor in match([part.draw.amount.minor for part in of_item], [one.minor for one in shares]):
            draw = of_item[giver].draw
            source = drawn[draw.id]
            assert isinstance(source, Drawn)
            target = shares[taker].merchant_id
            planned.append(
                ledger.PlannedMovement(
                    movement_id_of(draw.id, target), PAYMENT, source.account_id, collected_account_id(target), Amount(minor, asset), source.limits
                )
            )
    return confirmed.request_id, planned


def _new_payment(tx: Tx, confirmed: Confirmed, number: int, plan: _Plan, drawn: dict[UUID, Drawn | Refusal]) -> NewPayment:
    item = confirmed.items[number]
    payment = Payment(
        confirmed.payer.id,
        payment_id_of(confirmed.request_id, number),
        confirmed.request_id,
        item.till.merchant_id,
        item.till.shop_id,
        item.order_id,
        item.method,
        item.amount,
        Amount(item.tip_minor, item.amount.asset),
        Amount(0, item.amount.asset),
        item.reference,
        business_date(tx.now),
        tx.now,
    )
    sources = []
    for part in plan.parts:
        source = drawn[part.draw.id]
        if part.item == number and isinstance(source, Drawn):
            sources.append((part.source, source.account_id, part.draw.amount.minor))
    return NewPayment(payment, sources, plan.shares[number])


def _paid(tx: Tx, confirmed: Confirmed, payment: Payment, posting: ledger.Posting) -> Paid:
    asset = payment.amount.asset.code
    tx.publish(
        MerchantPaid(
            *(payment.customer_id, payment.merchant_id, payment.id, payment.shop_id, payment.order_id),
            *(payment.method.value, payment.amount.minor, payment.tip.minor, asset),
        )
    )
    last = posting[-1].debit
    balance = last.balance_after if last.owner_id == confirmed.payer.id else None
    return Paid(payment.id, payment.merchant_id, payment.shop_id, payment.order_id, payment.amount, payment.tip, balance, payment.paid_at)
