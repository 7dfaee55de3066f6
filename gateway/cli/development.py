"""Commands for development: customers and operators with ready tokens, one-time codes, and the clock."""

import asyncio
import re
import sys
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from rich.console import Console

from domains import customers, scenes, wallet
from domains.kernel.assets import CNY
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.money import Amount, from_decimal
from gateway.cli.databases import with_database
from gateway.cli.failures import CommandFailed
from gateway.development_clock import read_offset, set_clock
from gateway.sandbox_tills import open_till
from gateway.settings import Settings
from gateway.wiring import opened_house
from integrations.messengers.console import latest_code
from resolvers.permissions import OPERATOR_PERMISSIONS

_console = Console(stderr=True)
_SPAN = re.compile(r"(-?\d+)([smhd])", re.ASCII)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def run_customer(settings: Settings, phone: str, balance: str, name: str | None, id_number: str | None, pin: str | None) -> None:
    """Print `export TOKEN=…` lines on standard output; what was done on standard error."""
    asyncio.run(_customer(with_database(settings), phone, from_decimal(balance, CNY), name, id_number, pin))


def run_operator(settings: Settings, name: str, permissions: str) -> None:
    """Print the token of a new operator."""
    wanted = [part.strip() for part in permissions.split(",") if part.strip()] or [one.value for one in OPERATOR_PERMISSIONS]
    unknown = sorted(set(wanted) - {one.value for one in OPERATOR_PERMISSIONS})
    if unknown:
        raise CommandFailed(f"No such permission: {', '.join(unknown)}. There are {', '.join(sorted(OPERATOR_PERMISSIONS))}.")
    asyncio.run(_operator(with_database(settings), name, wanted))


def run_code(settings: Settings, phone: str) -> int:
    """Print the code; exit status 1 when none was sent lately."""
    code = latest_code(settings.data, customers.normal_phone(phone))
    if code is not None:
        sys.stdout.write(f"{code}\n")
    return 0 if code is not None else 1


def run_payee(settings: Settings, client_id: UUID) -> None:
    """Print the id of the payee that the client's partner has in the sandbox."""
    sys.stdout.write(f"{asyncio.run(_payee(with_database(settings), client_id))}\n")


def run_clock(settings: Settings, advance: str | None, to: str | None, *, reset: bool) -> None:
    """Set the clock if asked to, then show it."""
    now = datetime.now(UTC) + read_offset(settings.data)
    if reset:
        now = datetime.now(UTC)
    if to is not None:
        now = _instant(to)
    if advance is not None:
        now += _span(advance)
    if reset or to is not None or advance is not None:
        set_clock(settings.data, now)
    sys.stdout.write(f"{now.isoformat(timespec='seconds')}\n")


async def _customer(settings: Settings, phone: str, balance: Amount, name: str | None, id_number: str | None, pin: str | None) -> None:
    async with opened_house(settings, show=sys.stderr.write) as house:
        database = house.database
        made = await customers.make_development_customer(database, phone, name=name, id_number=id_number)
        opened = await database.write(wallet.open_wallet, wallet.OpenWalletCommand(request_id=uuid4(), owner_id=made.customer_id, asset=CNY.code))
        if balance.minor > 0:
            await _fill(database, made.customer_id, balance)
        if pin is not None:
            try:
                await customers.set_pin(database.write, made.customer_id, made.session_id, pin)
            except customers.PinAlreadySet:
                _console.print("The PIN that is set stays.")
    lines = [
        f"export SCENEBANK_CUSTOMER_ID={made.customer_id}",
        f"export SCENEBANK_ACCOUNT_ID={opened.account_id}",
        f"export SCENEBANK_TOKEN={made.tokens.access_token}",
        f"export SCENEBANK_REFRESH_TOKEN={made.tokens.refresh_token}",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


async def _payee(settings: Settings, client_id: UUID) -> UUID:
    async with opened_house(settings, show=sys.stderr.write) as house:
        async with house.database.reading(single=True) as read:
            (client,) = await scenes.find_clients(read, [client_id])
        if client is None:
            raise CommandFailed(f"There is no client {client_id}.")
        return await open_till(house.database, client.partner_id)


async def _fill(database: Database, customer_id: object, balance: Amount) -> None:
    command = wallet.FillForDevelopmentCommand(request_id=None, owner_id=HOUSE_ID, customer_id=customer_id, least=balance)  # type: ignore[arg-type]
    await database.write(wallet.fill_for_development, command)


async def _operator(settings: Settings, name: str, permissions: list[str]) -> None:
    async with opened_house(settings, show=sys.stderr.write) as house:
        operator_id = await customers.create_operator(house.database, name, permissions)
        tokens = await customers.make_operator_token(house.database, operator_id)
    sys.stdout.write(f"export SCENEBANK_OPERATOR_ID={operator_id}\nexport SCENEBANK_OPERATOR_TOKEN={tokens.access_token}\n")


def _span(text: str) -> timedelta:
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise CommandFailed("A span of time is a number and s, m, h or d: 90s, 15m, 24h, 3d.")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise CommandFailed("An instant is written with its offset: 2026-11-23T08:00:00+08:00.")
    return instant
