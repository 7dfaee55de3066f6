"""Compare a channel's bill file with the books, from the command line."""

import asyncio
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from domains import wallet
from domains.kernel.errors import InvalidInput
from gateway.cli.databases import with_database
from gateway.cli.failures import CommandFailed
from gateway.settings import Settings
from gateway.wiring import BILL_FORMATS, opened_house

BROKEN_SHOWN = 20

_console = Console()


def run_reconcile(settings: Settings, file: Path, channel: str, day: date | None) -> int:
    """Exit status 0 when the bill agrees with the books, 1 when it does not. Raises CommandFailed for a channel or a file that is none."""
    if channel not in BILL_FORMATS:
        raise CommandFailed(f"There is no channel {channel}. There are: {', '.join(BILL_FORMATS)}.")
    done = asyncio.run(_reconcile(with_database(settings), file, channel, day))
    _show(done)
    return 0 if set(done.states) <= {"matched"} and not done.broken and not done.unposted else 1


async def _reconcile(settings: Settings, file: Path, channel: str, day: date | None) -> wallet.bills.Reconciliation:
    with file.open(encoding="utf-8", errors="replace", newline="\n") as lines:
        try:
            direction, bill = BILL_FORMATS[channel](lines)
        except ValueError as error:
            raise CommandFailed(f"{file.name} is no bill: {error}.") from None
        async with opened_house(settings) as house:
            try:
                return await wallet.bills.reconcile_bill(house.database, channel, direction, bill, day)
            except InvalidInput as error:
                raise CommandFailed(f"This bill cannot be reconciled: {error}.") from None


def _show(done: wallet.bills.Reconciliation) -> None:
    table = Table(title=f"{done.channel}, money {done.direction}, {done.day}", title_justify="left")
    table.add_column("state")
    table.add_column("items", justify="right")
    for state in wallet.bills.ItemState:
        table.add_row(state.value.replace("_", " "), f"{done.states.get(state.value, 0):,}")
    _console.print(table)
    _console.print(f"{done.lines:,} lines read, {len(done.broken):,} broken.")
    for line in done.broken[:BROKEN_SHOWN]:
        _console.print(f"  line {line.number}: {line.why}")
    if len(done.broken) > BROKEN_SHOWN:
        _console.print(f"  and {len(done.broken) - BROKEN_SHOWN:,} more")
    if done.unposted:
        _console.print(f"[red]✗[/red] {done.unposted:,} differences could not be put in suspense; the next run tries again.")
