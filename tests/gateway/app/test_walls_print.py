"""`scenebank walls print`: the sheet of a wall that hangs, read back by another decoder."""

import asyncio
from pathlib import Path
from uuid import uuid4

import pypdfium2
import pytest
import zxingcpp

from gateway.cli.failures import CommandFailed
from gateway.cli.walls import run_print
from tests.gateway.app.running import RunningApp
from tests.gateway.app.test_codes import a_wall, address_of


async def test_a_walls_printed_sheet_says_its_codes(app: RunningApp, tmp_path: Path) -> None:
    wall, codes, _ = await a_wall(app)
    out = tmp_path / "wall.pdf"
    await asyncio.to_thread(run_print, app.application.settings, wall.id, "a3", out)
    page = pypdfium2.PdfDocument(out)[0]
    picture = page.render(scale=2_000 / max(page.get_size())).to_pil()
    said = {found.text for found in zxingcpp.read_barcodes(picture)}
    assert said == {await address_of(app, code) for code in codes}
    assert "老王面馆" in page.get_textpage().get_text_range()


async def test_what_cannot_be_printed_is_told(app: RunningApp, tmp_path: Path) -> None:
    empty, _, _ = await a_wall(app, 0)
    for wall_id, paper in ((empty.id, "A4"), (uuid4(), "A4"), (empty.id, "A9")):
        with pytest.raises(CommandFailed):
            await asyncio.to_thread(run_print, app.application.settings, wall_id, paper, tmp_path / "none.pdf")
    assert list(tmp_path.iterdir()) == []
