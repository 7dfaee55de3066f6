"""`scenebank partner`: what the bank does for a partner from the command line."""

import asyncio
from pathlib import Path
from uuid import UUID

from rich.console import Console

from domains.scenes import PartnerNotFound, TooManyDocuments
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


async def _registered(settings: Settings, text: str, partner_id: UUID) -> FitDocument:
    async with opened_house(settings) as house:
        return await register(house.database, build_schema()._schema, partner_id, text, cost_options(settings))
