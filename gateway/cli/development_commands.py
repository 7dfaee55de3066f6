"""`scenebank dev …`: names and options of what is for development only."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from gateway.cli.failures import told_plainly
from gateway.cli.options import DataOption, settings_of
from gateway.settings import Environment, Settings

dev_app = typer.Typer(help="For development only.", no_args_is_help=True)


@dev_app.command("customer")
def dev_customer(
    phone: Annotated[str, typer.Option(help="Mobile number, for example +8613900000001.")],
    balance: Annotated[str, typer.Option(help="What the wallet holds at least, in yuan.")] = "0",
    name: Annotated[str | None, typer.Option(help="With --id-number: a verified customer.")] = None,
    id_number: Annotated[str | None, typer.Option(help="Resident ID number.")] = None,
    pin: Annotated[str | None, typer.Option(help="Payment PIN to set, if there is none.")] = None,
    data: DataOption = None,
) -> None:
    """Print the tokens of a customer, who is made if need be."""
    from gateway.cli.development import run_customer

    with told_plainly():
        run_customer(_development(data), phone, balance, name, id_number, pin)


@dev_app.command("operator")
def dev_operator(
    name: Annotated[str, typer.Option(help="Name of the member of staff.")] = "operator",
    permissions: Annotated[str, typer.Option(help="Separated by commas; all of them by default.")] = "",
    data: DataOption = None,
) -> None:
    """Print the token of a new operator."""
    from gateway.cli.development import run_operator

    with told_plainly():
        run_operator(_development(data), name, permissions)


@dev_app.command("code")
def dev_code(phone: Annotated[str, typer.Option()], data: DataOption = None) -> None:
    """Print the last one-time code that was sent to a phone."""
    from gateway.cli.development import run_code

    with told_plainly():
        raise typer.Exit(run_code(_development(data), phone))


@dev_app.command("payee")
def dev_payee(client: Annotated[UUID, typer.Option(help="The client_id of one of the partner's clients.")], data: DataOption = None) -> None:
    """Open a till of the sandbox for a partner, and print the payee's id."""
    from gateway.cli.development import run_payee

    with told_plainly():
        run_payee(_development(data), client)


@dev_app.command("clock")
def dev_clock(
    advance: Annotated[str | None, typer.Option(help="For example 90s, 15m, 24h or 3d.")] = None,
    to: Annotated[str | None, typer.Option(help="An ISO 8601 instant with its offset.")] = None,
    reset: Annotated[bool, typer.Option(help="Real time again.")] = False,
    data: DataOption = None,
) -> None:
    """Show or set the clock of every process on the data folder."""
    from gateway.cli.development import run_clock

    with told_plainly():
        run_clock(_development(data), advance, to, reset=reset)


def _development(data: Path | None) -> Settings:
    return settings_of(data=data, environment=Environment.DEVELOPMENT)
