"""What `scenebank credit publish` does."""

import asyncio
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from rich.console import Console

from domains import credit
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from gateway.cli.databases import with_database
from gateway.cli.failures import CommandFailed
from gateway.settings import Settings
from gateway.wiring import opened_house

_console = Console()


def run_publish(settings: Settings, file: Path) -> None:
    """Publish it, and say its version. Raises CommandFailed for a file that is no scorecard, ScorecardMalformed."""
    card = read_card(file)
    version = asyncio.run(_publish(with_database(settings), card))
    _console.print(f"[green]✓[/green] Applications are assessed by version {version}.")


def read_card(file: Path) -> credit.ApplicationCard:
    """The scorecard of a file. Raises CommandFailed."""
    try:
        return TypeAdapter(credit.ApplicationCard).validate_json(file.read_bytes())
    except ValidationError as error:
        raise CommandFailed(f"{file.name} is no application scorecard: {error.errors()[0]['msg']}.") from None


async def publish_card(database: Database, card: credit.ApplicationCard) -> int:
    """The version that it got. Raises ScorecardMalformed."""
    command = credit.PublishApplicationCardCommand(request_id=None, owner_id=HOUSE_ID, card=card)
    return (await database.write(credit.publish_application_card, command)).version


async def _publish(settings: Settings, card: credit.ApplicationCard) -> int:
    async with opened_house(settings) as house:
        return await publish_card(house.database, card)
