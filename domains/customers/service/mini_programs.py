"""Sign-in from a mini-program: its network says who somebody is; the house says whether it knows them, and else how to go on. No network in a transaction."""

from dataclasses import dataclass
from typing import cast

from domains.customers import rules, sealing
from domains.customers.errors import (
    IdentityNotFound,
    MiniProgramAway,
    MiniProgramBusy,
    MiniProgramCodeInvalid,
    MiniProgramCodeUsed,
    MiniProgramUnknown,
    MiniProgramUnlinked,
    PhoneInUse,
    PhoneMalformed,
    UserInfoForged,
)
from domains.customers.phones import normal_phone
from domains.customers.ports import MiniProgram, MiniPrograms, Source, Write
from domains.customers.queries import identities, people
from domains.customers.rows import IdentityKind, IdentityProof
from domains.customers.service.identities import attach_identity, indexes_of
from domains.customers.service.identity_tickets import NewIdentity, make_ticket, read_ticket
from domains.customers.service.registration import NewCustomer, register_customers
from domains.customers.service.sign_in import CUSTOMER_PERMISSIONS, SignedIn, SignIn, find_or_add_device, sign_in, start_session
from domains.kernel.commands import Command, composite_verb
from domains.kernel.crypto import Keyring
from domains.kernel.errors import Refusal
from domains.kernel.ids import new_id
from domains.kernel.transactions import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceCommand(Command):
    """What is said of the device in every way to sign in."""

    device_name: str
    platform: str
    key_thumbprint: str | None = None
    language: str = "zh"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInWithIdentity(DeviceCommand):
    """`identity` was shown to the house just now."""

    identity: NewIdentity


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInWithTicket(DeviceCommand):
    """Sign in, or up, with a phone's code, and link what the ticket stands for."""

    ticket: str
    phone: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpWithTicket(DeviceCommand):
    """`phone` is what the network knows the same user by."""

    ticket: str
    phone: str


async def sign_in_with_mini_program(
    write: Write, source: Source, app: str, code: str, device: DeviceCommand, raw_data: str | None = None, signature: str | None = None
) -> SignedIn:
    """Change a code for a session. For an unknown identity nothing is written: the ticket that is raised is for sign_in_with_ticket, sign_up_with_mini_program
    or link_identity. Raises DeviceMalformed, MiniProgramUnknown, MiniProgramUnlinked, or what the network's answer means."""
    rules.check_device(device.device_name, device.platform, device.key_thumbprint)
    program = _program(source, app)
    answer = await program.exchange_code(code, raw_data, signature)
    _check(answer.outcome)
    identity = _identity(program, answer.open_id, answer.union_id)
    command = SignInWithIdentity(
        request_id=None,
        owner_id=device.owner_id,
        device_name=device.device_name,
        platform=device.platform,
        key_thumbprint=device.key_thumbprint,
        language=device.language,
        identity=identity,
    )
    try:
        return cast(SignedIn, await write(sign_in_with_identity, command))
    except IdentityNotFound:
        ticket = make_ticket(source.port(Keyring), identity, device.key_thumbprint, source.now)
        raise MiniProgramUnlinked(ticket, int(rules.TICKET_LIFE.total_seconds())) from None


async def sign_up_with_mini_program(write: Write, source: Source, app: str, ticket: str, phone_code: str, device: DeviceCommand) -> SignedIn:
    """Become a customer with the phone that the network knows. Raises DeviceMalformed, TicketInvalid (before the network is asked), MiniProgramUnknown,
    what the network's answer means, PhoneMalformed, PhoneInUse, IdentityTaken."""
    rules.check_device(device.device_name, device.platform, device.key_thumbprint)
    read_ticket(source.port(Keyring), ticket, device.key_thumbprint, source.now)
    answer = await _program(source, app).exchange_phone_code(phone_code)
    _check(answer.outcome)
    command = SignUpWithTicket(
        request_id=None,
        owner_id=device.owner_id,
        device_name=device.device_name,
        platform=device.platform,
        key_thumbprint=device.key_thumbprint,
        language=device.language,
        ticket=ticket,
        phone=answer.phone,
    )
    return await write(sign_up_with_ticket, command)


@composite_verb(SignedIn)
async def sign_in_with_identity(tx: Tx, command: SignInWithIdentity) -> SignedIn:
    """A session for whoever has that identity. Raises IdentityNotFound."""
    owner = await identities.find_owner(tx, indexes_of(tx.port(Keyring), command.identity))
    if owner is None:
        raise IdentityNotFound()
    device_id = await find_or_add_device(tx, owner["customer_id"], command.device_name, command.platform, command.key_thumbprint)
    return SignedIn(await start_session(tx, owner["customer_id"], device_id, CUSTOMER_PERMISSIONS, command.key_thumbprint, by_code=False), False)


@composite_verb(SignedIn)
async def sign_in_with_ticket(tx: Tx, command: SignInWithTicket) -> SignedIn | Refusal:
    """Sign in by a phone's code and link the ticket's identity, in one commit. Raises TicketInvalid, IdentityTaken, TooManyIdentities and what sign_in raises;
    returns WrongCode with the attempt counted."""
    identity = read_ticket(tx.port(Keyring), command.ticket, command.key_thumbprint, tx.now)
    by_code = SignIn(
        request_id=None,
        owner_id=command.owner_id,
        phone=command.phone,
        code=command.code,
        device_name=command.device_name,
        platform=command.platform,
        key_thumbprint=command.key_thumbprint,
        language=command.language,
    )
    (outcome,) = await sign_in.run(tx, [by_code])
    if isinstance(outcome, SignedIn):
        owner_id = outcome.granted.owner_id
        await attach_identity(tx, owner_id, identity, IdentityProof.CODE, owner_id)
        return outcome
    if isinstance(outcome, Refusal):
        return outcome
    raise outcome


@composite_verb(SignedIn)
async def sign_up_with_ticket(tx: Tx, command: SignUpWithTicket) -> SignedIn:
    """A new customer with the phone that the network vouches for. Raises TicketInvalid, PhoneMalformed, PhoneInUse, IdentityTaken."""
    keyring = tx.port(Keyring)
    identity = read_ticket(keyring, command.ticket, command.key_thumbprint, tx.now)
    phone = normal_phone(command.phone)
    index = sealing.phone_index(keyring, phone)
    await people.lock_id_number(tx, index)
    if await people.find_id_by_phone(tx, index) is not None:
        raise PhoneInUse()
    customer_id = new_id(tx.clock)
    await register_customers(tx, [NewCustomer(customer_id, phone, command.language)])
    await attach_identity(tx, customer_id, identity, IdentityProof.PROVIDER, customer_id)
    device_id = await find_or_add_device(tx, customer_id, command.device_name, command.platform, command.key_thumbprint)
    return SignedIn(await start_session(tx, customer_id, device_id, CUSTOMER_PERMISSIONS, command.key_thumbprint, by_code=False), True)


def _program(source: Source, app: str) -> MiniProgram:
    program = source.port(MiniPrograms).by_name.get(app)
    if program is None:
        raise MiniProgramUnknown()
    return program


def _identity(program: MiniProgram, open_id: str, union_id: str | None) -> NewIdentity:
    """The union id, which is the same in all of the house's apps; where there is none, the id that this one app knows."""
    if union_id is None:
        return NewIdentity(IdentityKind.MINI_PROGRAM, program.app_id, open_id)
    return NewIdentity(IdentityKind.MINI_PROGRAM, program.network, union_id, program.app_id, open_id)


def _check(outcome: str) -> None:
    match outcome:
        case "ok":
            return
        case "code_invalid":
            raise MiniProgramCodeInvalid()
        case "code_used":
            raise MiniProgramCodeUsed()
        case "busy":
            raise MiniProgramBusy(rules.MINI_PROGRAM_PAUSE_SECONDS)
        case "forged":
            raise UserInfoForged()
        case "no_phone":
            raise PhoneMalformed()
        case _:
            raise MiniProgramAway()
