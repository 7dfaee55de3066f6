"""Which day's value prices an order: the cut-off, week-ends, Golden Week, and years that nobody has published."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domains.wealth.errors.products import CalendarMalformed, CalendarMissing
from domains.wealth.rules.calendar import TradingCalendar, check_year

HERE = ZoneInfo("Asia/Shanghai")
GOLDEN_WEEK = [date(2026, 10, day) for day in range(1, 8)]
CALENDAR = TradingCalendar.of([(2026, [date(2026, 1, 1), date(2026, 1, 2), date(2026, 9, 25), *GOLDEN_WEEK])])
FACTS = json.loads((Path(__file__).parents[2] / "facts/wealth.json").read_text())


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


@pytest.mark.parametrize(
    ("placed", "traded"),
    [
        ("2026-09-29T14:59:59.999", "2026-09-29"),
        ("2026-09-29T15:00:00.000", "2026-09-30"),
        ("2026-09-29T00:00:00", "2026-09-29"),
        ("2026-09-30T14:59:59.999999", "2026-09-30"),
        ("2026-09-30T15:00:00.000", "2026-10-08"),
        ("2026-10-01T09:00:00", "2026-10-08"),
        ("2026-10-07T23:59:59.999", "2026-10-08"),
        ("2026-10-08T15:00:00", "2026-10-09"),
        ("2026-10-09T15:00:00", "2026-10-12"),
        ("2026-10-10T10:00:00", "2026-10-12"),
        ("2026-10-11T15:30:00", "2026-10-12"),
        ("2026-09-24T15:00:00", "2026-09-28"),
    ],
)
def test_an_order_is_priced_at_the_day_that_its_instant_says(placed: str, traded: str) -> None:
    assert "before 15:00:00.000 Asia/Shanghai on a trading day T" in FACTS["trade_date"]["rule"]
    assert CALENDAR.trade_date(at(placed)) == date.fromisoformat(traded)


def test_the_instant_is_read_in_shanghai_wherever_it_was_written() -> None:
    assert CALENDAR.trade_date(datetime(2026, 9, 29, 6, 59, 59, 999999, UTC)) == date(2026, 9, 29)
    assert CALENDAR.trade_date(datetime(2026, 9, 29, 7, 0, tzinfo=UTC)) == date(2026, 9, 30)
    assert CALENDAR.trade_date(datetime(2026, 9, 29, 16, 30, tzinfo=UTC)) == date(2026, 9, 30)


def test_what_is_confirmed_the_next_trading_day_waits_for_the_end_of_golden_week() -> None:
    assert CALENDAR.after(date(2026, 9, 30)) == date(2026, 10, 8)
    assert CALENDAR.after(date(2026, 9, 30), 2) == date(2026, 10, 9)
    assert CALENDAR.before(date(2026, 10, 8)) == date(2026, 9, 30)
    assert CALENDAR.from_day(date(2026, 10, 3)) == date(2026, 10, 8)


def test_a_cut_off_is_three_in_the_afternoon_of_the_trade_date() -> None:
    assert CALENDAR.cut_off(date(2026, 9, 29)) == datetime(2026, 9, 29, 7, tzinfo=UTC)


def test_a_year_that_is_not_published_is_refused_and_named() -> None:
    with pytest.raises(CalendarMissing) as refused:
        CALENDAR.trade_date(at("2026-12-31T15:00:00"))
    assert refused.value.year == 2027
    with pytest.raises(CalendarMissing):
        CALENDAR.is_trading_day(date(2025, 12, 31))


@pytest.mark.parametrize("days", [[], [date(2026, 1, 1)] * 2, [date(2026, 1, 1), date(2027, 1, 1)]])
def test_a_year_s_closed_days_are_its_own_and_named_once(days: list[date]) -> None:
    with pytest.raises(CalendarMalformed):
        check_year(2026, days)


def test_every_day_of_a_year_is_a_trading_day_or_leads_to_one() -> None:
    day = date(2026, 1, 1)
    while day < date(2026, 12, 20):
        traded = CALENDAR.from_day(day)
        assert CALENDAR.is_trading_day(traded) and timedelta() <= traded - day <= timedelta(days=7)
        day += timedelta(days=1)
