"""Fill in a form before a visit; open it at the counter, once; take it back; erase what was read or expired."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import orjson

from domains import customers
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.crypto import Keyring, Place, seal, unseal
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id, new_id
from domains.kernel.keys import create_data_keys, find_data_keys
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Read, Tx
from domains.offers.errors.branches import BranchServiceNotFound
from domains.offers.errors.codes import CodeExpired, CodeUnknown
from domains.offers.errors.prefills import PrefillExpired, PrefillOpenedAlready, PrefillUnknown
from domains.offers.events.visits import PrefillMade, PrefillOpened
from domains.offers.queries import branches, prefills
from domains.offers.queries.prefills import Prefill
from domains.offers.rules.prefills import LIFE, LOOK, FormField, check_answers, check_waiting
from domains.offers.service.sessions import is_signed_in
from domains.offers.service.visit_codes import prefill_in

ERASED_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class FillInFormCommand(Command):
    """`owner_id` is a customer; `answers` are pairs of a field's name and what is said."""

    session_id: UUID = field(metadata=UNHASHED)
    service_id: UUID
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPrefillCommand(Command):
    session_id: UUID = field(metadata=UNHASHED)
    prefill_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPrefillCommand(Command):
    """`owner_id` is a member of staff, `code` what the customer shows."""

    session_id: UUID = field(metadata=UNHASHED)
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasePrefillsCommand(Command):
    """The house erases what may be read no more."""


@dataclass(frozen=True, slots=True)
class PrefillOpening:
    """The permission to read a form: the audit row is committed. `reader_id` alone may, for a few minutes."""

    prefill_id: UUID
    customer_id: UUID
    service_id: UUID
    reader_id: UUID


@dataclass(frozen=True, slots=True)
class PrefillsErased:
    count: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said to a field of a form."""

    asked: FormField
    text: str


@composite_verb(Prefill)
async def fill_in_form(tx: Tx, command: FillInFormCommand) -> Prefill | Refusal | Unauthenticated:
    """Sealed with the customer's data key, for 24 hours. Refuses BranchServiceNotFound (or one without a form), FormMalformed, PrefillsTooMany."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    await customers.lock_customers(tx, [command.owner_id])
    offered = (await branches.find_offered(tx, [command.service_id])).get(command.service_id)
    if offered is None or not offered.service.form:
        raise BranchServiceNotFound
    answers = check_answers(offered.service.form, command.answers)
    check_waiting(await prefills.count_waiting(tx, command.owner_id))
    assert command.request_id is not None
    one = Prefill(command.owner_id, derived_id(command.request_id, "prefill"), command.service_id, "waiting", tx.now, tx.now + LIFE)
    key = (await create_data_keys(tx, tx.port(Keyring), [command.owner_id]))[command.owner_id]
    await prefills.insert_prefill(tx, one, seal(key, _place(one.id), orjson.dumps(answers).decode()))
    tx.publish(PrefillMade(one.customer_id, None, one.id, one.service_id))
    return one


@composite_verb(Prefill)
async def withdraw_prefill(tx: Tx, command: WithdrawPrefillCommand) -> Prefill | Refusal | Unauthenticated:
    """Erased at once. Refuses PrefillUnknown (none, or somebody else's), PrefillOpenedAlready, PrefillExpired."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    one = await prefills.lock_prefill(tx, command.prefill_id)
    if one is None or one.customer_id != command.owner_id:
        raise PrefillUnknown
    _check_waiting(tx, one)
    await prefills.withdraw_prefill(tx, one.id)
    return one._replace(state="withdrawn")


@composite_verb(PrefillOpening)
async def open_prefill(tx: Tx, command: OpenPrefillCommand) -> PrefillOpening | Refusal | Unauthenticated:
    """Once. Refuses PrefillUnknown, PrefillOpenedAlready, PrefillExpired. The opening is audited before anything is read, and so is a second attempt."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    try:
        one = await prefills.lock_prefill(tx, prefill_in(tx, command.code))
    except CodeUnknown:
        raise PrefillUnknown from None
    except CodeExpired:
        raise PrefillExpired from None
    if one is None:
        raise PrefillUnknown
    detail = {"prefill_id": str(one.id), "service_id": str(one.service_id)}
    if one.state == "opened":
        await insert_audit(tx, new_id(tx.clock), command.owner_id, "offers.open_prefill_again", one.customer_id, detail)
        return PrefillOpenedAlready()
    _check_waiting(tx, one)
    await prefills.open_prefill(tx, one.id, command.owner_id)
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "offers.open_prefill", one.customer_id, detail)
    tx.publish(PrefillOpened(one.customer_id, None, one.id, one.service_id))
    return PrefillOpening(one.id, one.customer_id, one.service_id, command.owner_id)


@composite_verb(PrefillsErased)
async def erase_prefills(tx: Tx, command: ErasePrefillsCommand) -> PrefillsErased:
    """Erase the answers of some forms that expired or were read."""
    return PrefillsErased(await prefills.erase_some(tx, LOOK, ERASED_MOST))


async def read_answers(read: Read, asked: Sequence[tuple[UUID, UUID]]) -> list[list[Answer]]:
    """(form, reader): the answers in the form's order, of those that this reader opened and may still read; none of others. Three statements."""
    found: list[list[Answer]] = [[] for _ in asked]
    opened = await prefills.read_opened(read, asked, LOOK)
    if not opened:
        return found
    keys = await find_data_keys(read, read.port(Keyring), {one.customer_id for one in opened})
    services = await branches.find_services(read, [one.service_id for one in opened])
    for one in opened:
        if one.customer_id in keys:
            told = orjson.loads(unseal(keys[one.customer_id], _place(one.id), one.sealed))
            asked_for = {asked_field.name: asked_field for asked_field in services[one.service_id].form}
            found[one.position - 1] = [Answer(asked_for[name], text) for name, text in told.items() if name in asked_for]
    return found


def _check_waiting(tx: Tx, one: Prefill) -> None:
    if one.state == "opened":
        raise PrefillOpenedAlready
    if one.state != "waiting" or one.expires_at <= tx.now:
        raise PrefillExpired


def _place(prefill_id: UUID) -> Place:
    return Place("offers_prefill", "sealed", prefill_id)
