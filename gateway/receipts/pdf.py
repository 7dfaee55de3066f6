"""A receipt as a PDF of one A5 page. Its Chinese font is one that every PDF reader brings or replaces (Adobe-GB1), so none is embedded."""

from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A5
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from gateway.receipts.picture import FAINT, INK, LINE, STAMP, modules_of
from gateway.receipts.wording import Words

FONT = "STSong-Light"
CODE_FONT = "Courier"
MARGIN = 36
QR_SIDE = 120

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def pdf_of(words: Words) -> bytes:
    """The whole file. The same receipt gives the same bytes."""
    file = BytesIO()
    width, height = A5
    page = Canvas(file, pagesize=A5, invariant=1)
    page.setTitle(words.title)
    page.setAuthor("Scenebank")
    _write(page, MARGIN, height - 50, "Scenebank", 11, FAINT)
    _write(page, MARGIN, height - 78, words.title, 18, INK)
    _write(page, MARGIN, height - 122, words.amount, 24, INK)
    _rule(page, height - 140)
    for number, (label, text) in enumerate(words.rows):
        y = height - 168 - number * 26
        _write(page, MARGIN, y, label, 10, FAINT)
        _write(page, width - MARGIN, y, text, 10 if len(text) < 30 else 9, INK, "right")
    _rule(page, height - 292)
    _qr(page, words.code, (width - QR_SIDE) / 2, height - 430)
    half = len(words.code) // 2
    for y, line in ((height - 452, words.code[:half]), (height - 466, words.code[half + 1 :])):
        _write(page, width / 2, y, line, 10, INK, "centre", CODE_FONT)
    _write(page, width / 2, height - 490, words.below, 9, FAINT, "centre")
    if words.stamp is not None:
        page.saveState()
        page.translate(width - 100, height - 95)
        page.rotate(14)
        _write(page, 0, 0, words.stamp, 20, STAMP, "centre")
        page.restoreState()
    page.showPage()
    page.save()
    return file.getvalue()


def _write(page: Canvas, x: float, y: float, text: str, size: int, colour: str, where: str = "left", font: str = FONT) -> None:
    page.setFont(font, size)
    page.setFillColor(HexColor(colour))
    draw = {"left": page.drawString, "right": page.drawRightString, "centre": page.drawCentredString}[where]
    draw(x, y, text)


def _rule(page: Canvas, y: float) -> None:
    page.setStrokeColor(HexColor(LINE))
    page.line(MARGIN, y, A5[0] - MARGIN, y)


def _qr(page: Canvas, code: str, x: float, y: float) -> None:
    modules = modules_of(code)
    side = QR_SIDE / len(modules)
    page.setFillColor(HexColor(INK))
    for row, line in enumerate(modules):
        for column, dark in enumerate(line):
            if dark:
                page.rect(x + column * side, y + QR_SIDE - (row + 1) * side, side, side, stroke=0, fill=1)
