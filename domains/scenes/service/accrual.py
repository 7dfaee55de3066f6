"""Accrue what orders earn for the parties of agreements, once for each order, and take back what refunds take back.

The books move with the rows, in one transaction: for each agreement and party one movement for what happened together, from the house's expense to what is
owed to the party, or back. So the balance of what is owed is at every moment what was accrued, less reversed, less paid. The house's own part stays where it
is: it is written as a part, and moves nothing."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domains import ledger
from domains.kernel.assets import asset_of
from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID
from domains.kernel.errors import Refusal
from domains.kernel.events import PublishedEvent
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.scenes.events.agreement import PartnerPaymentRefunded
from domains.scenes.queries import accrual as accruals
from domains.scenes.queries import agreement as agreements
from domains.scenes.queries import order as orders
from domains.scenes.queries import payment as payments
from domains.scenes.queries.accrual import Accrued, NewAccrual
from domains.scenes.queries.agreement import Agreement, AgreementSplit
from domains.scenes.rules.agreement import commission_of, part_commission, period_of, taken_back
from domains.scenes.service.agreement import expense_account_id, payable_account_id

COMMISSION_ACCRUED, COMMISSION_REVERSED = "commission_accrued", "commission_reversed"
"""The kinds of its movements."""


class Happening(NamedTuple):
    """An order of a scene or a payment of a partner (`entry_id` is the order's), or with an `entry_id` of its own a refund of it. The rule of `day` is used."""

    scene: str | None
    partner_id: UUID | None
    asset: str
    order_id: UUID
    entry_id: UUID
    amount_minor: int
    day: date

    @property
    def is_refund(self) -> bool:
        return self.entry_id != self.order_id


async def accrue_facts(tx: Tx, events: Sequence[PublishedEvent]) -> None:
    """Accrue what happened, by the day on which the order was made."""
    paid = [one for one in events if one.name in ("SceneOrderPaid", "SceneOrderRefunded")]
    made = await orders.find_orders(tx, [UUID(one.payload["order_id"]) for one in paid], [one.subject_id for one in paid])
    days = {order.id: business_date(order.requested_at) for order in made if order is not None}
    initiated = await payments.find_initiations(tx, [UUID(one.payload["initiation_id"]) for one in events if "initiation_id" in one.payload])
    days |= {one.id: business_date(one.initiated_at) for one in initiated.values()}
    await accrue(tx, [_happening(one, days) for one in events])


async def accrue(tx: Tx, happenings: Sequence[Happening]) -> None:
    """Accrue for each agreement that is concerned, in the order of what happened. What was accrued before is passed over."""
    scenes = sorted({one.scene for one in happenings if one.scene is not None})
    partner_ids = sorted({one.partner_id for one in happenings if one.partner_id is not None})
    for agreement in await agreements.lock_concerned(tx, scenes, partner_ids):
        concerned = [one for one in happenings if _concerns(agreement, one)]
        if concerned:
            await _accrue_one(tx, agreement, concerned)


async def tell_of_refunds(tx: Tx, events: Sequence[PublishedEvent]) -> None:
    """Say of refunds of payments that partners initiated, that they are that."""
    initiated = await payments.find_initiations_of_payments(tx, [UUID(one.payload["payment_id"]) for one in events])
    for event in events:
        one = initiated.get(UUID(event.payload["payment_id"]))
        if one is not None:
            what = (one.consent_id, one.id, UUID(event.payload["refund_id"]), event.payload["amount_minor"], event.payload["asset"])
            tx.publish(PartnerPaymentRefunded(one.customer_id, one.partner_id, *what))


class _Books:
    """What is known of one agreement's orders while a group of happenings is accrued."""

    def __init__(self, agreement: Agreement, splits: Sequence[AgreementSplit], before: Sequence[Accrued], today: date) -> None:
        self.agreement = agreement
        self.today = today
        self.splits = {one.id: one for one in splits}
        self.carries = {one.id: list(one.carries) for one in splits}
        self.written = {one.entry_id for one in before}
        self.of_orders = {one.order_id: one for one in before if not one.is_refund}
        self.refunded: dict[UUID, int] = {}
        for one in before:
            if one.is_refund:
                self.refunded[one.order_id] = self.refunded.get(one.order_id, 0) + one.amount_minor

    def row_of(self, one: Happening) -> NewAccrual | None:
        """The row of an order or refund; None where it has one, and where nothing was agreed for it."""
        if one.entry_id in self.written:
            return None
        row = self._refund_row(one) if one.is_refund else self._order_row(one)
        if row is not None:
            self.written.add(one.entry_id)
        return row

    def _order_row(self, one: Happening) -> NewAccrual | None:
        split = next((split for split in self.splits.values() if split.is_in_force(one.day)), None)
        if split is None:
            return None
        commission = commission_of(one.amount_minor, split.commission_bps, split.fixed_minor, split.least_minor)
        parts, self.carries[split.id] = part_commission(commission, split.shares_bps, self.carries[split.id])
        self.of_orders[one.order_id] = Accrued(one.entry_id, one.order_id, split.id, False, one.amount_minor, parts)
        return self._row(one, split.id, period_of(one.day, self.agreement.settled_through), parts)

    def _refund_row(self, one: Happening) -> NewAccrual | None:
        order = self.of_orders.get(one.order_id)
        if order is None:
            return None
        before = self.refunded.get(one.order_id, 0)
        self.refunded[one.order_id] = before + one.amount_minor
        parts = taken_back(order.parts, order.amount_minor, before, one.amount_minor)
        return self._row(one, order.split_id, period_of(self.today, self.agreement.settled_through), parts)

    def _row(self, one: Happening, split_id: UUID, month: date, parts: list[int]) -> NewAccrual:
        return NewAccrual(self.agreement.id, one.entry_id, one.order_id, split_id, one.is_refund, month, one.amount_minor, sum(parts), parts)


async def _accrue_one(tx: Tx, agreement: Agreement, happenings: Sequence[Happening]) -> None:
    splits = (await agreements.list_splits(tx, [agreement.id]))[agreement.id]
    before = await accruals.list_accrued(tx, agreement.id, sorted({one.order_id for one in happenings}))
    books = _Books(agreement, splits, before, business_date(tx.now))
    rows = [row for one in happenings if (row := books.row_of(one)) is not None]
    if not rows:
        return
    await accruals.insert_accruals(tx, rows)
    for split in splits:
        if list(split.carries) != books.carries[split.id]:
            await agreements.set_carries(tx, split.id, books.carries[split.id])
    await _post(tx, agreement, books, rows)


async def _post(tx: Tx, agreement: Agreement, books: _Books, rows: Sequence[NewAccrual]) -> None:
    """One movement for each party and direction: the ids follow from the first row, which is written once."""
    earned: dict[tuple[str, UUID], int] = {}
    for row in rows:
        kind = COMMISSION_REVERSED if row.is_refund else COMMISSION_ACCRUED
        for party, minor in zip(books.splits[row.split_id].parties, row.parts, strict=True):
            if party != HOUSE_ID:
                earned[kind, party] = earned.get((kind, party), 0) + minor
    expense = expense_account_id(agreement.asset)
    planned: list[ledger.Planned] = []
    for (kind, party), minor in sorted(earned.items()):
        payable = payable_account_id(agreement.id, party)
        debit, credit = (expense, payable) if kind == COMMISSION_ACCRUED else (payable, expense)
        if minor:
            planned.append(
                ledger.PlannedMovement(derived_id(rows[0].entry_id, f"{agreement.id}:{kind}:{party}"), kind, debit, credit, _amount(agreement, minor))
            )
    if planned:
        (verdict,) = await ledger.post(tx, [(derived_id(rows[0].entry_id, f"{agreement.id}:accrual"), planned)])
        if isinstance(verdict, Refusal):
            raise verdict


def _happening(event: PublishedEvent, days: dict[UUID, date]) -> Happening:
    told = event.payload
    is_of_scene = "order_id" in told
    order_id = UUID(told["order_id"] if is_of_scene else told["initiation_id"])
    entry_id = UUID(told["refund_id"]) if "refund_id" in told else order_id
    partner_id = None if is_of_scene else event.counterpart_id
    return Happening(told.get("scene"), partner_id, told["asset"], order_id, entry_id, told["amount_minor"], days[order_id])


def _amount(agreement: Agreement, minor: int) -> Amount:
    return Amount(minor, agreement.asset)


def _concerns(agreement: Agreement, one: Happening) -> bool:
    is_of = one.scene == agreement.scene if agreement.scene is not None else one.partner_id == agreement.partner_id
    return is_of and asset_of(one.asset) == agreement.asset
