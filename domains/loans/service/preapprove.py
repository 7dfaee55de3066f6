"""Limits that are offered before anybody asks: batches by staff, acceptance by the customer, and their end when a consent does."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from domains import credit, customers
from domains.kernel.clock import business_date
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import AmountOutOfRange, Refusal
from domains.kernel.ids import derived_id, new_id
from domains.kernel.money import Amount
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx
from domains.loans.errors.applications import BorrowerUnfit, ProfileNeeded
from domains.loans.errors.lines import PreapprovalNotFound
from domains.loans.errors.products import LoanProductClosed, LoanProductMalformed, LoanProductNotFound
from domains.loans.events.lines import PreapprovalBatchStarted
from domains.loans.queries import decisions, preapprovals, products
from domains.loans.queries.applications import Application
from domains.loans.queries.decisions import PublishedPolicy
from domains.loans.queries.preapprovals import Batch, Preapproval
from domains.loans.queries.products import LoanProduct
from domains.loans.rules.approval import Applicant, Occupation, broken_for_offered
from domains.loans.rules.offers import costs_of, monthly_minor, terms_of
from domains.loans.rules.preapproval import PreapprovalState, check_standing, limit_for
from domains.loans.rules.products import LoanProductState
from domains.loans.service.apply import check_asked, check_income, check_no_line, check_sold, submit
from domains.loans.service.borrowers import find_applicants

GROUP_MOST = 200
LIFE_MOST = timedelta(days=92)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPreapprovalCommand(Command):
    """`owner_id` is a member of staff: offer a product to whoever is good for it, until then. `request_id` becomes the batch's id."""

    session_id: UUID = field(metadata=UNHASHED)
    product_code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PreapproveGroupCommand(Command):
    """The house goes on with a batch by one group of customers."""

    batch_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptPreapprovalCommand(Command):
    """`owner_id` takes so much of what is offered to them. `request_id` becomes the application's id.

    Who never said what they do and earn says so now; who has may say what has changed."""

    session_id: UUID = field(metadata=UNHASHED)
    preapproval_id: UUID
    amount: Amount
    count: int
    occupation: Occupation | None = None
    income: Amount | None = None


@composite_verb(Batch)
async def start_preapproval(tx: Tx, command: StartPreapprovalCommand) -> Batch | Refusal:
    """Begin a batch; it goes on by itself. Refuses LoanProductNotFound, LoanProductClosed, LoanProductMalformed for an end that is past or too far."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    return await begin_preapproval(tx, command)


async def begin_preapproval(tx: Tx, command: StartPreapprovalCommand) -> Batch:
    """The same, for whom the house trusts: its own seeds. Raises what `start_preapproval` refuses."""
    product = await products.lock_product(tx, command.product_code)
    if product is None:
        raise LoanProductNotFound
    if product.state is not LoanProductState.ON_SALE:
        raise LoanProductClosed(product.state.value)
    if not tx.now < command.expires_at <= tx.now + LIFE_MOST:
        raise LoanProductMalformed("expires_at")
    assert command.request_id is not None
    await preapprovals.insert_batch(tx, command.request_id, product.code, command.expires_at, command.owner_id)
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "loans.start_preapproval", product.id, {"batch": str(command.request_id)})
    tx.publish(PreapprovalBatchStarted(command.owner_id, None, command.request_id))
    return await preapprovals.lock_batch(tx, command.request_id)


@composite_verb(Batch)
async def preapprove_group(tx: Tx, command: PreapproveGroupCommand) -> Batch | Refusal:
    """The next customers of a batch, in the order of their ids: all who ever consented to be scored. Those who withdrew it are refused with that reason, as is
    whoever breaks another hard rule. It may be called again after any death."""
    batch = await preapprovals.lock_batch(tx, command.batch_id)
    if batch.is_done:
        return batch
    ids = await customers.identities.list_asked(tx, credit.PURPOSE, batch.done_through, GROUP_MOST)
    product = (await products.find_products(tx, [batch.product_code]))[batch.product_code]
    if not ids or tx.now >= batch.expires_at:
        return await preapprovals.move_batch(tx, batch, batch.done_through, 0, 0, is_done=True)
    published = await decisions.find_policy(tx)
    applicants = await find_applicants(tx, ids)
    limits = {one.customer_id: one.limit for one in await credit.find_entitlements(tx, ids)}
    found = [_found(tx, batch, product, published, id_, applicants[id_], limits[id_]) for id_ in ids]
    await preapprovals.insert_preapprovals(tx, batch, found)
    offered = sum(one.state is PreapprovalState.OFFERED for one in found)
    return await preapprovals.move_batch(tx, batch, ids[-1], offered, len(found) - offered, is_done=len(ids) < GROUP_MOST)


@composite_verb(Application)
async def accept_preapproval(tx: Tx, command: AcceptPreapprovalCommand) -> Application | Refusal:
    """Ask for what is offered: the hard rules are asked again now and when it is assessed; the rest has been decided.

    Refuses PreapprovalNotFound, PreapprovalEnded, LoanProductClosed, LoanTermsChanged, AssetMismatch, AmountOutOfRange, CountNotOffered, CreditLineOpen,
    ProfileNeeded, IncomeMalformed, BorrowerUnfit, ApplicationOpen."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    offer = await preapprovals.lock_preapproval(tx, command.owner_id, command.preapproval_id)
    if offer is None or offer.state is PreapprovalState.REFUSED:
        raise PreapprovalNotFound
    check_standing(offer.state, offer.expires_at, tx.now)
    product = await check_sold(tx, offer.product_code, offer.product_version)
    check_asked(product, command.amount, command.count)
    if command.amount.minor > offer.limit_minor:
        raise AmountOutOfRange(command.amount.minor, offer.asset.code, product.terms.least_minor, offer.limit_minor)
    await check_no_line(tx, command.owner_id, product)
    published = await decisions.find_policy(tx)
    await _save_told(tx, command, product)
    assert offer.annual_rate is not None
    costs = costs_of(terms_of(product.terms, command.amount.minor, command.count, offer.annual_rate, business_date(tx.now)), 0)
    applicant = (await find_applicants(tx, [command.owner_id], {command.owner_id: monthly_minor(costs.rows)}))[command.owner_id]
    if applicant.occupation is None:
        raise ProfileNeeded
    broken = broken_for_offered(published.policy, applicant)
    if broken:
        raise BorrowerUnfit(tuple(reason.value for reason in broken))
    assert command.request_id is not None
    return await submit(tx, product, command.owner_id, command.request_id, command.amount.minor, command.count, (offer.id, None, None))


async def _save_told(tx: Tx, command: AcceptPreapprovalCommand, product: LoanProduct) -> None:
    if command.occupation is None and command.income is None:
        return
    if command.occupation is None or command.income is None:
        raise ProfileNeeded
    check_income(product, command.income)
    await decisions.save_profile(tx, command.owner_id, command.occupation, command.income.minor)


def _found(tx: Tx, batch: Batch, product: LoanProduct, published: PublishedPolicy, customer_id: UUID, applicant: Applicant, bank_limit: Amount) -> Preapproval:
    limit_minor, price, reasons = limit_for(published.policy, product.terms, applicant, bank_limit.minor)
    state = PreapprovalState.REFUSED if price is None else PreapprovalState.OFFERED
    named = (customer_id, derived_id(batch.id, str(customer_id)), batch.id, product.code, product.version, product.asset)
    rate = None if price is None else price.annual_rate
    told = tuple(reason.value for reason in reasons)
    return Preapproval(*named, limit_minor, rate, applicant.band, state, told, published.version, tx.now, batch.expires_at)
