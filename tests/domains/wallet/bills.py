"""A channel's books and ours for a day, made in bulk, and its bill as text."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from domains import ledger, wallet
from domains.kernel.assets import CNY
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.money import Amount
from domains.wallet.accounts import channel_account, pay_out_account
from integrations.channels.sandbox import read_bill_file
from tests.domains.ledger.conftest import move, post

CHANNEL = "sandbox"
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
"""Noon in Shanghai on the day of the bills."""
DAY = NOON.date()
LATER = NOON + timedelta(days=1)
HEADS = {"in": "reference,charge_id,amount_minor,currency,settled_at", "out": "reference,pay_out_id,amount_minor,currency,settled_at"}
TABLES = {"in": "wallet_top_up", "out": "wallet_withdrawal"}

INSERT = """
INSERT INTO {table} (customer_id, id, account_id, channel, asset, amount_minor, state, reference, reason, requested_at, settled_at, attempts, ask_at)
SELECT gen_random_uuid(), told.id, gen_random_uuid(), $1, told.asset, told.minor, told.state, told.reference, NULL, $7, CASE told.state WHEN 'pending' THEN NULL
    ELSE told.at END, 0, CASE told.state WHEN 'pending' THEN told.at END
FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::timestamptz[], $8::text[]) AS told (id, minor, state, reference, at, asset)
"""


@dataclass(frozen=True)
class Order:
    """A top-up or withdrawal of ours."""

    minor: int
    id: UUID = field(default_factory=uuid4)
    reference: str | None = None
    state: str = "posted"
    at: datetime = NOON
    asset: str = "CNY"

    @property
    def line(self) -> "Line":
        """As a bill that agrees has it."""
        return Line(self.reference or f"R{self.id.hex}", str(self.id), str(self.minor), self.asset, self.at.isoformat())


class Line(NamedTuple):
    """A line of a bill, as text."""

    reference: str
    id: str
    minor: str
    currency: str
    at: str

    def __str__(self) -> str:
        return ",".join(self)


async def book(database: Database, orders: Iterable[Order], direction: str = "in") -> None:
    """Write the orders down as if they had gone their way, and what the channel's account holds for it."""
    told = list(orders)
    async with database.transaction() as tx:
        columns = [[one.id for one in told], [one.minor for one in told], [one.state for one in told], [one.reference for one in told]]
        await tx.execute(INSERT.format(table=TABLES[direction]), CHANNEL, *columns, [one.at for one in told], NOON, [one.asset for one in told])
    total = sum(one.minor for one in told if one.state == "posted" and one.asset == "CNY")
    if not total:
        return
    house = uuid4()
    account = (channel_account if direction == "in" else pay_out_account)(CHANNEL, CNY)
    async with database.transaction() as tx:
        await ledger.open_accounts(tx, [account, ledger.NewAccount(house, HOUSE_ID, f"test:{house}", CNY, may_go_negative=True)])
    await post(database, move(account.id, house, total) if direction == "in" else move(house, account.id, total))


async def settle(database: Database, order: Order, direction: str = "in") -> None:
    """What a late callback does: the order is posted, and the channel's account moves with it."""
    async with database.transaction() as tx:
        await tx.execute(f"UPDATE {TABLES[direction]} SET state = 'posted', settled_at = $2, ask_at = NULL WHERE id = $1", order.id, tx.now)
    account = wallet.channel_account_id(CHANNEL, CNY) if direction == "in" else wallet.pay_out_account_id(CHANNEL, CNY)
    house = uuid4()
    async with database.transaction() as tx:
        await ledger.open_accounts(tx, [ledger.NewAccount(house, HOUSE_ID, f"test:{house}", CNY, may_go_negative=True)])
    await post(database, move(account, house, order.minor) if direction == "in" else move(house, account, order.minor))


def bill(lines: Iterable[Line | str], direction: str = "in") -> list[str]:
    """The file's lines."""
    return [HEADS[direction] + "\n", *(f"{line}\n" for line in lines)]


async def reconcile(database: Database, text: Iterable[str], channel: str = CHANNEL) -> wallet.bills.Reconciliation:
    direction, lines = read_bill_file(text)
    return await wallet.bills.reconcile_bill(database, channel, direction, lines, DAY)


async def items(database: Database, state: str | None = None) -> list[wallet.bills.Item]:
    """All of them, page by page."""
    found: list[wallet.bills.Item] = []
    after: str | None = None
    async with database.reading() as read:
        while True:
            page = await wallet.bills.list_items(read, CHANNEL, None if state is None else wallet.bills.ItemState(state), 50, after)
            found += page.items
            if not page.has_next:
                return found
            after = page.cursors[-1]


async def suspended(database: Database) -> int:
    """What stands in suspense, in the ledger."""
    async with database.reading() as read:
        return sum(amount.minor for amount in await wallet.bills.list_suspense(read, CHANNEL))


async def movement_count(database: Database) -> int:
    async with database.reading() as read:
        return int(await read.fetchval("SELECT count(*) FROM ledger_movement WHERE kind = 'suspense'"))


async def held_by(database: Database, account_id: UUID) -> int:
    async with database.reading() as read:
        found = await ledger.find_accounts(read, [account_id])
    return found[account_id].posted.minor if account_id in found else 0


def yuan(minor: int) -> Amount:
    return Amount(minor, CNY)
