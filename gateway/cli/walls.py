"""`scenebank walls`: what is printed of a wall of codes."""

import asyncio
from pathlib import Path
from uuid import UUID

from rich.console import Console

from domains import offers
from gateway.cli.databases import with_database
from gateway.cli.failures import CommandFailed
from gateway.codes import PAPERS, Caption, wall_pdf
from gateway.settings import Settings
from gateway.wiring import opened_house

_console = Console(highlight=False, soft_wrap=True)


def run_print(settings: Settings, wall_id: UUID, paper: str, out: Path) -> None:
    """Write the wall's sheet as PDF, and say what is on it. Raises CommandFailed for a wall that there is not, or one without codes."""
    if paper.upper() not in PAPERS:
        raise CommandFailed(f"There is no paper {paper!r}: it is one of {', '.join(PAPERS)}.")
    wall, captions = asyncio.run(_captions(with_database(settings), wall_id))
    out.write_bytes(wall_pdf(wall, captions, paper.upper()))
    _console.print(f"[green]✓[/green] {out}: {wall.title_zh} · {wall.title_en}, {len(captions)} of {wall.slots} slots, {paper.upper()} with 3 mm bleed.")


async def _captions(settings: Settings, wall_id: UUID) -> tuple[offers.Wall, dict[int, Caption]]:
    async with opened_house(settings) as house, house.database.reading() as read:
        wall = (await offers.find_walls(read, [wall_id])).get(wall_id)
        if wall is None:
            raise CommandFailed(f"There is no wall {wall_id}.")
        (slots,) = await offers.list_slots(read, [wall_id])
        if not slots:
            raise CommandFailed(f"No code hangs on the wall {wall_id}.")
        addresses = offers.code_addresses(read, [slot.code for slot in slots])
    return wall, {
        slot.number: Caption(address, *(("", "") if slot.product is None else (slot.product.name_zh, slot.product.name_en)), slot.code.placement.label)
        for slot, address in zip(slots, addresses, strict=True)
    }
