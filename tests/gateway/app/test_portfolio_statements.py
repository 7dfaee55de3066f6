"""Portfolio statements over HTTP: CSV and PDF in the caller's language, of the caller's own funds."""

import csv
from io import StringIO
from typing import Any

import httpx
import pypdfium2
import pytest

from domains import wealth
from domains.wealth import RiskRating
from tests.domains.wealth.wealth_house import EQUITY, WealthHouse, with_rating
from tests.gateway.app.documents import act
from tests.gateway.app.investing import PIN, answered, app, house, later, signed_up, subscribed, told_value
from tests.gateway.app.running import RunningApp, SignedIn

__all__ = ["app", "house"]

PERIOD = "CNY/2026-09-22/2026-09-24"


async def get(app: RunningApp, path: str, who: SignedIn | None, language: str = "en") -> httpx.Response:
    return await app.http.get(f"/portfolio-statements/{path}", headers={"accept-language": language, **(who.headers if who else {})})


def rows(answer: httpx.Response) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


async def invested(app: RunningApp, house: WealthHouse) -> tuple[SignedIn, SignedIn, wealth.Fund]:
    """Who bought for 10,000.00 at 1.0000, redeemed 1,000 shares at 1.2000; and a stranger. It is Thursday."""
    fund = await house.fund(terms=with_rating(EQUITY, RiskRating.R2))
    one, stranger = await signed_up(app, 1_000_000), await signed_up(app)
    await answered(app, one, 2)
    await subscribed(app, one, fund, "10000.00")
    house.at("2026-09-21T16:00")
    await house.run()
    await told_value(app, fund, "2026-09-21", "1.0000")
    (one,) = await later(app, house, "2026-09-22T10:00", one)
    await house.run()
    await act(app, "RedeemShares", one, fundId=str(fund.id), shares="1000.00", pin=PIN)
    house.at("2026-09-22T16:00")
    await house.run()
    await told_value(app, fund, "2026-09-22", "1.2000")
    one, stranger = await later(app, house, "2026-09-24T10:00", one, stranger)
    await house.run()
    return one, stranger, fund


async def test_a_csv_says_what_was_held_what_changed_and_what_it_came_to(app: RunningApp, house: WealthHouse) -> None:
    one, stranger, _ = await invested(app, house)
    told = rows(await get(app, f"{PERIOD}.csv", one))
    assert told[0] == ["line", "day", "fund_code", "fund", "kind", "shares", "shares_after", "value", "amount", "fee", "currency"]
    assert told[1:4] == [
        ["change", "2026-09-22", "000001", "Steady Growth", "subscription", "9852.22", "9852.22", "", "-10000.00", "147.78", "CNY"],
        ["change", "2026-09-23", "000001", "Steady Growth", "redemption", "-1000.00", "8852.22", "", "1182.00", "18.00", "CNY"],
        ["closing", "2026-09-24", "000001", "Steady Growth", "", "", "8852.22", "1.2000", "10622.66", "", "CNY"],
    ]
    totals = {row[4]: row[8] for row in told if row[0] == "total"}
    assert totals == {
        "opening_worth": "0.00",
        "paid_in": "10000.00",
        "paid_out": "1182.00",
        "closing_worth": "10622.66",
        "fees": "165.78",
        "income": "0.00",
        "gain": "1804.66",
    }
    part = rows(await get(app, "CNY/2026-09-23/2026-09-23.csv", one))
    assert [row[:3] + row[6:9] for row in part if row[0] != "total"][1:] == [
        ["opening", "2026-09-23", "000001", "9852.22", "1.2000", "11822.66"],
        ["change", "2026-09-23", "000001", "8852.22", "", "1182.00"],
        ["closing", "2026-09-23", "000001", "8852.22", "1.2000", "10622.66"],
    ]
    chinese = rows(await get(app, f"{PERIOD}.csv", one, "zh"))
    assert (chinese[0][0], chinese[1][:5]) == ("行类型", ["变动", "2026-09-22", "000001", "稳进成长", "申购"])
    assert {row[8] for row in rows(await get(app, f"{PERIOD}.csv", stranger))[1:]} == {"0.00"}


async def test_a_pdf_shows_the_same_in_both_languages_and_the_same_bytes_each_time(app: RunningApp, house: WealthHouse) -> None:
    one, _, _ = await invested(app, house)
    answer = await get(app, f"{PERIOD}.pdf", one)
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == ("application/pdf", "private, no-store")
    assert answer.content == (await get(app, f"{PERIOD}.pdf", one)).content
    text = pdf_text(answer.content)
    for word in ("Portfolio statement", "10,622.66", "Redemption", "8852.22", "Page 1 of 1"):
        assert word in text, text
    chinese = pdf_text((await get(app, f"{PERIOD}.pdf", one, "zh")).content)
    for word in ("理财对账单", "稳进成长", "赎回"):
        assert word in chinese, chinese


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("CNY/2026-09-24/2026-09-22.csv", 400),
        ("CNY/2026-09-22/2027-01-01.csv", 400),
        ("CNY/2025-01-01/2026-09-22.csv", 400),
        ("XXX/2026-09-22/2026-09-22.csv", 400),
        ("F000001/2026-09-22/2026-09-22.csv", 400),
        ("CNY/yesterday/2026-09-22.csv", 400),
        (f"{PERIOD}.xml", 404),
    ],
)
async def test_what_cannot_be_told_is_refused(app: RunningApp, house: WealthHouse, path: str, status: int) -> None:
    house.at("2026-09-24T10:00")
    someone = await signed_up(app)
    answer = await get(app, path, someone)
    assert (answer.status_code, "error" in answer.json()) == (status, True)
    assert (await get(app, f"{PERIOD}.csv", None)).status_code == 401


def pdf_text(body: bytes) -> Any:
    document = pypdfium2.PdfDocument(body)
    return "\n".join(page.get_textpage().get_text_range() for page in document)
