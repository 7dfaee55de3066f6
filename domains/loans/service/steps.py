"""The house's own steps of an application: assess, price, put the contract into it, pay out. Each is a transaction that may be tried twice: a step whose
application does not wait for it changes nothing, and whatever a step makes has an id that follows from the application's."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from domains import credit, customers, wallet
from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.loans.errors.applications import ApplicationNotFound
from domains.loans.errors.lines import CreditLineOpen
from domains.loans.events.applications import (
    ApplicationApproved,
    ApplicationDeclined,
    ApplicationEnded,
    ApplicationPriced,
    ApplicationReferred,
    LoanOffered,
)
from domains.loans.queries import applications, decisions, preapprovals, products
from domains.loans.queries.applications import Application
from domains.loans.queries.decisions import Grounds, PublishedPolicy
from domains.loans.rules.applications import ApplicationState, Step, is_due, offered_until
from domains.loans.rules.approval import Applicant, Assessed, OnAnswers, Outcome, assess, broken_for, broken_for_offered
from domains.loans.rules.offers import costs_of, fee_of, monthly_minor, months_of, terms_of
from domains.loans.rules.products import LoanKind, LoanProductTerms
from domains.loans.service.borrowers import find_applicants
from domains.loans.service.disburse import Agreed, disburse
from domains.loans.service.lines import open_line


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCommand(Command):
    """The house takes a step of that customer's application."""

    customer_id: UUID
    application_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferCommand(Command):
    """The contract that was printed for the application as it stood after `priced`."""

    customer_id: UUID
    application_id: UUID
    priced: Application
    file: bytes


@composite_verb(Application)
async def assess_application(tx: Tx, command: StepCommand) -> Application | Refusal:
    """Decide by the policy: hard rules, then what was answered, then the band. Write down why, and by which versions. What a standing offer covers is held to
    the hard rules alone. Refuses ApplicationNotFound."""
    await customers.lock_customers(tx, [command.customer_id])
    one = await _lock(tx, command)
    if not is_due(Step.ASSESS, one.state):
        return one
    published = await decisions.find_policy(tx)
    terms = await _product_terms(tx, one)
    # By what was offered, or the dearest price that it can have: what the applicant could pay then, they can pay.
    rate = _dearest(terms) if one.preapproval_id is None else await _rate(tx, one, terms)
    asked = terms_of(terms, one.amount_minor, one.instalments, rate, business_date(tx.now))
    monthly = monthly_minor(costs_of(asked, 0).rows)
    applicant = (await find_applicants(tx, [one.customer_id], {one.customer_id: monthly}))[one.customer_id]
    assessed, grounds = await _assess(tx, one, published, terms, applicant, months_of(asked))
    await decisions.insert_decision(tx, (one.customer_id, one.id), assessed.outcome, assessed.reasons, grounds, HOUSE_ID)
    return await decided(tx, one, assessed.outcome, assessed.reasons)


async def _assess(tx: Tx, one: Application, published: PublishedPolicy, terms: LoanProductTerms, applicant: Applicant, months: int) -> tuple[Assessed, Grounds]:
    """The outcome, and what it rests on. What was answered is only looked at where no hard rule is broken."""
    grounds = Grounds(published.version, applicant.band, applicant.band_version)
    if one.preapproval_id is not None:
        broken = broken_for_offered(published.policy, applicant)
    else:
        price = None if applicant.band is None else terms.price_of(applicant.band)
        broken = broken_for(published.policy, applicant, None if price is None else price.most_minor, one.amount_minor)
    if broken:
        return Assessed(Outcome.DECLINE, tuple(reason.value for reason in broken)), grounds
    if one.preapproval_id is not None:
        return Assessed(Outcome.APPROVE, ()), grounds
    assert one.questions_version is not None and one.answers is not None
    answered = credit.Answered(one.questions_version, one.answers, Amount(one.amount_minor, one.asset), months)
    found = await credit.assess_application(tx, one.customer_id, one.id, answered)
    if found is None:
        return assess(published.policy, applicant, None), grounds
    weighed = OnAnswers(found.band.value, found.reasons)
    return assess(published.policy, applicant, weighed), grounds._replace(answers_band=found.band.value, card_version=found.card_version)


async def decided(tx: Tx, one: Application, outcome: Outcome, reasons: tuple[str, ...]) -> Application:
    """Write what follows from a decision, and say so."""
    after = {Outcome.APPROVE: ApplicationState.APPROVED, Outcome.REFER: ApplicationState.REFERRED, Outcome.DECLINE: ApplicationState.DECLINED}[outcome]
    if outcome is Outcome.APPROVE:
        tx.publish(ApplicationApproved(one.customer_id, None, one.id))
    elif outcome is Outcome.REFER:
        tx.publish(ApplicationReferred(one.customer_id, None, one.id))
    else:
        tx.publish(ApplicationDeclined(one.customer_id, None, one.id))
    return await applications.write_step(tx, one._replace(state=after, reasons=reasons))


@composite_verb(Application)
async def price_application(tx: Tx, command: StepCommand) -> Application | Refusal:
    """Its rate, fee, schedule, yearly rate and total, from today on. Refuses ApplicationNotFound."""
    one = await _lock(tx, command)
    if not is_due(Step.PRICE, one.state):
        return one
    product = await _product_terms(tx, one)
    rate = await _rate(tx, one, product)
    terms = terms_of(product, one.amount_minor, one.instalments, rate, business_date(tx.now))
    costs = costs_of(terms, fee_of(product, one.amount_minor))
    priced = one._replace(state=ApplicationState.PRICED, annual_rate=rate, terms=terms, fee_minor=costs.fee_minor, total_minor=costs.total_minor, apr=costs.apr)
    tx.publish(ApplicationPriced(one.customer_id, None, one.id))
    return await applications.write_step(tx, priced)


@composite_verb(Application)
async def offer_application(tx: Tx, command: OfferCommand) -> Application | Refusal:
    """Keep the contract and offer it. One that was printed for an application that has changed since is dropped. Refuses ApplicationNotFound."""
    one = await applications.lock_application(tx, command.customer_id, command.application_id)
    if one is None:
        raise ApplicationNotFound
    if not is_due(Step.CONTRACT, one.state) or one != command.priced:
        return one
    sha256 = hashlib.sha256(command.file).hexdigest()
    await decisions.insert_contract(tx, one.customer_id, one.id, sha256, command.file)
    product = await _product_terms(tx, one)
    until = offered_until(tx.now, product.quote_hours)
    tx.publish(LoanOffered(one.customer_id, None, one.id))
    return await applications.write_step(tx, one._replace(state=ApplicationState.OFFERED, contract_sha256=sha256, offered_until=until))


@composite_verb(Application)
async def disburse_application(tx: Tx, command: StepCommand) -> Application | Refusal:
    """Pay out what was signed, or open the line. Where the wallet cannot take the money, the application has failed and nothing is owed.

    Refuses ApplicationNotFound."""
    await customers.lock_customers(tx, [command.customer_id])
    one = await _lock(tx, command)
    if not is_due(Step.DISBURSE, one.state):
        return one
    product = (await products.find_products(tx, [one.product_code]))[one.product_code]
    opened_id, state, reasons = derived_id(one.id, "loan"), ApplicationState.DISBURSED, one.reasons
    if product.kind is LoanKind.CASH:
        assert one.terms is not None and one.fee_minor is not None and one.contract_sha256 is not None
        named = (one.customer_id, opened_id, one.product_code, one.product_version, one.terms, one.asset, one.fee_minor)
        try:
            await disburse(tx, Agreed(*named, contract_sha256=one.contract_sha256), wallet.wallet_account_id(one.customer_id, one.asset))
        except Refusal as refusal:
            state, reasons = ApplicationState.FAILED, (type(refusal).__name__,)
    elif await open_line(tx, one, product.kind, await _product_terms(tx, one), opened_id) is None:
        state, reasons = ApplicationState.FAILED, (CreditLineOpen.__name__,)
    if one.preapproval_id is not None and state is ApplicationState.DISBURSED:
        await preapprovals.accept(tx, one.customer_id, one.preapproval_id)
    tx.publish(ApplicationEnded(one.customer_id, None, one.id, state.value))
    return await applications.write_step(tx, one._replace(state=state, reasons=reasons, opened_id=None if state is ApplicationState.FAILED else opened_id))


@composite_verb(Application)
async def lapse_application(tx: Tx, command: StepCommand) -> Application | Refusal:
    """Write down that an offer's time is over. Refuses ApplicationNotFound."""
    one = await _lock(tx, command)
    if one.state is not ApplicationState.OFFERED or one.offered_until is None or tx.now < one.offered_until:
        return one
    tx.publish(ApplicationEnded(one.customer_id, None, one.id, ApplicationState.EXPIRED.value))
    return await applications.write_step(tx, one._replace(state=ApplicationState.EXPIRED))


async def _lock(tx: Tx, command: StepCommand) -> Application:
    one = await applications.lock_application(tx, command.customer_id, command.application_id)
    if one is None:
        raise ApplicationNotFound
    return one


async def _product_terms(tx: Tx, one: Application) -> LoanProductTerms:
    """The terms of the version that was applied for."""
    key = (one.product_code, one.product_version)
    return (await products.find_terms(tx, [key]))[key]


async def _rate(tx: Tx, one: Application, product: LoanProductTerms) -> Decimal:
    """What was offered beforehand, else what the band pays; who has none, or one that is not served, was approved by staff and pays the dearest."""
    if one.preapproval_id is not None:
        offered = (await preapprovals.find_preapprovals(tx, [(one.customer_id, one.preapproval_id)]))[one.customer_id, one.preapproval_id]
        assert offered.annual_rate is not None
        return offered.annual_rate
    band = (await decisions.list_decisions(tx, [(one.customer_id, one.id)]))[one.customer_id, one.id][-1].band
    price = None if band is None else product.price_of(band)
    return _dearest(product) if price is None else price.annual_rate


def _dearest(product: LoanProductTerms) -> Decimal:
    return max(one.annual_rate for one in product.prices)
