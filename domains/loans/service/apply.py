"""Apply for a loan or a line, and take the application back. What follows runs by itself, step by step (steps.py)."""

from dataclasses import dataclass, field
from uuid import UUID

from domains import credit, customers
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import AmountOutOfRange, AssetMismatch, IdReused, Refusal
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.loans.errors.applications import ApplicationNotFound, ApplicationOpen, IncomeMalformed, OfferNotOpen
from domains.loans.errors.lines import CreditLineOpen
from domains.loans.errors.products import CountNotOffered, LoanProductClosed, LoanProductNotFound, LoanTermsChanged
from domains.loans.events.applications import ApplicationApproved, ApplicationEnded, ApplicationSubmitted
from domains.loans.queries import applications, decisions, lines, products
from domains.loans.queries.applications import Application
from domains.loans.queries.products import LoanProduct
from domains.loans.rules.applications import ApplicationState, check_cancellable, check_offer
from domains.loans.rules.approval import Occupation
from domains.loans.rules.lines import LineState
from domains.loans.rules.products import LoanKind, LoanProductState
from domains.loans.rules.terms import PRINCIPAL_MOST_MINOR


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyCommand(Command):
    """`owner_id` asks for `amount` in `count` instalments, by the version of the product that they were shown. `request_id` becomes the application's id.

    `answers` are to the questions of that version of the application scorecard (`credit.find_questionnaire`), by their names."""

    session_id: UUID = field(metadata=UNHASHED)
    product_code: str
    version: int
    amount: Amount
    count: int
    occupation: Occupation
    income: Amount
    questions_version: int
    answers: tuple[tuple[str, int | str | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationCommand(Command):
    """`owner_id` does something with an application of theirs."""

    session_id: UUID = field(metadata=UNHASHED)
    application_id: UUID


@composite_verb(Application)
async def apply_for_loan(tx: Tx, command: ApplyCommand) -> Application | Refusal:
    """Take the application; the answer comes by itself.

    Refuses LoanProductNotFound, LoanProductClosed, LoanTermsChanged, AssetMismatch, AmountOutOfRange, CountNotOffered, CreditLineOpen, IncomeMalformed,
    QuestionsChanged, AnswersMissing, ApplicationAnswersMalformed, ApplicationOpen."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    product = await check_sold(tx, command.product_code, command.version)
    check_asked(product, command.amount, command.count)
    await check_no_line(tx, command.owner_id, product)
    check_income(product, command.income)
    answers = credit.answers_of(command.answers)
    await credit.check_answered(tx, command.questions_version, answers)
    await decisions.save_profile(tx, command.owner_id, command.occupation, command.income.minor)
    assert command.request_id is not None
    return await submit(tx, product, command.owner_id, command.request_id, command.amount.minor, command.count, (None, command.questions_version, answers))


async def submit(
    tx: Tx, product: LoanProduct, customer_id: UUID, id_: UUID, amount_minor: int, count: int, on: tuple[UUID | None, int | None, dict[str, int | str] | None]
) -> Application:
    """Write the application down and call for its first step. `on`: the standing offer that it takes, or the questions' version and the answers.

    Raises ApplicationOpen, IdReused."""
    asked = (product.code, product.version, product.asset, amount_minor, count, *on)
    offered = (None,) * 8
    made = Application(customer_id, id_, *asked, ApplicationState.SUBMITTED, (), *offered, tx.now, tx.now)
    if not await applications.insert_application(tx, made):
        standing = await applications.find_open(tx, customer_id, product.code)
        raise IdReused(id_) if standing is None else ApplicationOpen(standing)
    tx.publish(ApplicationSubmitted(customer_id, None, id_))
    return made


@composite_verb(Application)
async def cancel_application(tx: Tx, command: ApplicationCommand) -> Application | Refusal:
    """Take it back before it is signed. Refuses ApplicationNotFound, OfferNotOpen."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    one = await lock_own(tx, command.owner_id, command.application_id)
    check_cancellable(one.state)
    ended = await applications.write_step(tx, one._replace(state=ApplicationState.CANCELLED))
    tx.publish(ApplicationEnded(one.customer_id, None, one.id, ended.state.value))
    return ended


@composite_verb(Application)
async def ask_offer_again(tx: Tx, command: ApplicationCommand) -> Application | Refusal:
    """An offer that has expired is priced and written anew, from today on. Refuses ApplicationNotFound, OfferNotOpen where none has, ApplicationOpen."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    one = await lock_own(tx, command.owner_id, command.application_id)
    has_lapsed = one.state is ApplicationState.OFFERED and one.offered_until is not None and tx.now >= one.offered_until
    if one.state is not ApplicationState.EXPIRED and not has_lapsed:
        check_offer(one.state, one.offered_until, tx.now)
        raise OfferNotOpen(one.state.value)
    standing = await applications.find_open(tx, one.customer_id, one.product_code)
    if standing not in (None, one.id):
        raise ApplicationOpen(standing)
    again = one._replace(state=ApplicationState.APPROVED, terms=None, fee_minor=None, total_minor=None, apr=None, contract_sha256=None, offered_until=None)
    tx.publish(ApplicationApproved(one.customer_id, None, one.id))
    return await applications.write_step(tx, again)


async def check_sold(tx: Tx, code: str, version: int) -> LoanProduct:
    """The product, held as it is sold. Raises LoanProductNotFound, LoanProductClosed, LoanTermsChanged."""
    product = await products.lock_product(tx, code)
    if product is None:
        raise LoanProductNotFound
    if product.state is not LoanProductState.ON_SALE:
        raise LoanProductClosed(product.state.value)
    if product.version != version:
        raise LoanTermsChanged(product.version)
    return product


def check_asked(product: LoanProduct, amount: Amount, count: int) -> None:
    """Raises AssetMismatch, AmountOutOfRange, CountNotOffered."""
    if amount.asset != product.asset:
        raise AssetMismatch(amount.asset.code, product.asset.code)
    if not product.terms.least_minor <= amount.minor <= product.terms.most_minor:
        raise AmountOutOfRange(amount.minor, product.asset.code, product.terms.least_minor, product.terms.most_minor)
    if count not in product.terms.counts:
        raise CountNotOffered(count, product.terms.counts)


def check_income(product: LoanProduct, income: Amount) -> None:
    """Raises AssetMismatch, IncomeMalformed."""
    if income.asset != product.asset:
        raise AssetMismatch(income.asset.code, product.asset.code)
    if not 0 <= income.minor <= PRINCIPAL_MOST_MINOR:
        raise IncomeMalformed


async def check_no_line(tx: Tx, customer_id: UUID, product: LoanProduct) -> None:
    """Raises CreditLineOpen where the product is a line and the customer has one of it that has not ended."""
    standing = [] if product.kind is LoanKind.CASH else (await lines.list_lines(tx, [customer_id]))[customer_id]
    for line in standing:
        if line.product_code == product.code and line.state in (LineState.ACTIVE, LineState.FROZEN):
            raise CreditLineOpen(line.id)


async def lock_own(tx: Tx, customer_id: UUID, application_id: UUID) -> Application:
    """Raises ApplicationNotFound."""
    one = await applications.lock_application(tx, customer_id, application_id)
    if one is None:
        raise ApplicationNotFound
    return one
