"""A portfolio statement as CSV (RFC 4180): what was held, what changed, what is held, and the totals."""

import csv
import io
from collections.abc import Iterable

from domains import wealth
from domains.kernel.money import Amount, to_decimal
from gateway.portfolio_statements.wording import csv_head, csv_kind, csv_line, fund_name

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of(statement: wealth.PortfolioStatement, language: str) -> str:
    """The whole file. The same statement gives the same text."""
    mark, columns = csv_head(language)
    rows: list[Iterable[object]] = [columns]
    rows += [_held("opening", statement.first_day.isoformat(), one, language) for one in statement.opening]
    for line in statement.lines:
        change = line.change
        about = (csv_line(language, "change"), change.day, *_fund(line.fund, language), csv_kind(language, change.kind))
        shares = (hundredths(change.shares_minor), hundredths(line.shares_after_minor))
        rows.append((*about, *shares, "", to_decimal(line.money), to_decimal(line.fee), line.fund.asset.code))
    rows += [_held("closing", statement.last_day.isoformat(), one, language) for one in statement.closing]
    for name in ("opening_worth", "paid_in", "paid_out", "closing_worth", "fees", "income", "gain"):
        amount: Amount = getattr(statement, name)
        rows.append((csv_line(language, "total"), statement.last_day, "", "", name, "", "", "", to_decimal(amount), "", statement.asset.code))
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return mark + out.getvalue()


def hundredths(minor: int) -> str:
    """Shares, with two decimals and where they went a minus."""
    return f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02d}"


def value_of(nav_e4: int | None) -> str:
    """A value of a share, with four decimals; nothing where there is none."""
    return "" if nav_e4 is None else f"{nav_e4 // 10_000}.{nav_e4 % 10_000:04d}"


def _held(line: str, day: str, one: wealth.StatementHolding, language: str) -> tuple[object, ...]:
    shares = hundredths(one.shares_minor)
    return (csv_line(language, line), day, *_fund(one.fund, language), "", "", shares, value_of(one.nav_e4), to_decimal(one.worth), "", one.fund.asset.code)


def _fund(fund: wealth.Fund, language: str) -> tuple[str, str]:
    name = fund_name(language, fund)
    return fund.code, f"'{name}" if name.startswith(_FORMULA) else name
