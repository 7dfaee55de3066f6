"""A statement as PDF, A4. Its Chinese font is one that every PDF reader brings or replaces (Adobe-GB1), so none is embedded."""

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from domains import ledger
from domains.kernel.days import SHANGHAI
from domains.kernel.money import Amount, to_decimal
from gateway.pages.wording import CURRENCIES, chosen, money_text
from gateway.receipts.pdf import FONT
from gateway.receipts.picture import FAINT, INK, LINE
from gateway.statements.wording import PDF_WORDS, PdfWords, account_word, kind_word

MARGIN = 40
WIDTH, HEIGHT = A4
RIGHT = WIDTH - MARGIN
ROW = 18
FIRST_ROWS, NEXT_ROWS = 28, 38
COLUMNS = (MARGIN, MARGIN + 118, MARGIN + 228, RIGHT - 100, RIGHT)
"""Where the columns begin, or for the two amounts, end."""


def pdf_of(statement: ledger.Statement, lines: Sequence[ledger.StatementLine], language: str) -> bytes:
    """The whole file. The same statement gives the same bytes."""
    words = PDF_WORDS["en" if language == "en" else "zh"]
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    canvas.setTitle(f"{words.title} {statement.first_day} - {statement.last_day}")
    canvas.setAuthor("Scenebank")
    pages = [lines[:FIRST_ROWS], *(lines[start : start + NEXT_ROWS] for start in range(FIRST_ROWS, len(lines), NEXT_ROWS))]
    for number, part in enumerate(pages, 1):
        y = _head(canvas, statement, words, language) if number == 1 else HEIGHT - 50
        _table(canvas, part, words, language, y)
        write(canvas, MARGIN, 30, words.below, 8, FAINT)
        write(canvas, RIGHT, 30, words.page.format(page=number, pages=len(pages)), 8, FAINT, right=True)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _head(canvas: Canvas, statement: ledger.Statement, words: PdfWords, language: str) -> float:
    """Whose statement it is and what it comes to. Where it ends."""
    write(canvas, MARGIN, HEIGHT - 50, "Scenebank", 11, FAINT)
    write(canvas, MARGIN, HEIGHT - 76, words.title, 18, INK)
    code = statement.opening.asset.code
    about = (
        (words.account, str(statement.account_id)),
        (words.period, f"{statement.first_day} – {statement.last_day}"),
        (words.currency, f"{chosen(CURRENCIES, code, language)} {code}" if code in CURRENCIES else code),
    )
    for number, (label, text) in enumerate(about):
        write(canvas, MARGIN, HEIGHT - 102 - number * 16, label, 9, FAINT)
        write(canvas, MARGIN + 60, HEIGHT - 102 - number * 16, text, 9, INK)
    figures = (
        (words.opening, money(statement.opening)),
        (words.credits.format(count=statement.credits.movements), money(statement.credits.amount)),
        (words.debits.format(count=statement.debits.movements), money(Amount(-statement.debits.amount.minor, statement.opening.asset))),
        (words.closing, money(statement.closing)),
    )
    for number, (label, text) in enumerate(figures):
        x = MARGIN + number * (RIGHT - MARGIN) / 4
        write(canvas, x, HEIGHT - 168, label, 8, FAINT)
        write(canvas, x, HEIGHT - 184, text, 11 if len(text) < 20 else 8, INK)
    return float(HEIGHT - 216)


def _table(canvas: Canvas, lines: Sequence[ledger.StatementLine], words: PdfWords, language: str, top: float) -> None:
    for number, (x, label) in enumerate(zip(COLUMNS, words.columns, strict=True)):
        write(canvas, x, top, label, 8, FAINT, right=number > 2)
    rule(canvas, top - 6)
    if not lines:
        write(canvas, MARGIN, top - ROW - 4, words.none, 9, FAINT)
    for row, line in enumerate(lines, 1):
        y = top - row * ROW - 4
        booked = f"{line.booked_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
        for x, text in zip(COLUMNS, (booked, kind_word(language, line.kind), account_word(language, line.other_code)), strict=False):
            write(canvas, x, y, text, 9, INK)
        write(canvas, COLUMNS[3], y, money(line.amount, signed=True), 9, INK, right=True)
        write(canvas, COLUMNS[4], y, money(line.balance_after), 9, INK, right=True)


def money(amount: Amount, *, signed: bool = False) -> str:
    """As pages show it."""
    return money_text({"amount": to_decimal(amount), "currency": amount.asset.code}, signed=signed)


def write(canvas: Canvas, x: float, y: float, text: str, size: int, colour: str, *, right: bool = False) -> None:
    """A text that begins, or with `right` ends, there."""
    canvas.setFont(FONT, size)
    canvas.setFillColor(HexColor(colour))
    (canvas.drawRightString if right else canvas.drawString)(x, y, text)


def rule(canvas: Canvas, y: float) -> None:
    """A line across the page."""
    canvas.setStrokeColor(HexColor(LINE))
    canvas.line(MARGIN, y, RIGHT, y)
