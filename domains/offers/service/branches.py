"""Open branches, change and close them, and say what is done for customers there."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id, new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx
from domains.offers.errors.branches import BranchNotFound, BranchServiceNotFound
from domains.offers.events.branches import BranchChanged, BranchClosed, BranchOpened
from domains.offers.events.products import ProductRetired
from domains.offers.queries import branches, products
from domains.offers.queries.branches import Branch, BranchService
from domains.offers.queries.products import NewProduct
from domains.offers.rules.branches import Opening, Spot, check_branch, check_service
from domains.offers.rules.prefills import FormField, check_schema
from domains.offers.rules.products import Kind
from domains.offers.service.products import register_products
from domains.offers.service.sessions import is_signed_in


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBranchCommand(Command):
    """`owner_id` is a member of staff. The place is in millionths of a degree; hours are openings by weekday."""

    session_id: UUID = field(metadata=UNHASHED)
    name_zh: str
    name_en: str
    address: str
    spot: Spot
    hours: tuple[Opening, ...]
    closed_days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeBranchCommand(OpenBranchCommand):
    """All of it, as it is to be."""

    branch_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseBranchCommand(Command):
    session_id: UUID = field(metadata=UNHASHED)
    branch_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SetBranchServiceCommand(Command):
    """`owner_id` is a member of staff. A branch has one service of each code: there is one already, or it is new."""

    session_id: UUID = field(metadata=UNHASHED)
    branch_id: UUID
    code: str
    name_zh: str
    name_en: str
    slot_minutes: int
    capacity: int
    days_ahead: int = 14
    form: tuple[FormField, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EndBranchServiceCommand(Command):
    session_id: UUID = field(metadata=UNHASHED)
    branch_id: UUID
    code: str


@composite_verb(Branch)
async def open_branch(tx: Tx, command: OpenBranchCommand) -> Branch | Refusal | Unauthenticated:
    """A branch without services. Refuses BranchMalformed. The act is audited."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    assert command.request_id is not None
    branch = await _save(tx, command, derived_id(command.request_id, "branch"))
    tx.publish(BranchOpened(branch.id, None))
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "offers.open_branch", branch.id, {"name_en": branch.name_en})
    return branch


@composite_verb(Branch)
async def change_branch(tx: Tx, command: ChangeBranchCommand) -> Branch | Refusal | Unauthenticated:
    """Refuses BranchNotFound, BranchMalformed. Appointments that were booked stand. The act is audited."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    branch = await lock_open_branch(tx, command.branch_id)
    changed = (await _save(tx, command, branch.id))._replace(opened_at=branch.opened_at)
    tx.publish(BranchChanged(branch.id, None))
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "offers.change_branch", branch.id, {"name_en": changed.name_en})
    return changed


@composite_verb(Branch)
async def close_branch(tx: Tx, command: CloseBranchCommand) -> Branch | Refusal | Unauthenticated:
    """For good, with its services; what was booked is cancelled by a job. Refuses BranchNotFound. The act is audited."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    closed = (await lock_open_branch(tx, command.branch_id))._replace(state="closed")
    await branches.save_branch(tx, closed)
    for service in (await branches.lock_services(tx, closed.id)).values():
        await _end(tx, service)
    tx.publish(BranchClosed(closed.id, None))
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "offers.close_branch", closed.id, {})
    return closed


@composite_verb(BranchService)
async def set_branch_service(tx: Tx, command: SetBranchServiceCommand) -> BranchService | Refusal | Unauthenticated:
    """Offer it, or change how. It is a product that codes can lead to. Refuses BranchNotFound, BranchMalformed. The act is audited."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    check_service(command.code, command.name_zh, command.name_en, command.slot_minutes, command.capacity, command.days_ahead)
    check_schema(command.form)
    await lock_open_branch(tx, command.branch_id)
    had = (await branches.lock_services(tx, command.branch_id)).get(command.code)
    assert command.request_id is not None
    id_ = derived_id(command.request_id, "branch service") if had is None else had.id
    slots = (command.slot_minutes, command.capacity, command.days_ahead)
    service = BranchService(id_, command.branch_id, command.code, command.name_zh, command.name_en, *slots, command.form, "live")
    await branches.save_service(tx, service)
    await register_products(tx, [NewProduct(Kind.BRANCH_SERVICE, id_, command.name_zh, command.name_en)])
    tx.publish(BranchChanged(command.branch_id, None))
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "offers.set_branch_service", command.branch_id, {"code": command.code})
    return service


@composite_verb(BranchService)
async def end_branch_service(tx: Tx, command: EndBranchServiceCommand) -> BranchService | Refusal | Unauthenticated:
    """Offer it no more; what was booked is cancelled by a job. Refuses BranchNotFound, BranchServiceNotFound. The act is audited."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    await lock_open_branch(tx, command.branch_id)
    service = (await branches.lock_services(tx, command.branch_id)).get(command.code)
    if service is None:
        raise BranchServiceNotFound
    ended = await _end(tx, service)
    tx.publish(BranchChanged(command.branch_id, None))
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "offers.end_branch_service", command.branch_id, {"code": command.code})
    return ended


async def lock_open_branch(tx: Tx, branch_id: UUID) -> Branch:
    """The open branch of that id. Raises BranchNotFound."""
    branch = await branches.lock_branch(tx, branch_id)
    if branch is None or branch.state != "open":
        raise BranchNotFound
    return branch


async def _save(tx: Tx, command: OpenBranchCommand, id_: UUID) -> Branch:
    check_branch(command.name_zh, command.name_en, command.address, command.spot, command.hours, command.closed_days)
    hours, closed_days = tuple(sorted(command.hours)), tuple(sorted(set(command.closed_days)))
    branch = Branch(id_, command.name_zh, command.name_en, command.address, command.spot, hours, closed_days, "open", tx.now)
    await branches.save_branch(tx, branch)
    return branch


async def _end(tx: Tx, service: BranchService) -> BranchService:
    ended = service._replace(state="ended")
    await branches.save_service(tx, ended)
    await products.retire_product(tx, (Kind.BRANCH_SERVICE, service.id), None)
    tx.publish(ProductRetired(service.id, None, Kind.BRANCH_SERVICE.value))
    return ended
