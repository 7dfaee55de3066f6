"""Customers with wallets and money in them, made by the house's own verbs; and a look at every table, to see that nothing changed."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from secrets import randbelow
from typing import Any
from uuid import UUID, uuid4

from stdnum.cn import ric

from domains import customers, ledger, wallet
from domains.kernel.assets import CNY, Asset
from domains.kernel.database import Database
from domains.kernel.money import Amount
from tests.domains.ledger.conftest import move, post

PIN = "482913"

_numbers = count(randbelow(10**7))


@dataclass(frozen=True)
class Person:
    """A customer who is signed in. `account_id` is the first wallet."""

    id: UUID
    session_id: UUID
    phone: str
    account_id: UUID


async def person(database: Database, minor: int = 0, asset: Asset = CNY, *, verified: bool = False, pin: str | None = None, name: str = "王小明") -> Person:
    """Somebody with a wallet that holds that much."""
    phone = f"+86136{next(_numbers) % 10**8:08d}"
    identity = {"name": name, "id_number": an_id_number()} if verified else {}
    made = await customers.make_development_customer(database, phone, **identity)
    opened = await database.write(wallet.open_wallet, wallet.OpenWalletCommand(request_id=uuid4(), owner_id=made.customer_id, asset=asset.code))
    if pin is not None:
        await customers.set_pin(database.write, made.customer_id, made.session_id, pin)
    someone = Person(made.customer_id, made.session_id, phone, opened.account_id)
    if minor:
        await fund(database, someone, minor, asset)
    return someone


async def fund(database: Database, someone: Person, minor: int, asset: Asset = CNY) -> None:
    """Money from nowhere: from a house account that may go negative."""
    house = uuid4()
    async with database.transaction() as tx:
        await ledger.open_accounts(tx, [ledger.NewAccount(house, house, "house", asset, ledger.CREDIT, may_go_negative=True)])
    await post(database, move(house, wallet.wallet_account_id(someone.id, asset), minor, asset))


def transfer_to(sender: Person, target: Person | UUID | str, minor: int, asset: Asset = CNY, **more: Any) -> wallet.TransferCommand:
    """A command with a fresh id unless `request_id` is given. The target is a person, an id or a phone."""
    who = {"target_phone": target} if isinstance(target, str) else {"target_id": target.id if isinstance(target, Person) else target}
    return wallet.TransferCommand(
        **{"request_id": uuid4(), "owner_id": sender.id, "session_id": sender.session_id, "amount": Amount(minor, asset), **who, **more}
    )


async def transfer(database: Database, sender: Person, target: Person | UUID | str, minor: int, asset: Asset = CNY, **more: Any) -> wallet.Transferred:
    return await database.write(wallet.transfer, transfer_to(sender, target, minor, asset, **more))


async def make_known(database: Database, sender: Person, target: Person) -> None:
    """As if the sender had paid them long ago: without the limit for new payees."""
    async with database.transaction() as tx:
        await tx.execute("INSERT INTO wallet_payee VALUES ($1, $2, '', NULL, $3)", sender.id, target.id, tx.now - timedelta(days=1))


async def balance(database: Database, someone: Person, asset: Asset = CNY) -> int:
    async with database.reading() as read:
        found = await ledger.find_accounts(read, [id_ := wallet.wallet_account_id(someone.id, asset)])
    return found[id_].posted.minor


async def count_movements(database: Database, someone: Person) -> int:
    async with database.reading() as read:
        return int(await read.fetchval("SELECT count(*) FROM ledger_entry WHERE account_id = $1", someone.account_id))


async def everything(database: Database, *, but: frozenset[str] = frozenset()) -> dict[str, str]:
    """A digest of each table that the app may read: equal before and after means that nothing changed."""
    async with database.reading() as read:
        names = await read.fetch(
            "SELECT c.oid::regclass::text AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
            " AND NOT c.relispartition AND has_table_privilege(c.oid, 'SELECT') AND c.relname NOT LIKE 'procrastinate%' ORDER BY 1"
        )
        return {
            name: await read.fetchval(f"SELECT count(*) || md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) FROM {name} AS t")
            for (name,) in names
            if name not in but
        }


def an_id_number() -> str:
    """A resident ID number with a right check digit that no other test uses."""
    serial = next(_numbers)
    day, order = serial // 1000 % 10_000, serial % 1000
    number = f"110105{1930 + day // 336 % 60}{1 + day // 28 % 12:02d}{1 + day % 28:02d}{order:03d}"
    return number + str(ric.calc_check_digit(number + "0"))
