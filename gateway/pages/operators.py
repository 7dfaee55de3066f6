"""Pages for staff: a door for their token, and what channels' bills and the books say of each other."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from starlette.responses import Response

from domains.kernel.clock import business_date
from gateway.graphql import Unauthenticated
from gateway.pages.sessions import PageSession
from gateway.pages.visits import Visit
from gateway.wiring import BILL_FORMATS

DAYS_SHOWN = 14
STATES: dict[str, tuple[str, str]] = {
    "MATCHED": ("一致", "Matched"),
    "MISSING_OURS": ("账上没有", "Missing in our books"),
    "MISSING_THEIRS": ("账单没有", "Missing in their bill"),
    "AMOUNT_DIFFERS": ("金额不符", "Amount differs"),
    "AGED": ("逾期未解", "Aged, over three days"),
}
DIRECTIONS: dict[str, tuple[str, str]] = {"IN": ("充值", "Top-ups"), "OUT": ("提现", "Withdrawals")}
WHYS: dict[str, str] = {
    "not a line of a bill": "不是账单行",
    "not five columns": "列数不对",
    "no id": "编号有误",
    "no reference": "缺少渠道流水号",
    "unknown currency": "币种未知",
    "no amount": "金额有误",
    "no time": "时间有误",
    "a time without an offset": "时间缺少时区",
    "settled on another day": "不是当日结算",
    "its reference stands in an earlier line": "渠道流水号重复",
}
CHART_HEIGHT = 120


class Bar(NamedTuple):
    """A day in the chart: how many items differ, and of each part its name, top and height, in the chart's own units."""

    place: int
    day: date
    matched: int
    differing: int
    parts: list[tuple[str, float, float]]


async def show_login(visit: Visit) -> Response:
    if visit.is_staff:
        return visit.see_other("/operators/reconciliation")
    return _login(visit, None, 200)


async def enter(visit: Visit) -> Response:
    """A token was posted. It must stand, and be of staff."""
    try:
        session = await visit.pages.session_of_staff(visit.form.get("token", "").strip())
    except Unauthenticated:
        return _login(visit, visit.say("这个令牌无效或已过期。", "This token does not stand, or not any more."), 422)
    visit.keep(session)
    return visit.see_other("/operators/reconciliation")


async def leave(visit: Visit) -> Response:
    """Forget the token."""
    visit.keep(PageSession())
    return visit.see_other("/operators/login")


async def show_reconciliation(visit: Visit) -> Response:
    """The report of one channel: what stands in suspense, the last days, what differs, lines that could not be read."""
    asked = visit.request.query_params
    channels = list(BILL_FORMATS)
    channel = asked["channel"] if asked.get("channel") in channels else channels[0]
    state = asked["state"] if asked.get("state") in STATES else None
    today = business_date(visit.pages.clock.now())
    first_day = today - timedelta(days=DAYS_SHOWN - 1)
    days = {"firstDay": first_day.isoformat(), "lastDay": today.isoformat()}
    told = (await visit.ask("reconciliation", channel=channel, **days, state=state, after=asked.get("after")))["reconciliation"]
    counts: Counter[str] = Counter()
    for one in told["days"]:
        counts[one["state"]] += one["items"]
    return visit.render(
        "reconciliation.html",
        channel=channel,
        channels=channels,
        state=state,
        states={name: visit.say(*words) for name, words in STATES.items()},
        directions={name: visit.say(*words) for name, words in DIRECTIONS.items()},
        why=lambda text: WHYS.get(text, text) if visit.language == "zh" else text,
        counts=counts,
        differing=sum(counts.values()) - counts["MATCHED"],
        suspense=[money for money in told["suspense"] if money["amount"].strip("-0.")],
        bars=bars_of(told["days"], first_day),
        chart_height=CHART_HEIGHT,
        bills=told["bills"],
        items=told["items"]["nodes"],
        after=asked.get("after"),
        next=told["items"]["pageInfo"]["endCursor"] if told["items"]["pageInfo"]["hasNextPage"] else None,
        first_day=first_day,
        last_day=today,
    )


def bars_of(days: Sequence[Mapping[str, Any]], first_day: date) -> list[Bar]:
    """A bar for each day: what differs, by state, as high as the day with most says. What is matched is told in words, for it would dwarf the rest."""
    by_day: dict[date, Counter[str]] = defaultdict(Counter)
    for one in days:
        by_day[date.fromisoformat(one["day"])][one["state"]] += one["items"]
    most = max([1, *(sum(counts.values()) - counts["MATCHED"] for counts in by_day.values())])
    bars = []
    for place in range(DAYS_SHOWN):
        day = first_day + timedelta(days=place)
        counts, top, parts = by_day[day], float(CHART_HEIGHT), []
        for state in list(STATES)[1:]:
            height = round(counts[state] * CHART_HEIGHT / most, 1)
            if height:
                top -= height
                parts.append((state.lower().replace("_", "-"), round(top, 1), height))
        bars.append(Bar(place, day, counts["MATCHED"], sum(counts.values()) - counts["MATCHED"], parts))
    return bars


def _login(visit: Visit, problem: str | None, status: int) -> Response:
    return visit.render("operators.html", status, problem=problem)
