"""Companies: whose they are, who acts for them, and whether their system is let in.

bind_company        staff say whose a company's number at a partner is   (also the suppliers': money goes only where staff have bound it)
set_company_member  the owner names a maker or a checker, or takes one off
connect_company     the owner lets the company's system bring payment files and fetch what became of them, or no longer
tell_day            a day is over: its statement may be fetched   (jobs/company.py)"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from domains import customers, ledger, wallet
from domains.kernel.assets import CNY, Asset
from domains.kernel.clock import business_date
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import InvalidInput, Refusal, Unauthenticated
from domains.kernel.ids import derived_id, new_id
from domains.kernel.money import Amount
from domains.kernel.paging import Page
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Queryable, Read, Tx
from domains.scenes.errors.company import CompanyBound, CompanyMemberNotFound, CompanyNotFound, CompanyNumberMalformed, TooManyCompanyMembers
from domains.scenes.events.company import (
    CompanyDayClosed,
    CompanyMemberNamed,
    PartnerCompanyAssigned,
    PartnerCompanyConnected,
    PartnerCompanyDisconnected,
)
from domains.scenes.ports import ScenePartners
from domains.scenes.queries import company as companies
from domains.scenes.queries import payment_run as runs
from domains.scenes.queries.company import Company, CompanyMember, Office
from domains.scenes.queries.payment_run import PaymentRun
from domains.scenes.rules.company import MEMBERS_MAX, OWNS, CompanyRole, check_naming, check_role
from domains.scenes.rules.payment_file import NUMBER
from domains.scenes.service.bill import scene_that_can


@dataclass(frozen=True, slots=True, kw_only=True)
class BindCompanyCommand(Command):
    """`owner_id` is the member of staff. The customer is named by id or by phone (exactly one of the two), and becomes the company's owner.

    `merchant_id`: the company's money is that merchant's balance, in the merchant's currency; else the customer's wallet."""

    scene: str
    number: str
    customer_id: UUID | None = None
    phone: str | None = None
    merchant_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCompanyMemberCommand(Command):
    """`role` None: the customer no longer acts for the company. The customer is named by id or by phone (exactly one of the two)."""

    session_id: UUID = field(metadata=UNHASHED)
    company_id: UUID
    customer_id: UUID | None = None
    phone: str | None = None
    role: CompanyRole | None
    pin: customers.PinProof = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True)
class CompanyMemberSet:
    company_id: UUID
    customer_id: UUID
    role: CompanyRole | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectCompanyCommand(Command):
    """`is_connected` False: its system is let in no longer."""

    session_id: UUID = field(metadata=UNHASHED)
    company_id: UUID
    is_connected: bool
    pin: customers.PinProof = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class TellDayCommand(Command):
    """Without a request id: the company's row says through which day its system was told."""

    company_id: UUID
    day: date


@dataclass(frozen=True, slots=True)
class DayTold:
    is_told: bool


@composite_verb(Company)
async def bind_company(tx: Tx, command: BindCompanyCommand) -> Company | Refusal:
    """Once; again is no change. Refuses SceneNotFound, CompanyNumberMalformed, CompanyMemberNotFound, CompanyBound. The act is audited."""
    scene_that_can(tx, command.scene, "invoices")
    if not NUMBER.match(command.number):
        raise CompanyNumberMalformed
    ((_, customer_id),) = await customers.find_parties(tx, [(command.owner_id, command.owner_id)], [(command.customer_id, command.phone)])
    if customer_id is None or not await customers.lock_customers(tx, [customer_id]) or not await _owns(tx, customer_id, command.merchant_id):
        raise CompanyMemberNotFound
    id_ = derived_id(customer_id, f"company:{command.scene}:{command.number}")
    yesterday = business_date(tx.now) - timedelta(days=1)
    new = Company(*(command.scene, command.number, id_, customer_id, command.merchant_id, False, yesterday, command.owner_id, tx.now))
    await companies.bind_company(tx, new)
    bound = (await companies.find_by_number(tx, [(command.scene, command.number)])).get((command.scene, command.number))
    if bound is None or (bound.customer_id, bound.merchant_id) != (customer_id, command.merchant_id):
        raise CompanyBound
    if bound == new:
        await companies.set_member(tx, CompanyMember(id_, customer_id, CompanyRole.OWNER, tx.now))
        detail = {"scene": command.scene, "customer": str(customer_id)} | ({} if command.merchant_id is None else {"merchant": str(command.merchant_id)})
        await insert_audit(tx, new_id(tx.clock), command.owner_id, "scenes.bind_company", id_, detail)
        tx.publish(PartnerCompanyAssigned(customer_id, None, command.scene, id_))
    return bound


@composite_verb(CompanyMemberSet)
async def set_company_member(tx: Tx, command: SetCompanyMemberCommand) -> CompanyMemberSet | Refusal | Unauthenticated:
    """Refuses CompanyNotFound to all but the owner, then PinNotSet and what follows it, CompanyMemberNotFound, CompanyOwnerFixed, TooManyCompanyMembers."""
    office = await act_for(tx, command.owner_id, command.session_id, command.company_id, OWNS)
    wallet.check_proof(command.pin, Amount(0, CNY))
    ((_, customer_id),) = await customers.find_parties(tx, [(command.owner_id, command.session_id)], [(command.customer_id, command.phone)])
    if customer_id is None:
        raise CompanyMemberNotFound
    await companies.lock_company(tx, office.company.id)
    (members,) = await companies.list_members(tx, [office.company.id])
    standing = next((one for one in members if one.customer_id == customer_id), None)
    check_naming(command.role, None if standing is None else standing.role)
    if command.role is None:
        await companies.remove_member(tx, customer_id, office.company.id)
    else:
        if standing is None and len(members) >= MEMBERS_MAX:
            raise TooManyCompanyMembers(MEMBERS_MAX)
        await companies.set_member(tx, CompanyMember(office.company.id, customer_id, command.role, tx.now))
    detail = {"member": str(customer_id), "role": command.role}
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "scenes.set_company_member", office.company.id, detail)
    tx.publish(CompanyMemberNamed(office.company.customer_id, customer_id, office.company.id))
    return CompanyMemberSet(office.company.id, customer_id, command.role)


@composite_verb(Company)
async def connect_company(tx: Tx, command: ConnectCompanyCommand) -> Company | Refusal | Unauthenticated:
    """Refuses CompanyNotFound to all but the owner, then PinNotSet and what follows it. Days before it is connected are told of to nobody."""
    office = await act_for(tx, command.owner_id, command.session_id, command.company_id, OWNS)
    wallet.check_proof(command.pin, Amount(0, CNY))
    company = await companies.lock_company(tx, office.company.id)
    assert company is not None
    if company.is_connected is command.is_connected:
        return company
    await companies.set_connected(tx, company.id, is_connected=command.is_connected)
    told_through = max(company.told_through, business_date(tx.now) - timedelta(days=1)) if command.is_connected else company.told_through
    await companies.set_told(tx, company.id, told_through)
    changed = PartnerCompanyConnected if command.is_connected else PartnerCompanyDisconnected
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "scenes.connect_company", company.id, {"is_connected": command.is_connected})
    tx.publish(changed(company.customer_id, partner_of(tx, company.scene), company.id))
    return company._replace(is_connected=command.is_connected, told_through=told_through)


@composite_verb(DayTold)
async def tell_day(tx: Tx, command: TellDayCommand) -> DayTold | Refusal:
    """Tell the company's system of a day that is over, once. Refuses nothing."""
    company = await companies.lock_company(tx, command.company_id)
    if company is None or not company.is_connected or company.told_through >= command.day:
        return DayTold(is_told=False)
    await companies.set_told(tx, company.id, command.day)
    tx.publish(CompanyDayClosed(company.customer_id, partner_of(tx, company.scene), company.id, command.day))
    return DayTold(is_told=True)


async def act_for(tx: Tx, customer_id: UUID, session_id: UUID, company_id: UUID, roles: frozenset[CompanyRole]) -> Office:
    """A company that the customer may act for in one of those roles. Raises Unauthenticated for an ended session, CompanyNotFound."""
    await customers.acting.check_session(tx, session_id, customer_id)
    (office,) = await companies.find_offices(tx, [customer_id], [company_id])
    check_role(None if office is None else office.role, roles)
    assert office is not None
    return office


def partner_of(tx: Tx, scene_id: str) -> UUID | None:
    """The partner whose clients are the companies' system there, if the scene's manifest names one."""
    partner = tx.port(ScenePartners).find(scene_id)
    return None if partner is None else partner.scene.partner_id


async def accounts_of(source: Queryable, found: Sequence[Company], asset: Asset) -> dict[UUID, UUID]:
    """The ledger account of each company's money in that currency, by the company's id."""
    merchants = await wallet.find_merchants(source, [one.merchant_id for one in found if one.merchant_id is not None])
    accounts = {}
    for one in found:
        merchant = None if one.merchant_id is None else merchants.get(one.merchant_id)
        is_merchants = merchant is not None and merchant.asset == asset
        accounts[one.id] = wallet.merchant_balance_id(merchant.id) if is_merchants and merchant else wallet.wallet_account_id(one.customer_id, asset)
    return accounts


async def find_company_for(source: Queryable, scenes: ScenePartners, partner_id: UUID, company_id: UUID) -> Company:
    """A connected company whose system is that partner's. Raises CompanyNotFound."""
    company = (await companies.find_companies(source, [company_id])).get(company_id)
    if company is None or not company.is_connected or company.scene not in _scenes_of(scenes, partner_id):
        raise CompanyNotFound
    return company


async def list_connected(read: Read, partner_ids: Sequence[UUID | None], first: int, after: str | None) -> list[Page[Company]]:
    """The companies that let each partner's system in, newest first: one page per partner, in order; nothing for None."""
    scenes = read.port(ScenePartners)
    return await companies.list_companies(read, [_scenes_of(scenes, one) for one in partner_ids], first, after, connected_only=True)


async def find_runs_for(read: Read, partner_ids: Sequence[UUID | None], run_ids: Sequence[UUID]) -> list[PaymentRun | None]:
    """The run of that id if its company lets the partner's system in, else None: one per pair, in order."""
    scenes, found = read.port(ScenePartners), await runs.find_runs(read, run_ids)
    of = await companies.find_companies(read, sorted({run.company_id for run in found.values()})) if found else {}
    answers: list[PaymentRun | None] = []
    for partner_id, run_id in zip(partner_ids, run_ids, strict=True):
        run = found.get(run_id)
        is_let_in = run is not None and of[run.company_id].is_connected and run.scene in _scenes_of(scenes, partner_id)
        answers.append(run if is_let_in else None)
    return answers


async def find_company_for_viewer(read: Read, partner_id: UUID, company_id: UUID) -> Company | None:
    """The company if it lets the partner's system in."""
    try:
        return await find_company_for(read, read.port(ScenePartners), partner_id, company_id)
    except CompanyNotFound:
        return None


async def find_statement_file(read: Read, partner_id: UUID | None, company_id: UUID, day: date, asset: Asset) -> str | None:
    """A day of the company's account as camt.053, in English; None where there is none, it is not over, or has more movements than a webhook may carry."""
    company = None if partner_id is None else await find_company_for_viewer(read, partner_id, company_id)
    if company is None:
        return None
    account_id = (await accounts_of(read, [company], asset))[company.id]
    try:
        statement = await ledger.make_statement(read, account_id, day, day)
        lines = await ledger.read_short(read, statement)
        return None if lines is None else "".join([piece async for piece in ledger.camt_053(statement, _one_page(lines))])
    except (ledger.AccountNotFound, InvalidInput):
        return None


async def _one_page(lines: list[ledger.StatementLine]) -> AsyncIterator[list[ledger.StatementLine]]:
    yield lines


def _scenes_of(scenes: ScenePartners, partner_id: UUID | None) -> list[str]:
    return [] if partner_id is None else [one.id for one in scenes.scenes if one.partner_id == partner_id]


async def _owns(tx: Tx, customer_id: UUID, merchant_id: UUID | None) -> bool:
    if merchant_id is None:
        return True
    (desk,) = await wallet.find_desks(tx, [customer_id], [merchant_id])
    return desk is not None and desk.role is wallet.Role.OWNER
