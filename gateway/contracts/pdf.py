"""A loan contract as PDF, A4. Its Chinese font is one that every PDF reader brings or replaces (Adobe-GB1), so none is embedded."""

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from domains.kernel.money import Amount, to_decimal
from domains.loans import ContractText, Row
from gateway.contracts.wording import ContractWords, words_of

FONT = "STSong-Light"
INK, FAINT, LINE = "#111827", "#6b7280", "#e5e7eb"
MARGIN = 40
WIDTH, HEIGHT = A4
RIGHT = WIDTH - MARGIN
ROW = 16
FIRST_ROWS, NEXT_ROWS = 24, 44
COLUMNS = (MARGIN, MARGIN + 60, RIGHT - 240, RIGHT - 120, RIGHT)
"""Where the first two columns begin, and where the amounts end."""

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def print_contract(text: ContractText) -> bytes:
    """The whole file. The same text gives the same bytes, so that its digest names what was agreed."""
    words = words_of(text)
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    canvas.setTitle(f"{words.title} {text.application_id}")
    canvas.setAuthor("Scenebank")
    rows = text.costs.rows
    pages = [rows[:FIRST_ROWS], *(rows[start : start + NEXT_ROWS] for start in range(FIRST_ROWS, len(rows), NEXT_ROWS))]
    for number, part in enumerate(pages, 1):
        y = _head(canvas, words) if number == 1 else HEIGHT - 50
        _table(canvas, text, part, words, y)
        _write(canvas, RIGHT, 30, words.page.format(page=number, pages=len(pages)), 8, FAINT, right=True)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _head(canvas: Canvas, words: ContractWords) -> float:
    """Who agrees to what. Where it ends."""
    _write(canvas, MARGIN, HEIGHT - 50, "Scenebank", 11, FAINT)
    _write(canvas, MARGIN, HEIGHT - 76, words.title, 18, INK)
    y = HEIGHT - 104
    for label, said in words.about:
        _write(canvas, MARGIN, y, label, 9, FAINT)
        _write(canvas, MARGIN + 170, y, said, 9, INK)
        y -= 16
    y -= 6
    for clause in words.clauses:
        for line in simpleSplit(clause, FONT, 9, RIGHT - MARGIN):
            _write(canvas, MARGIN, y, line, 9, INK)
            y -= 13
    return float(y - 16)


def _table(canvas: Canvas, text: ContractText, rows: Sequence[Row], words: ContractWords, top: float) -> None:
    for number, (x, label) in enumerate(zip(COLUMNS, words.columns, strict=True)):
        _write(canvas, x, top, label, 8, FAINT, right=number > 1)
    canvas.setStrokeColor(HexColor(LINE))
    canvas.line(MARGIN, top - 5, RIGHT, top - 5)
    for index, row in enumerate(rows, 1):
        y = top - index * ROW - 3
        amounts = (to_decimal(Amount(minor, text.asset)) for minor in (row.principal_minor, row.interest_minor, row.balance_minor))
        for number, (x, said) in enumerate(zip(COLUMNS, (str(row.number), row.due.isoformat(), *amounts), strict=True)):
            _write(canvas, x, y, said, 9, INK, right=number > 1)


def _write(canvas: Canvas, x: float, y: float, text: str, size: int, colour: str, *, right: bool = False) -> None:
    canvas.setFont(FONT, size)
    canvas.setFillColor(HexColor(colour))
    (canvas.drawRightString if right else canvas.drawString)(x, y, text)
