"""`scenebank partner`: what the bank does for a partner from the command line."""

import asyncio
import sys
from pathlib import Path
from uuid import UUID

from rich.console import Console

from domains.kernel.commands import HOUSE_ID
from domains.scenes import OpenPortalCommand, PartnerNotFound, Purpose, TooManyDocuments, open_portal, text_of
from gateway.app import cost_options
from gateway.cli.databases import with_database
from gateway.cli.failures import CommandFailed
from gateway.partner_documents import DocumentUnfit, FitDocument, register
from gateway.settings import Settings
from gateway.wiring import opened_house
from resolvers.schema import build_schema

_console = Console(highlight=False, soft_wrap=True)


def run_register_document(settings: Settings, file: Path, partner_id: UUID) -> None:
    """Register the document in the file, and print its id. Raises CommandFailed, saying why it was not."""
    try:
        text = file.read_text()
        document = asyncio.run(_registered(with_database(settings), text, partner_id))
    except (OSError, UnicodeError) as error:
        raise CommandFailed(f"{file} cannot be read ({type(error).__name__}).") from error
    except DocumentUnfit as unfit:
        raise CommandFailed(f"{file.name} was not registered. {unfit}") from unfit
    except PartnerNotFound as refusal:
        raise CommandFailed(f"There is no active partner {partner_id}.") from refusal
    except TooManyDocuments as refusal:
        raise CommandFailed(f"The partner has {refusal.most} documents, which is the most.") from refusal
    _console.print(f"[green]✓[/green] {document.kind} {document.name}, costs {document.cost} at most: {document.id}")


def run_open_portal(settings: Settings, partner_id: UUID) -> None:
    """Print the partner's new key. Raises CommandFailed."""
    try:
        key = asyncio.run(_opened(with_database(settings), partner_id))
    except PartnerNotFound as refusal:
        raise CommandFailed(f"There is no active partner {partner_id}.") from refusal
    sys.stdout.write(f"{key}\n")


async def _opened(settings: Settings, partner_id: UUID) -> str:
    async with opened_house(settings, show=sys.stderr.write) as house:
        command = OpenPortalCommand(request_id=None, owner_id=HOUSE_ID, partner_id=partner_id)
        opened = await house.database.write(open_portal, command)
        async with house.database.reading(single=True) as read:
            return text_of(read, Purpose.PORTAL, opened.partner_id, opened.number)


async def _registered(settings: Settings, text: str, partner_id: UUID) -> FitDocument:
    async with opened_house(settings) as house:
        return await register(house.database, build_schema()._schema, partner_id, text, cost_options(settings))
