"""The steps of an application, a job for each, called for by the fact of the step before: somebody waits in front of a screen. What a dead worker left is
taken up by the clock."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from domains import customers
from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import job, periodic, told_together
from domains.loans.events.applications import ApplicationApproved, ApplicationPriced, ApplicationSigned, ApplicationSubmitted
from domains.loans.ports import ContractPrinter, ContractText
from domains.loans.queries import applications, lines, products
from domains.loans.queries.applications import Application
from domains.loans.rules.applications import WAITING_FOR, ApplicationState, Step
from domains.loans.rules.offers import costs_of
from domains.loans.service.lines import ExpireLineCommand, expire_line
from domains.loans.service.steps import (
    OfferCommand,
    StepCommand,
    assess_application,
    disburse_application,
    lapse_application,
    offer_application,
    price_application,
)

STALE_AFTER = timedelta(minutes=1)
DUE_MAX = 500
"""That one run takes."""


@job(ApplicationSubmitted, urgent=True)
async def assess_submitted(database: Database, payload: dict[str, Any]) -> None:
    """Rules and scorecard."""
    await database.write(assess_application, _step(payload))


@job(ApplicationApproved, urgent=True)
async def price_approved(database: Database, payload: dict[str, Any]) -> None:
    """Rate, schedule and costs."""
    await database.write(price_application, _step(payload))


@job(ApplicationPriced, urgent=True)
async def print_contract(database: Database, payload: dict[str, Any]) -> None:
    """The contract is printed between two transactions: drawing it holds no lock."""
    await offer(database, UUID(payload["subject_id"]), UUID(payload["application_id"]))


@job(ApplicationSigned, urgent=True)
async def disburse_signed(database: Database, payload: dict[str, Any]) -> None:
    """The money, or the line."""
    await database.write(disburse_application, _step(payload))


@periodic("* * * * *")
async def resume_applications(database: Database) -> None:
    """Take up what has waited too long for a step; one that fails does not keep the others."""
    async with database.reading(single=True) as read:
        waiting = await applications.list_waiting(read, WAITING_FOR, read.now - STALE_AFTER, DUE_MAX)
    with told_together("applications that could not be moved on") as attempt:
        for customer_id, application_id, state in waiting:
            with attempt():
                await take_step(database, customer_id, application_id, state)


@periodic("* * * * *")
async def lapse_offers(database: Database) -> None:
    """Write down which offers' time is over."""
    async with database.reading(single=True) as read:
        lapsed = await applications.list_lapsed(read, DUE_MAX)
    with told_together("offers that could not be ended") as attempt:
        for customer_id, application_id in lapsed:
            with attempt():
                await database.write(lapse_application, _command(customer_id, application_id))


@periodic("*/10 * * * *")
async def expire_lines(database: Database) -> None:
    """Write down which lines' time is over."""
    async with database.reading(single=True) as read:
        expiring = await lines.list_expiring(read, business_date(read.now), DUE_MAX)
    with told_together("lines that could not be ended") as attempt:
        for customer_id, line_id in expiring:
            with attempt():
                await database.write(expire_line, ExpireLineCommand(request_id=None, owner_id=HOUSE_ID, customer_id=customer_id, line_id=line_id))


async def take_step(database: Database, customer_id: UUID, application_id: UUID, state: ApplicationState) -> None:
    """The step that the state waits for."""
    step = WAITING_FOR[state]
    if step is Step.CONTRACT:
        await offer(database, customer_id, application_id)
        return
    verb = {Step.ASSESS: assess_application, Step.PRICE: price_application, Step.DISBURSE: disburse_application}[step]
    await database.write(verb, _command(customer_id, application_id))


async def offer(database: Database, customer_id: UUID, application_id: UUID) -> None:
    """Print the contract of a priced application, and offer it."""
    async with database.reading() as read:
        one = (await applications.find_applications(read, [(customer_id, application_id)])).get((customer_id, application_id))
        if one is None or one.state is not ApplicationState.PRICED:
            return
        product = (await products.find_products(read, [one.product_code]))[one.product_code]
        terms = (await products.find_terms(read, [(one.product_code, one.product_version)]))[one.product_code, one.product_version]
        customer = (await customers.list_customers(read, [customer_id]))[customer_id]
        printer = read.port(ContractPrinter)
    file = printer.print(_text(one, product, timedelta(days=terms.cooling_off_days), customer))
    command = OfferCommand(request_id=None, owner_id=HOUSE_ID, customer_id=customer_id, application_id=application_id, priced=one, file=file)
    await database.write(offer_application, command)


def _text(one: Application, product: products.LoanProduct, cooling_off: timedelta, customer: customers.CustomerRow) -> ContractText:
    assert one.terms is not None and one.annual_rate is not None and one.fee_minor is not None
    name = product.name_en if customer.language == "en" else product.name_zh
    named = (one.id, one.customer_id, customer.masked_name or "", customer.language, one.product_code, one.product_version, name, product.kind)
    return ContractText(*named, one.asset, one.annual_rate, costs_of(one.terms, one.fee_minor), one.terms.start, cooling_off)


def _step(payload: dict[str, Any]) -> StepCommand:
    return _command(UUID(payload["subject_id"]), UUID(payload["application_id"]))


def _command(customer_id: UUID, application_id: UUID) -> StepCommand:
    return StepCommand(request_id=None, owner_id=HOUSE_ID, customer_id=customer_id, application_id=application_id)
