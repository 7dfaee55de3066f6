"""Customers and tokens without a code, for development, tests and seeds. The gateway offers this in development only."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from domains.customers import rules, sealing
from domains.customers.errors import IdNumberTaken, NameMalformed
from domains.customers.phones import normal_phone
from domains.customers.queries import consents, people
from domains.customers.service.registration import NewCustomer, register_customers
from domains.customers.service.sign_in import CUSTOMER_PERMISSIONS, find_or_add_device, start_session
from domains.customers.tokens import SessionGranted, TokenPair, issue_tokens
from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID, Command, composite_verb
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from domains.kernel.errors import Unauthenticated
from domains.kernel.ids import new_id
from domains.kernel.transactions import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class DevelopmentSignIn(Command):
    phone: str
    name: str | None = None
    id_number: str | None = None
    language: str = "zh"
    device_name: str = "development"
    key_thumbprint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorSignIn(Command):
    operator_id: UUID


class DevelopmentCustomer(NamedTuple):
    customer_id: UUID
    session_id: UUID
    tokens: TokenPair


async def make_development_customer(
    database: Database, phone: str, *, name: str | None = None, id_number: str | None = None, language: str = "zh", key_thumbprint: str | None = None
) -> DevelopmentCustomer:
    """A customer with that phone, found or made, signed in anew. With name and ID number a new one is verified.

    Raises PhoneMalformed, NameMalformed, IdNumberInvalid, Underage, IdNumberTaken."""
    command = DevelopmentSignIn(
        request_id=None, owner_id=HOUSE_ID, phone=phone, name=name, id_number=id_number, language=language, key_thumbprint=key_thumbprint
    )
    granted = await database.write(development_sign_in, command)
    return DevelopmentCustomer(granted.owner_id, granted.session_id, await _issue(database, granted))


async def make_operator_token(database: Database, operator_id: UUID) -> TokenPair:
    """Tokens of an operator, with the permissions of today. Raises Unauthenticated for an unknown or disabled one."""
    return await _issue(database, await database.write(operator_sign_in, OperatorSignIn(request_id=None, owner_id=HOUSE_ID, operator_id=operator_id)))


@composite_verb(SessionGranted)
async def development_sign_in(tx: Tx, command: DevelopmentSignIn) -> SessionGranted:
    """A session without a code, for a new customer or a known one. Refuses what registration refuses."""
    phone = normal_phone(command.phone)
    customer_id = await people.find_id_by_phone(tx, sealing.phone_index(tx.port(Keyring), phone))
    if customer_id is None:
        if (command.name is None) != (command.id_number is None):
            raise NameMalformed()
        name = None if command.name is None else rules.normal_name(command.name)
        id_number = None if command.id_number is None else rules.normal_id_number(command.id_number, business_date(tx.now))
        if id_number is not None and await people.find_id_number_owner(tx, sealing.id_number_index(tx.port(Keyring), id_number)) is not None:
            raise IdNumberTaken()
        customer_id = new_id(tx.clock)
        await register_customers(tx, [NewCustomer(customer_id, phone, command.language, name, id_number)])
    device_id = await find_or_add_device(tx, customer_id, command.device_name, "development", command.key_thumbprint)
    return await start_session(tx, customer_id, device_id, CUSTOMER_PERMISSIONS, command.key_thumbprint)


@composite_verb(SessionGranted)
async def operator_sign_in(tx: Tx, command: OperatorSignIn) -> SessionGranted:
    """A session with the operator's permissions. Raises Unauthenticated for nobody's id."""
    operator = await consents.find_operator(tx, command.operator_id)
    if operator is None:
        raise Unauthenticated
    return await start_session(tx, command.operator_id, None, tuple(operator["permissions"]), None)


async def _issue(database: Database, granted: SessionGranted) -> TokenPair:
    async with database.reading(single=True) as read:
        return await issue_tokens(read, granted, read.now)
