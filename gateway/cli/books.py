"""The commands on the books. What they do stands in the modules that they import."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from gateway.cli.failures import told_plainly
from gateway.cli.options import DataOption, settings_of

ledger_app = typer.Typer(help="The books.", no_args_is_help=True)


class StatementFormat(StrEnum):
    CSV = "csv"
    CAMT = "camt"


@ledger_app.command("verify")
def ledger_verify(data: DataOption = None) -> None:
    """Recompute every balance from the movements, and say equal, or which account differs."""
    from gateway.cli.database import run_verify

    with told_plainly():
        raise typer.Exit(run_verify(settings_of(data=data)))


@ledger_app.command("statement")
def ledger_statement(
    account: Annotated[UUID, typer.Option(help="The ledger account's id.")],
    first_day: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="The first business day.")],
    last_day: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="The last one; it must be over.")],
    format_: Annotated[StatementFormat, typer.Option("--format", help="`csv`, or `camt`: ISO 20022 camt.053.")] = StatementFormat.CSV,
    data: DataOption = None,
) -> None:
    """Print an account's statement: opening, movements, closing. The same question has the same bytes for ever."""
    from gateway.cli.database import run_statement

    with told_plainly():
        run_statement(settings_of(data=data), account, first_day.date(), last_day.date(), format_)


@ledger_app.command("reconcile")
def ledger_reconcile(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The channel's bill file.")],
    channel: Annotated[str, typer.Option(help="Whose bill it is.")],
    day: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Its business day; that of its first line by default.")] = None,
    data: DataOption = None,
) -> None:
    """Compare a channel's bill with the books. Differences stand in suspense until they are explained; the same file again changes nothing."""
    from gateway.cli.reconciling import run_reconcile

    with told_plainly():
        raise typer.Exit(run_reconcile(settings_of(data=data), file, channel, day.date() if day else None))
