"""Commands on the database itself: migrate, seed, verify, statement."""

import asyncio
import sys
from datetime import date
from uuid import UUID

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from domains import ledger, wallet
from domains.kernel.database import Database
from domains.kernel.errors import InvalidInput
from gateway.cli.databases import with_database
from gateway.cli.failures import CommandFailed
from gateway.settings import Settings
from gateway.wiring import opened_house

_console = Console()


def run_migrate(settings: Settings, revision: str, *, down: bool) -> None:
    """Move the schema. Raises what alembic and the database raise."""
    import migrations

    settings = with_database(settings)
    if down:
        migrations.downgrade(settings.owner_dsn, revision)
    else:
        migrations.upgrade(settings.owner_dsn, revision)
    _console.print(f"[green]✓[/green] The schema is at {revision}.")


def run_partitions(settings: Settings) -> None:
    """Make the months ahead. Raises what the database raises."""
    import migrations

    made = migrations.make_months(with_database(settings).owner_dsn)
    _console.print(f"[green]✓[/green] Made {', '.join(made)}." if made else "[green]✓[/green] The months ahead are there.")


def run_seed(settings: Settings, count: int, seed: int) -> None:
    """Seed with a progress bar. What is there already is left as it is."""
    asyncio.run(_seed_with_bar(with_database(settings), count, seed, _console))


async def seed_completely(settings: Settings, count: int, console: Console) -> None:
    """Seed, or complete a seed that was cut short; what stands already costs a look."""
    if count:
        async with opened_house(settings) as house:
            await _seed(house.database, count, 1, console)


def run_verify(settings: Settings) -> int:
    """Exit status 0 when the books agree, else 1."""
    return asyncio.run(_verify(with_database(settings)))


def run_statement(settings: Settings, account_id: UUID, first_day: date, last_day: date, format_: str) -> None:
    """Write the file to standard output, byte for byte. Raises what ledger.make_statement raises, a bad period as CommandFailed."""
    try:
        asyncio.run(_statement(with_database(settings), account_id, first_day, last_day, format_))
    except InvalidInput as error:
        raise CommandFailed(f"No such statement: {error}.") from None


async def _statement(settings: Settings, account_id: UUID, first_day: date, last_day: date, format_: str) -> None:
    async with opened_house(settings) as house:
        async with house.database.reading() as read:
            statement = await ledger.make_statement(read, account_id, first_day, last_day)
        pages = ledger.read_lines(house.database, statement)
        async for piece in ledger.camt_053(statement, pages) if format_ == "camt" else ledger.statement_csv(statement, pages):
            sys.stdout.buffer.write(piece.encode())


async def _seed_with_bar(settings: Settings, count: int, seed: int, console: Console) -> None:
    async with opened_house(settings) as house:
        await _seed(house.database, count, seed, console)


async def _seed(database: Database, count: int, seed: int, console: Console) -> None:
    from gateway.seed import seed as plant

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Seeding customers", total=count)
        report = await plant(database, customers=count, seed=seed, progress=lambda done, total: progress.update(task, completed=done, total=total))
    console.print(f"[green]✓[/green] {report}")


async def _verify(settings: Settings) -> int:
    async with opened_house(settings) as house:
        with _console.status("Recomputing every balance from the movements …"):
            report = await ledger.verify(house.database)
            beside = [*(await wallet.verify_points(house.database)).findings, *await wallet.verify_risk(house.database)]
    head, *findings = report.lines()
    is_equal = report.is_equal and not beside
    _console.print(f"[green]✓[/green] {head}" if is_equal else f"[red]✗[/red] {head}")
    for finding in (*findings, *beside):
        _console.print(f"  {finding}", soft_wrap=True)
    return 0 if is_equal else 1
