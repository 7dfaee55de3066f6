"""Payment runs: what a company wants to pay together, made by one of its people and checked by another.

submit_run     somebody chose invoices, or brought a file: it waits for a checker
upload_run     the company's system brought a file: it waits for a maker
take_up_run    a maker answers for what the system brought
reject_run, withdraw_run   it is not paid, for good
approve_run    it is paid, all or nothing      (service/pay_run.py)

A run is known by the company's own name for it: the same again is the same run, and changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from domains import customers
from domains.kernel.assets import asset_of
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Tx
from domains.scenes.errors.payment_run import PaymentRunNameUsed, PaymentRunNotFound
from domains.scenes.errors.trade import PaymentFileMalformed
from domains.scenes.events.company import CompanyRunRefused, CompanyRunSubmitted
from domains.scenes.ports import ScenePartners
from domains.scenes.queries import company as companies
from domains.scenes.queries import payment_run as runs
from domains.scenes.queries.company import Company, Office
from domains.scenes.queries.payment_run import PaymentRun
from domains.scenes.rules.company import CHECKS, MAKES, CompanyRole
from domains.scenes.rules.payment_file import PaymentFile
from domains.scenes.rules.payment_run import RunState, check_instructions, check_rejection, check_taking_up, check_withdrawal
from domains.scenes.service.company import accounts_of, act_for, find_company_for, partner_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitRunCommand(Command):
    """A member of the company makes it: by a file, or of invoices chosen in the app, where the request's id names it."""

    session_id: UUID = field(metadata=UNHASHED)
    company_id: UUID
    file: PaymentFile


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadRunCommand(Command):
    """`owner_id` is the client of the company's system, of that partner."""

    partner_id: UUID
    company_id: UUID
    file: PaymentFile


@dataclass(frozen=True, slots=True)
class RunBrought:
    """`is_repeat`: it was known, and nothing was written."""

    run_id: UUID
    is_repeat: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCommand(Command):
    """Names a run."""

    session_id: UUID = field(metadata=UNHASHED)
    run_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectRunCommand(RunCommand):
    reason: str


@dataclass(frozen=True, slots=True)
class RunChanged:
    run_id: UUID
    state: RunState


@composite_verb(RunBrought)
async def submit_run(tx: Tx, command: SubmitRunCommand) -> RunBrought | Refusal | Unauthenticated:
    """Refuses CompanyNotFound, then as bring does."""
    office = await act_for(tx, command.owner_id, command.session_id, command.company_id, MAKES)
    return await _bring(tx, office.company, command.file, made_by=command.owner_id)


@composite_verb(RunBrought)
async def upload_run(tx: Tx, command: UploadRunCommand) -> RunBrought | Refusal:
    """Refuses CompanyNotFound where the company has not let that partner in, then as bring does."""
    company = await find_company_for(tx, tx.port(ScenePartners), command.partner_id, command.company_id)
    return await _bring(tx, company, command.file, client_id=command.owner_id)


@composite_verb(RunChanged)
async def take_up_run(tx: Tx, command: RunCommand) -> RunChanged | Refusal | Unauthenticated:
    """From now on whoever takes it up has made it. Refuses PaymentRunNotFound, PaymentRunNotOpen."""
    run = await lock_run_for(tx, command, MAKES)
    check_taking_up(run.state)
    await runs.update_run(tx, replace(run, state=RunState.SUBMITTED, made_by=command.owner_id, made_at=tx.now))
    _tell(tx, run, CompanyRunSubmitted)
    return RunChanged(run.id, RunState.SUBMITTED)


@composite_verb(RunChanged)
async def reject_run(tx: Tx, command: RejectRunCommand) -> RunChanged | Refusal | Unauthenticated:
    """Refuses PaymentRunNotFound, PaymentRunNotOpen, PaymentRunOwn, RejectionReasonMalformed."""
    run = await lock_run_for(tx, command, CHECKS)
    check_rejection(run.state, run.made_by, command.owner_id, command.reason)
    return await _end(tx, run, RunState.REJECTED, command.owner_id, command.reason)


@composite_verb(RunChanged)
async def withdraw_run(tx: Tx, command: RunCommand) -> RunChanged | Refusal | Unauthenticated:
    """Refuses PaymentRunNotFound, PaymentRunNotOpen: also where another made it."""
    run = await lock_run_for(tx, command, MAKES)
    check_withdrawal(run.state, run.made_by, command.owner_id)
    return await _end(tx, run, RunState.WITHDRAWN, command.owner_id, None)


async def lock_run_for(tx: Tx, command: RunCommand, roles: frozenset[CompanyRole]) -> PaymentRun:
    """A run of a company that whoever asks may act for in one of those roles, held until commit. Raises Unauthenticated, PaymentRunNotFound."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    run = await runs.lock_run(tx, command.run_id)
    offices: list[Office | None] = [None] if run is None else await companies.find_offices(tx, [command.owner_id], [run.company_id])
    if run is None or offices[0] is None or offices[0].role not in roles:
        raise PaymentRunNotFound
    return run


async def _bring(tx: Tx, company: Company, file: PaymentFile, *, made_by: UUID | None = None, client_id: UUID | None = None) -> RunBrought:
    """Raises PaymentRunEmpty, PaymentFileMalformed for an account that is not the company's, PaymentRunNameUsed for another run of that name."""
    check_instructions(file.instructions)
    await _check_debtors(tx, company, file)
    state = RunState.UPLOADED if made_by is None else RunState.SUBMITTED
    run_id = derived_id(company.id, f"run:{file.message_id}")
    made_at = None if made_by is None else tx.now
    run = PaymentRun(
        *(company.id, run_id, company.customer_id, company.scene, file.message_id, file.format, file.digest, file.instructions, state),
        *(client_id, tx.now, made_by, made_at),
    )
    if await runs.insert_run(tx, run):
        _tell(tx, run, CompanyRunSubmitted)
        return RunBrought(run_id, is_repeat=False)
    known = await runs.find_named_run(tx, company.id, file.message_id)
    if known is None or known.digest != file.digest or (known.client_id is None) != (client_id is None):
        raise PaymentRunNameUsed
    return RunBrought(known.id, is_repeat=True)


async def _check_debtors(tx: Tx, company: Company, file: PaymentFile) -> None:
    own: Mapping[str, str] = {
        code: (await accounts_of(tx, [company], asset_of(code)))[company.id].hex for code in sorted({debtor.currency for debtor in file.debtors})
    }
    for debtor in file.debtors:
        if own[debtor.currency] != debtor.account:
            raise PaymentFileMalformed(debtor.line, "DbtrAcct")


async def _end(tx: Tx, run: PaymentRun, state: RunState, owner_id: UUID, reason: str | None) -> RunChanged:
    await runs.update_run(tx, replace(run, state=state, decided_by=owner_id, decided_at=tx.now, reason=reason))
    _tell(tx, run, CompanyRunRefused)
    return RunChanged(run.id, state)


def _tell(tx: Tx, run: PaymentRun, fact: type[CompanyRunSubmitted] | type[CompanyRunRefused]) -> None:
    tx.publish(fact(run.customer_id, partner_of(tx, run.scene), run.company_id, run.id))
