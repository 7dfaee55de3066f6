"""A portfolio statement as PDF, A4."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import NamedTuple

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from domains import wealth
from gateway.pages.wording import CURRENCIES, chosen
from gateway.portfolio_statements.csv_file import hundredths, value_of
from gateway.portfolio_statements.wording import PDF_WORDS, PdfWords, fund_name, kind_word
from gateway.receipts.picture import FAINT, INK
from gateway.statements.pdf import MARGIN, RIGHT, ROW, money, rule, write

HEIGHT = A4[1]
FIRST_TOP, NEXT_TOP, BOTTOM = HEIGHT - 232, HEIGHT - 50, 56
NAME_MOST = 26


class Row(NamedTuple):
    """A line of a table: its texts, where each stands, and whether that is its right end."""

    texts: Sequence[str]
    places: Sequence[float]
    right: Sequence[bool]
    colour: str = INK
    ruled: bool = False


HELD = ((MARGIN, MARGIN + 270, MARGIN + 370, RIGHT), (False, True, True, True))
CHANGED = ((MARGIN, MARGIN + 64, MARGIN + 230, MARGIN + 370, RIGHT - 70, RIGHT), (False, False, False, True, True, True))


def pdf_of(statement: wealth.PortfolioStatement, language: str) -> bytes:
    """The whole file. The same statement gives the same bytes."""
    words = PDF_WORDS["en" if language == "en" else "zh"]
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    canvas.setTitle(f"{words.title} {statement.first_day} - {statement.last_day}")
    canvas.setAuthor("Scenebank")
    pages = list(_pages(list(_rows(statement, words, language))))
    for number, rows in enumerate(pages, 1):
        if number == 1:
            _head(canvas, statement, words, language)
        y = FIRST_TOP if number == 1 else NEXT_TOP
        for row in rows:
            for text, place, right in zip(row.texts, row.places, row.right, strict=True):
                write(canvas, place, y, text, 9 if row.colour == INK else 8, row.colour, right=right)
            if row.ruled:
                rule(canvas, y - 6)
            y -= ROW
        write(canvas, MARGIN, 30, words.below, 8, FAINT)
        write(canvas, RIGHT, 30, words.page.format(page=number, pages=len(pages)), 8, FAINT, right=True)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _head(canvas: Canvas, statement: wealth.PortfolioStatement, words: PdfWords, language: str) -> None:
    """Of which days it tells, and what it comes to."""
    write(canvas, MARGIN, HEIGHT - 50, "Scenebank", 11, FAINT)
    write(canvas, MARGIN, HEIGHT - 76, words.title, 18, INK)
    code = statement.asset.code
    about = ((words.period, f"{statement.first_day} – {statement.last_day}"), (words.currency, f"{chosen(CURRENCIES, code, language)} {code}"))
    for number, (label, text) in enumerate(about):
        write(canvas, MARGIN, HEIGHT - 102 - number * 16, label, 9, FAINT)
        write(canvas, MARGIN + 60, HEIGHT - 102 - number * 16, text, 9, INK)
    amounts = (statement.opening_worth, statement.paid_in, statement.paid_out, statement.closing_worth, statement.fees, statement.gain)
    for number, (label, amount) in enumerate(zip(words.figures, amounts, strict=True)):
        x, y = MARGIN + (number % 3) * (RIGHT - MARGIN) / 3, HEIGHT - 146 - (number // 3) * 36
        write(canvas, x, y, label, 8, FAINT)
        write(canvas, x, y - 15, money(amount), 11, INK)


def _rows(statement: wealth.PortfolioStatement, words: PdfWords, language: str) -> Iterator[Row]:
    yield Row((words.held,), (MARGIN,), (False,))
    yield Row(words.held_columns, *HELD, FAINT, ruled=True)
    for one in statement.closing:
        yield Row((_name(language, one.fund), hundredths(one.shares_minor), value_of(one.nav_e4), money(one.worth)), *HELD)
    if not statement.closing:
        yield Row((words.none,), (MARGIN,), (False,), FAINT)
    yield Row((), (), ())
    yield Row((words.changed,), (MARGIN,), (False,))
    yield Row(words.changed_columns, *CHANGED, FAINT, ruled=True)
    for line in statement.lines:
        change = line.change
        told = (change.day.isoformat(), _name(language, line.fund), kind_word(language, change.kind), hundredths(change.shares_minor))
        yield Row((*told, money(line.money, signed=True), money(line.fee)), *CHANGED)
    if not statement.lines:
        yield Row((words.none,), (MARGIN,), (False,), FAINT)


def _pages(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    first, following = int((FIRST_TOP - BOTTOM) // ROW), int((NEXT_TOP - BOTTOM) // ROW)
    yield rows[:first]
    for start in range(first, len(rows), following):
        yield rows[start : start + following]


def _name(language: str, fund: wealth.Fund) -> str:
    name = fund_name(language, fund)
    return f"{fund.code} {name if len(name) <= NAME_MOST else name[: NAME_MOST - 1] + '…'}"
