"""Approve a payment run: a second member of the company checks it, and it is paid, all or nothing."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from domains import customers, ledger, wallet
from domains.kernel.assets import asset_of
from domains.kernel.commands import UNHASHED, composite_verb
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.scenes.errors.trade import InvoicesNotPayable
from domains.scenes.events.company import CompanyRunPaid
from domains.scenes.events.trade import InvoicePaid
from domains.scenes.queries import company as companies
from domains.scenes.queries import payment_run as runs
from domains.scenes.queries import trade
from domains.scenes.queries.company import Company
from domains.scenes.queries.payment_run import InvoicePayment, PaymentRun
from domains.scenes.queries.trade import DocumentKey
from domains.scenes.rules.company import CHECKS
from domains.scenes.rules.order import check_order
from domains.scenes.rules.payment_run import RunState, check_approval
from domains.scenes.rules.trade import PaymentInstruction, TradeKind
from domains.scenes.service.bill import scene_that_can
from domains.scenes.service.company import accounts_of, partner_of
from domains.scenes.service.payment_run import RunChanged, RunCommand, lock_run_for
from domains.scenes.service.trade_books import Books, check_run, invoice_key, lock_books

INVOICE_PAYMENT = "invoice_payment"
"""The kind of its movements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveRunCommand(RunCommand):
    """`owner_id` is the checker, whose PIN it is."""

    pin: customers.PinProof = field(metadata=UNHASHED)


@composite_verb(RunChanged)
async def approve_run(tx: Tx, command: ApproveRunCommand) -> RunChanged | Refusal | Unauthenticated:
    """Pay it. Refuses PaymentRunNotFound, PaymentRunNotOpen, PaymentRunOwn, SceneNotFound, InvoicesNotPayable, then as check_order for what it comes to in
    each currency, then as the risk rules (RefusedForSafety where staff would have to look first), then as the ledger. What the rules refused is kept."""
    run = await lock_run_for(tx, command, CHECKS)
    check_approval(run.state, run.made_by, command.owner_id)
    scene = scene_that_can(tx, run.scene, "invoices")
    payer = await _payer(tx, command, run)
    if payer is None:
        return Unauthenticated()
    books = await lock_books(tx, sorted({invoice_key(run, one) for one in run.instructions}))
    faults = check_run(run, books)
    if faults:
        raise InvoicesNotPayable(faults)
    for total in run.totals:
        check_order(total, scene.payment_most_minor, payer.tier, command.pin)
    acts = await wallet.judging.judge_acts(tx, _asks(command, run, books, payer))
    judged = [one.refused_unheld() for act in acts for one in act]
    refusal = wallet.judging.strictest(judged)
    if refusal is not None:
        wallet.judging.keep_decisions(tx, judged, [])
        return refusal
    planned = await _plan(tx, run, books, {one.ask.movement_id: one for one in judged})
    (verdict,) = await ledger.post(tx, [(run.id, planned)])
    if isinstance(verdict, Refusal):
        raise verdict
    wallet.judging.keep_decisions(tx, judged, [one.ask.id for one in judged])
    await _write(tx, replace(run, state=RunState.PAID, decided_by=command.owner_id, decided_at=tx.now, payments=_payments(run, books, planned)), books)
    return RunChanged(run.id, RunState.PAID)


async def _payer(tx: Tx, command: ApproveRunCommand, run: PaymentRun) -> customers.Sender | None:
    """The company's customer, of whose tier it is and for whom its acts are counted; signed in as the checker is. Both are held, in order of ids."""
    held = await customers.lock_customers(tx, [command.owner_id, run.customer_id])
    ((checker, _),) = await customers.find_parties(tx, [(command.owner_id, command.session_id)], [(None, None)])
    if checker is None:
        return None
    return checker._replace(id=run.customer_id, tier=held[run.customer_id].tier)


def _asks(command: ApproveRunCommand, run: PaymentRun, books: Books, payer: customers.Sender) -> list[list[wallet.judging.RiskAsk]]:
    """For each currency one act, with a part for each invoice. Each attempt is judged anew, under ids of its own."""
    assert command.request_id is not None
    return [
        [
            wallet.judging.RiskAsk(
                derived_id(command.request_id, f"invoice:{one.invoice}"),
                *(wallet.judging.Scene.INVOICE, payer, _supplier(run, books, one.invoice).customer_id, Amount(one.amount_minor, total.asset), command.pin),
                movement_id=_movement_id(run, one),
                whole=total if len(run.instructions) > 1 else None,
            )
            for one in run.instructions
            if one.currency == total.asset.code
        ]
        for total in run.totals
    ]


def _movement_id(run: PaymentRun, one: PaymentInstruction) -> UUID:
    return derived_id(run.id, f"invoice:{one.invoice}")


async def _plan(tx: Tx, run: PaymentRun, books: Books, judged: dict[UUID | None, wallet.judging.Judged]) -> list[ledger.PlannedMovement | ledger.PlannedHold]:
    company = (await companies.find_companies(tx, [run.company_id]))[run.company_id]
    suppliers = {supplier.id: supplier for one in run.instructions if (supplier := _supplier(run, books, one.invoice))}
    accounts = {code: await accounts_of(tx, [company, *suppliers.values()], asset_of(code)) for code in sorted({one.currency for one in run.instructions})}
    planned: list[ledger.PlannedMovement | ledger.PlannedHold] = []
    for one in run.instructions:
        supplier, movement_id = _supplier(run, books, one.invoice), _movement_id(run, one)
        source, target = accounts[one.currency][company.id], accounts[one.currency][supplier.id]
        limits = wallet.judging.limits_for(tx, judged[movement_id], to_payee=False)
        planned.append(ledger.PlannedMovement(movement_id, INVOICE_PAYMENT, source, target, Amount(one.amount_minor, asset_of(one.currency)), limits))
    return planned


def _payments(run: PaymentRun, books: Books, planned: list[ledger.PlannedMovement | ledger.PlannedHold]) -> tuple[InvoicePayment, ...]:
    return tuple(
        InvoicePayment(one.line, books.invoices[invoice_key(run, one)].id, moved.id, moved.amount) for one, moved in zip(run.instructions, planned, strict=True)
    )


async def _write(tx: Tx, run: PaymentRun, books: Books) -> None:
    await runs.update_run(tx, run)
    for one, paid in zip(run.instructions, run.payments, strict=True):
        supplier_id = _supplier(run, books, one.invoice).customer_id
        tx.publish(InvoicePaid(run.customer_id, supplier_id, paid.invoice_id, run.scene, paid.movement_id, one.amount_minor, one.currency))
    tx.publish(CompanyRunPaid(run.customer_id, partner_of(tx, run.scene), run.company_id, run.id))
    trade.write_paid(tx, [(run.customer_id, paid.invoice_id, paid.movement_id) for paid in run.payments])


def _supplier(run: PaymentRun, books: Books, invoice: str) -> Company:
    """Whom an invoice of the run pays. That it is known was checked."""
    supplier = books.supplier_of(books.invoices[DocumentKey(run.customer_id, run.scene, TradeKind.INVOICE, invoice)])
    assert supplier is not None
    return supplier
