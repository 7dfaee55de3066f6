"""Settle an agreement's month: a statement for each party, and what is owed to it paid into its balance, in one transaction."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domains import ledger
from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.scenes.errors.agreement import AgreementNotFound
from domains.scenes.events.agreement import AgreementSettled
from domains.scenes.queries import accrual as accruals
from domains.scenes.queries import agreement as agreements
from domains.scenes.queries.accrual import AgreementSettlement, MonthTotal
from domains.scenes.queries.agreement import Agreement
from domains.scenes.rules.agreement import check_month, due_of
from domains.scenes.service.agreement import partner_balance_id, payable_account_id

COMMISSION_SETTLED = "commission_settled"
"""The kind of its movements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleAgreementCommand(Command):
    """The job's has no request id: the agreement's row, which knows through which month it is settled, makes repeats harmless. A month is named by its first
    day."""

    agreement_id: UUID
    month: date


@dataclass(frozen=True, slots=True)
class AgreementMonth:
    """A month that is settled: one statement for each party that earned something, or had something carried."""

    agreement_id: UUID
    month: date
    settlements: tuple[AgreementSettlement, ...]


@composite_verb(AgreementMonth)
async def settle_agreement(tx: Tx, command: SettleAgreementCommand) -> AgreementMonth | Refusal:
    """Settle a month once; a repeat is told the same and pays nothing. Refuses AgreementNotFound; AgreementMonthNotOver for a month that is
    not the next, or not over in Asia/Shanghai."""
    agreement = await agreements.lock_agreement(tx, command.agreement_id)
    if agreement is None:
        raise AgreementNotFound
    if command.month <= agreement.settled_through:
        there = await accruals.list_month(tx, agreement.id, command.month)
        return AgreementMonth(agreement.id, command.month, tuple(there))
    check_month(command.month, agreement.settled_through, business_date(tx.now))
    totals = await accruals.month_totals(tx, agreement.id, command.month)
    carried = await accruals.list_carried(tx, agreement.id)
    settled = []
    for party_id in sorted(totals.keys() | carried.keys()):
        total = totals.get(party_id, MonthTotal(party_id, 0, 0, 0, 0))
        settled.append(_settlement(tx, agreement, command.month, total, carried.get(party_id, 0)))
    await agreements.set_settled(tx, agreement.id, command.month)
    await _pay(tx, agreement, settled)
    for one in settled:
        await accruals.insert_settlement(tx, one)
        if one.paid.minor and one.party_id != HOUSE_ID:
            tx.publish(AgreementSettled(one.party_id, None, agreement.id, one.id, one.month, one.paid.minor, agreement.asset.code))
    return AgreementMonth(agreement.id, command.month, tuple(settled))


def _settlement(tx: Tx, agreement: Agreement, month: date, total: MonthTotal, brought_minor: int) -> AgreementSettlement:
    paid_minor, carried_minor = due_of(brought_minor, total.accrued_minor, total.reversed_minor)
    accrued, reversed_, paid = (Amount(minor, agreement.asset) for minor in (total.accrued_minor, total.reversed_minor, paid_minor))
    id_ = derived_id(agreement.id, f"settlement:{month}:{total.party_id}")
    return AgreementSettlement(
        *(agreement.id, month, total.party_id, id_, total.orders, total.refunds, brought_minor, accrued, reversed_, paid, carried_minor, tx.now)
    )


async def _pay(tx: Tx, agreement: Agreement, settled: list[AgreementSettlement]) -> None:
    """From what is owed to each party into its balance: one journal for the month. The house pays itself nothing: its part never left it."""
    planned: list[ledger.Planned] = [
        ledger.PlannedMovement(
            derived_id(one.id, "post"),
            COMMISSION_SETTLED,
            payable_account_id(agreement.id, one.party_id),
            partner_balance_id(one.party_id, agreement.asset),
            one.paid,
        )
        for one in settled
        if one.paid.minor and one.party_id != HOUSE_ID
    ]
    if planned:
        (verdict,) = await ledger.post(tx, [(derived_id(agreement.id, f"settlement:{settled[0].month}"), planned)])
        if isinstance(verdict, Refusal):
            raise verdict
