"""Every command's name and options. What a command does stands in the module that it imports, so that `--help` loads nothing heavy."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from gateway.cli.books import ledger_app
from gateway.cli.credit import credit_app
from gateway.cli.development_commands import dev_app
from gateway.cli.failures import told_plainly
from gateway.cli.options import DataOption
from gateway.cli.options import settings_of as _settings
from gateway.settings import Environment

app = typer.Typer(name="scenebank", help="Scenebank: the open backend of a bank's super-app.", no_args_is_help=True, pretty_exceptions_enable=False)
schema_app = typer.Typer(help="The GraphQL schema and its trusted documents.", no_args_is_help=True)
partner_app = typer.Typer(help="Partners.", no_args_is_help=True)
partner_document_app = typer.Typer(help="The GraphQL documents of a partner.", no_args_is_help=True)
partner_app.add_typer(partner_document_app, name="document")
partner_client_app = typer.Typer(help="The OAuth clients of a partner.", no_args_is_help=True)
partner_app.add_typer(partner_client_app, name="client")
partner_company_app = typer.Typer(help="The companies whose books a partner keeps.", no_args_is_help=True)
partner_app.add_typer(partner_company_app, name="company")
walls_app = typer.Typer(help="Walls of codes.", no_args_is_help=True)
app.add_typer(schema_app, name="schema")
app.add_typer(ledger_app, name="ledger")
app.add_typer(credit_app, name="credit")
app.add_typer(partner_app, name="partner")
app.add_typer(walls_app, name="walls")
app.add_typer(dev_app, name="dev")

PortOption = Annotated[int | None, typer.Option("--port", help="Port of the server (SCENEBANK_PORT); 0 takes a free one.")]


@app.command()
def up(
    port: PortOption = None,
    data: DataOption = None,
    customers: Annotated[int, typer.Option(min=0, max=1_000_000, help="Customers that the first start seeds.")] = 1000,
    database_port: Annotated[int, typer.Option(help="Port of the embedded database; 0 takes a free one.")] = 0,
) -> None:
    """Run everything on this machine: database, migrations, seed data, sandbox partners, server and worker."""
    from gateway.cli.up import run_up

    with told_plainly():
        run_up(_settings(port=port, data=data, environment=_up_environment()), customers, database_port)


@app.command()
def serve(
    port: PortOption = None,
    data: DataOption = None,
    reload: Annotated[bool, typer.Option(help="Begin anew after each change of a source file (development).")] = False,
) -> None:
    """Run the server against DATABASE_URL."""
    from gateway.cli.serving import run_server

    with told_plainly():
        run_server(_settings(port=port, data=data), reload=reload)


@app.command()
def worker(data: DataOption = None) -> None:
    """Run the worker: relay, jobs, schedules."""
    from gateway.cli.serving import run_worker_process

    with told_plainly():
        run_worker_process(_settings(data=data))


@app.command()
def sandbox(port: Annotated[int, typer.Option(help="0 takes a free one.")] = 8790) -> None:
    """Run the sandbox partners, with faults on demand."""
    from gateway.cli.serving import run_sandbox

    with told_plainly():
        run_sandbox(_settings(), port)


@app.command()
def migrate(
    data: DataOption = None,
    revision: Annotated[str, typer.Argument(help="Where to go: a revision, or head.")] = "head",
    down: Annotated[bool, typer.Option(help="Go back to that revision instead.")] = False,
) -> None:
    """Bring the database's schema up to date (SCENEBANK_OWNER_DATABASE_URL, else DATABASE_URL)."""
    from gateway.cli.database import run_migrate

    with told_plainly():
        run_migrate(_settings(data=data), revision, down=down)


@app.command()
def partitions(data: DataOption = None) -> None:
    """Make the months ahead of the tables that are parted by month, under the schema owner's role. For a schedule: once a day is plenty."""
    from gateway.cli.database import run_partitions

    with told_plainly():
        run_partitions(_settings(data=data))


@app.command()
def seed(
    data: DataOption = None,
    customers: Annotated[int, typer.Option(min=0, max=1_000_000, help="How many stand at the end.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, max=99, help="The same seed makes the same customers.")] = 1,
) -> None:
    """Fill the house with plausible customers, marked synthetic, and months of movements."""
    from gateway.cli.database import run_seed

    with told_plainly():
        run_seed(_settings(data=data), customers, seed)


@app.command()
def doctor(port: PortOption = None, data: DataOption = None) -> None:
    """Say in plain words what is wrong with this set-up."""
    from gateway.cli.doctor import run_doctor

    with told_plainly():
        raise typer.Exit(run_doctor(_settings(port=port, data=data)))


@app.command()
def torture(
    rounds: Annotated[int, typer.Option(min=1, max=10_000, help="Of each fault.")] = 3,
    fault: Annotated[list[str] | None, typer.Option(help="server, worker, database, cut-before, cut-after (COMMIT), clock or disk; all by default.")] = None,
    seed: Annotated[int, typer.Option(help="What clients do and when the clock jumps.")] = 1,
) -> None:
    """Strike a house of its own with faults under load, and say whether anything was lost or done twice."""
    from gateway.cli.torture import run_torture

    with told_plainly():
        raise typer.Exit(run_torture(fault or [], rounds, seed))


@schema_app.command("export")
def schema_export(
    audience: Annotated[str, typer.Option(help="customer, partner or operator.")] = "customer",
    domain: Annotated[str | None, typer.Option(help="One domain as a Federation v2 subgraph instead.")] = None,
) -> None:
    """Print the schema's SDL."""
    from gateway.cli.schema import run_export

    with told_plainly():
        run_export(audience, domain)


@schema_app.command("snapshot")
def schema_snapshot() -> None:
    """Write the SDL of each audience and the manifest of trusted documents under mobile_sdk_schema/."""
    from gateway.cli.schema import run_snapshot

    with told_plainly():
        run_snapshot()


@schema_app.command("check")
def schema_check() -> None:
    """Fail when the schema breaks a document of any live manifest, and name it."""
    from gateway.cli.schema import run_check

    with told_plainly():
        raise typer.Exit(run_check())


@schema_app.command("release")
def schema_release(version: Annotated[str, typer.Argument(help="The app version, for example 1.4.0.")]) -> None:
    """Keep the schema and the documents as those of an app version: later schemas are compared with it, and its documents are served on."""
    from gateway.cli.schema import run_release

    with told_plainly():
        run_release(version)


@walls_app.command("print")
def walls_print(
    wall: Annotated[UUID, typer.Argument(help="The wall's id.")],
    paper: Annotated[str, typer.Option(help="A0 to A4.")] = "A2",
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path("wall.pdf"),
    data: DataOption = None,
) -> None:
    """Write a wall's codes on one sheet to print: PDF with bleed, crop marks and captions."""
    from gateway.cli.walls import run_print

    with told_plainly():
        run_print(_settings(data=data), wall, paper, out)


@partner_app.command("portal")
def partner_portal(partner: Annotated[UUID, typer.Option(help="The partner's id.")], data: DataOption = None) -> None:
    """Open the portal to a partner: print the key that its people sign in with. Keys that were given before hold no more."""
    from gateway.cli.partners import run_open_portal

    with told_plainly():
        run_open_portal(_settings(data=data), partner)


@partner_document_app.command("register")
def partner_document_register(
    file: Annotated[Path, typer.Argument(help="A GraphQL file with one operation and its fragments.")],
    partner: Annotated[UUID, typer.Option(help="The partner's id.")],
    data: DataOption = None,
) -> None:
    """Check a partner's document and register it: its clients may then ask for it by the id that is printed."""
    from gateway.cli.partners import run_register_document

    with told_plainly():
        run_register_document(_settings(data=data), file, partner)


@partner_client_app.command("create")
def partner_client_create(
    jwk: Annotated[Path | None, typer.Option(help="The client's public key, a JWK (ES256, PS256, Ed25519).")] = None,
    new: Annotated[bool, typer.Option("--new", help="Make a key, and print it with the client.")] = False,
    public: Annotated[bool, typer.Option("--public/--confidential", help="An app that can keep no secret.")] = False,
    redirect: Annotated[list[str] | None, typer.Option(help="An address that a browser is sent back to; may be given several times.")] = None,
    scope: Annotated[str, typer.Option(help="Scopes, separated by spaces.")] = "openid profile",
    name: Annotated[str, typer.Option(help="What customers read.")] = "Test client",
    partner: Annotated[UUID | None, typer.Option(help="Whose client; without one a partner is taken in.")] = None,
    sandbox: Annotated[bool, typer.Option(help="A client of the sandbox: loopback addresses and, without a key, a secret.")] = False,
    data: DataOption = None,
) -> None:
    """Register an OAuth client, and print its id, and the secret or key that it needs."""
    from gateway.cli.partner_clients import run_create_client

    with told_plainly():
        run_create_client(
            _settings(data=data),
            jwk=jwk,
            is_new=new,
            is_public=public,
            redirects=redirect or [],
            scope=scope,
            name=name,
            partner_id=partner,
            is_sandbox=sandbox,
        )


@partner_company_app.command("bind")
def partner_company_bind(
    scene: Annotated[str, typer.Option(help="The scene whose partner runs the company's system.")],
    number: Annotated[str, typer.Option(help="The company's number there; also a supplier's.")],
    phone: Annotated[str, typer.Option(help="The phone number of the customer, who becomes its owner.")],
    merchant: Annotated[UUID | None, typer.Option(help="A merchant of theirs whose balance is the company's money.")] = None,
    data: DataOption = None,
) -> None:
    """Say whose a company's number at a partner is, and print the company with its account."""
    from gateway.cli.partner_companies import run_bind_company

    with told_plainly():
        run_bind_company(_settings(data=data), scene, number, phone, merchant)


def main() -> None:
    """The entry point of `scenebank`."""
    app()


def _up_environment() -> Environment | None:
    """`up` is for one machine, so it means development unless the environment says otherwise."""
    from os import environ

    return None if environ.get("SCENEBANK_ENVIRONMENT") else Environment.DEVELOPMENT
