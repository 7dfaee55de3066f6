"""A wall of codes on one sheet to print, A0 to A4: three millimetres of bleed, crop marks, captions in Chinese and English.

The sheet's boxes are those of PDF/X (ISO 15930): the trim box is the paper that is left, the bleed box what is printed beyond it."""

from collections.abc import Mapping
from io import BytesIO
from typing import NamedTuple

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A0, A1, A2, A3, A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from domains import offers
from gateway.codes.qr import GROUND, INK, MARK, QUIET_MODULES, mark_side, modules_of, runs_of

PAPERS = {"A0": A0, "A1": A1, "A2": A2, "A3": A3, "A4": A4}
FONT = "STSong-Light"
BLEED = 3 * mm
CROP = 6 * mm
BACKGROUND, FAINT = "#ecfdf5", "#6b7280"

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


class Caption(NamedTuple):
    """What stands in a slot: the code's text, the product in both languages, and what the slot is called."""

    address: str
    name_zh: str
    name_en: str
    label: str


class _Sheet(NamedTuple):
    """A canvas whose origin is the lower left corner of the trimmed paper."""

    page: Canvas
    width: float
    height: float


def wall_pdf(wall: offers.Wall, captions: Mapping[int, Caption], paper: str) -> bytes:
    """The whole file; empty slots are left white. The same wall gives the same bytes."""
    width, height = PAPERS[paper]
    if wall.columns > wall.rows:
        width, height = landscape((width, height))
    outside = BLEED + CROP
    file = BytesIO()
    page = Canvas(file, pagesize=(width + 2 * outside, height + 2 * outside), invariant=1)
    page.setTitle(f"{wall.title_zh} · {wall.title_en}")
    page.setAuthor("Scenebank")
    page.setTrimBox((outside, outside, outside + width, outside + height))
    page.setBleedBox((CROP, CROP, outside + BLEED + width, outside + BLEED + height))
    page.translate(outside, outside)
    sheet = _Sheet(page, width, height)
    _draw_ground(sheet)
    _draw_title(sheet, wall)
    for number, caption in sorted(captions.items()):
        _draw_slot(sheet, wall, number, caption)
    page.showPage()
    page.save()
    return file.getvalue()


def _draw_ground(sheet: _Sheet) -> None:
    page, width, height = sheet
    page.setFillColor(HexColor(BACKGROUND))
    page.rect(-BLEED, -BLEED, width + 2 * BLEED, height + 2 * BLEED, stroke=0, fill=1)
    page.setStrokeColor(HexColor(INK))
    page.setLineWidth(0.4)
    for x in (0, width):
        for begin, end in ((-BLEED - CROP, -BLEED), (height + BLEED, height + BLEED + CROP)):
            page.line(x, begin, x, end)
    for y in (0, height):
        for begin, end in ((-BLEED - CROP, -BLEED), (width + BLEED, width + BLEED + CROP)):
            page.line(begin, y, end, y)


def _draw_title(sheet: _Sheet, wall: offers.Wall) -> None:
    page, width, height = sheet
    band = height * 0.12
    page.setFillColor(HexColor(MARK))
    page.rect(-BLEED, height - band, width + 2 * BLEED, band + BLEED, stroke=0, fill=1)
    page.setFillColor(HexColor(GROUND))
    _write(page, width / 2, height - band * 0.52, wall.title_zh, min(band * 0.36, width * 0.9 / max(len(wall.title_zh), 1)))
    _write(page, width / 2, height - band * 0.82, f"{wall.title_en} · 打开 Scenebank 扫一扫 Scan with Scenebank", band * 0.13)


def _draw_slot(sheet: _Sheet, wall: offers.Wall, number: int, caption: Caption) -> None:
    """A white card with the code above and its captions below."""
    page, width, height = sheet
    margin, below = width * 0.04, height * 0.03
    cell_width, cell_height = (width - 2 * margin) / wall.columns, (height * 0.88 - 2 * below) / wall.rows
    row, column = divmod(number - 1, wall.columns)
    left, bottom = margin + column * cell_width, below + (wall.rows - 1 - row) * cell_height
    gap = min(cell_width, cell_height) * 0.05
    page.setFillColor(HexColor(GROUND))
    page.roundRect(left + gap, bottom + gap, cell_width - 2 * gap, cell_height - 2 * gap, gap, stroke=0, fill=1)
    side = min(cell_width - 4 * gap, (cell_height - 2 * gap) * 0.72)
    middle = left + cell_width / 2
    _draw_code(page, caption.address, middle - side / 2, bottom + cell_height - gap * 1.5 - side, side)
    room = cell_height - 2 * gap - side - gap
    wide = cell_width - 4 * gap
    page.setFillColor(HexColor(INK))
    _write(page, middle, bottom + gap + room * 0.60, caption.name_zh, _fitting(caption.name_zh, room * 0.3, wide))
    page.setFillColor(HexColor(FAINT))
    below_text = f"{caption.name_en} · {caption.label}"
    _write(page, middle, bottom + gap + room * 0.24, below_text, _fitting(below_text, room * 0.2, wide))


def _draw_code(page: Canvas, text: str, x: float, y: float, side: float) -> None:
    modules = modules_of(text)
    unit = side / (len(modules) + 2 * QUIET_MODULES)
    page.setFillColor(HexColor(INK))
    path = page.beginPath()
    for row, column, length in runs_of(modules):
        path.rect(x + (column + QUIET_MODULES) * unit, y + side - (row + QUIET_MODULES + 1) * unit, length * unit, unit)
    page.drawPath(path, stroke=0, fill=1)
    _draw_mark(page, x + side / 2, y + side / 2, mark_side(len(modules)) * unit)


def _draw_mark(page: Canvas, x: float, y: float, side: float) -> None:
    for of, colour, round_ in ((1.0, GROUND, 0.18), (0.84, MARK, 0.16)):
        page.setFillColor(HexColor(colour))
        page.roundRect(x - side * of / 2, y - side * of / 2, side * of, side * of, side * round_, stroke=0, fill=1)
    page.setFillColor(HexColor(GROUND))
    page.circle(x, y, side * 0.24, stroke=0, fill=1)
    page.setFillColor(HexColor(MARK))
    page.rect(x - side * 0.12, y - side * 0.12, side * 0.24, side * 0.24, stroke=0, fill=1)


def _fitting(text: str, size: float, width: float) -> float:
    """The size, or less where the text would not fit."""
    return float(min(size, size * width / max(pdfmetrics.stringWidth(text, FONT, size), 1)))


def _write(page: Canvas, x: float, y: float, text: str, size: float) -> None:
    page.setFont(FONT, size)
    page.drawCentredString(x, y, text)
