"""Bands, reasons, history, what a band brings and how much is known: as the customer sees them, and staff after an audited look."""

from decimal import Decimal
from enum import Enum

import strawberry

from domains import credit
from domains.kernel.data_classes import C2
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.credit.rows import CreditRow
from resolvers.credit.wording import LOWERS, RAISES
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.paging import Connection
from resolvers.scalars import Cursor, DecimalText, Instant


@strawberry.enum(description="How far a customer's word has been kept.")
class CreditBand(Enum):
    A = strawberry.enum_value("A", description="The best.")
    B = strawberry.enum_value("B", description="Good.")
    C = strawberry.enum_value("C", description="Fair.")
    D = strawberry.enum_value("D", description="Weak.")
    E = strawberry.enum_value("E", description="The lowest.")


@strawberry.enum(description="What can happen to a customer's word.")
class CreditEventKind(Enum):
    PAID = strawberry.enum_value("paid", description="Something was paid in time.")
    RETURNED = strawberry.enum_value("returned", description="Something was returned on time.")
    VERIFIED = strawberry.enum_value("verified", description="The name was verified.")
    VISITED = strawberry.enum_value("visited", description="A visit was kept.")
    OVERDUE = strawberry.enum_value("overdue", description="Something was not paid in time.")
    CURED = strawberry.enum_value("cured", description="What was overdue was paid after all.")
    RETURNED_LATE = strawberry.enum_value("returned_late", description="Something was returned too late.")
    DISPUTE_LOST = strawberry.enum_value("dispute_lost", description="A dispute was lost.")
    MISSED_VISIT = strawberry.enum_value("missed_visit", description="Nobody came to a visit.")


@strawberry.enum(description="What a reason counts, for the app to group by; the words are in the reason.")
class CreditReasonCode(Enum):
    VERIFIED = strawberry.enum_value("verified", description="The verified name.")
    PAID = strawberry.enum_value("paid", description="Payments in time, of a year.")
    PAID_MONTHS = strawberry.enum_value("paid_months", description="Months of a year with a payment in time.")
    SCENES = strawberry.enum_value("scenes", description="Scenes in which a word was kept, of a year.")
    RETURNED = strawberry.enum_value("returned", description="Things returned on time, of a year.")
    VISITED = strawberry.enum_value("visited", description="Visits kept, of a year.")
    HISTORY_DAYS = strawberry.enum_value("history_days", description="Days since the first event.")
    OVERDUE = strawberry.enum_value("overdue", description="What was not paid in time, of a year.")
    OVERDUE_SINCE_DAYS = strawberry.enum_value("overdue_since_days", description="Days since something was not paid in time.")
    CURED = strawberry.enum_value("cured", description="What was overdue and was paid after all, of a year.")
    RETURNED_LATE = strawberry.enum_value("returned_late", description="Things returned too late, of a year.")
    DISPUTES_LOST = strawberry.enum_value("disputes_lost", description="Disputes lost, of two years.")
    MISSED_VISITS = strawberry.enum_value("missed_visits", description="Visits missed, of a year.")


@strawberry.enum(description="Why a band changed.")
class CreditBandCause(Enum):
    EVENTS = strawberry.enum_value("events", description="Something happened, or was voided.")
    TIME = strawberry.enum_value("time", description="Something is too long ago to count.")
    CONSENT = strawberry.enum_value("consent", description="The consent was given or withdrawn.")
    SCORECARD = strawberry.enum_value("scorecard", description="Another version of the rules counts.")


@strawberry.enum(description="How a review by a person stands.")
class CreditReviewState(Enum):
    OPEN = strawberry.enum_value("open", description="Nobody has answered yet.")
    CONFIRMED = strawberry.enum_value("confirmed", description="The band is right.")
    CORRECTED = strawberry.enum_value("corrected", description="Something was wrong and counts no more.")


@computed("What happened.", C2, name="kind")
def event_kind(row: credit.CountedEvent) -> CreditEventKind:
    return CreditEventKind(row.kind.value)


@type_of(credit.CountedEvent, "Something that happened.")
class CreditEvent:
    id: strawberry.ID = field("The event: a review can name it.")
    kind = event_kind
    scene: str = field("Where: wallet, branch, identity, or a scene's id.", C2)
    occurred_at: Instant = field("When.", C2)


@computed("What it counts.", C2, name="code")
def reason_code(row: credit.Reason) -> CreditReasonCode:
    return CreditReasonCode(row.feature.value)


@computed("In Chinese.", C2, name="zh")
def reason_zh(row: credit.Reason) -> str:
    return (RAISES if row.raises else LOWERS)[row.feature][0]


@computed("In English.", C2, name="en")
def reason_en(row: credit.Reason) -> str:
    return (RAISES if row.raises else LOWERS)[row.feature][1]


@type_of(credit.Reason, "What moved a band.")
class CreditReason:
    code = reason_code
    zh = reason_zh
    en = reason_en
    raises: bool = field("Whether it raised the band; else it lowered it.", C2)
    value: int | None = field("What was counted, in days where the code says so; null where there was nothing to count.", C2)
    event_count: int = field("How many events are behind it.", C2)
    events: list[CreditEvent] = field("The newest of them, at most ten.", C2, list_size=10)


@computed("The band; null where too little is known.", C2, name="band")
def standing_band(row: credit.Explanation) -> CreditBand | None:
    return None if row.band is None else CreditBand(row.band.value)


@type_of(credit.Explanation, "Where a customer stands, and why.")
class CreditStanding:
    band = standing_band
    since: Instant | None = field("Since when the band is what it is.")
    is_stale: bool = field("Whether something happened that is not counted yet: it is within a minute.")
    reasons: list[CreditReason] = field("What moved it, the strongest first.", C2, list_size=13)


@computed("The band; null where none was known any more.", C2, name="band")
def changed_band(row: credit.BandChange) -> CreditBand | None:
    return None if row.band is None else CreditBand(row.band.value)


@computed("The one before; null where there was none.", C2, name="previous")
def previous_band(row: credit.BandChange) -> CreditBand | None:
    return None if row.previous is None else CreditBand(row.previous.value)


@computed("Why it changed.", name="cause")
def change_cause(row: credit.BandChange) -> CreditBandCause:
    return CreditBandCause(row.cause)


@type_of(credit.BandChange, "A band as it became.")
class CreditBandChange:
    number: int = field("Counted from 1.")
    band = changed_band
    previous = previous_band
    cause = change_cause
    changed_at: Instant = field("When.")


@type_of(credit.Coverage, "How much is known of a customer. Each in whole percent.")
class CreditCoverage:
    completeness: int = field("How much of what could be known is: a verified name, payments, returns, visits, and half a year of them.", C2)
    freshness: int = field("How new the newest of it is: 100 for the last week, 0 after half a year.", C2)
    breadth: int = field("From how many scenes it comes: 100 for five.", C2)
    events: int = field("How many events of the last year there are.", C2)


@computed("The part of a deposit that is asked for, in percent.", C2, name="depositPercent")
def deposit_percent(row: credit.Entitled) -> DecimalText:
    return DecimalText(_percent(row.deposit_ppm))


@computed("The yearly rate of a loan, in percent.", C2, name="annualRatePercent")
def annual_rate_percent(row: credit.Entitled) -> DecimalText:
    return DecimalText(_percent(row.rate_ppm))


@type_of(credit.Entitled, "What a band brings, by the policy that stands.")
class CreditEntitlement:
    limit: Money = field("The most that is lent without security.", C2)
    deposit_percent = deposit_percent
    annual_rate_percent = annual_rate_percent


@computed("How it stands.", name="state")
def review_state(row: credit.CreditReview) -> CreditReviewState:
    return CreditReviewState(row.state)


@type_of(credit.CreditReview, "The customer asked that a person look.")
class CreditReview:
    id: strawberry.ID = field("The id that the app made for it.")
    state = review_state
    words: str = field("What the customer wrote.", C2)
    asked_at: Instant = field("When.")
    answer: str | None = field("What the person answered.", C2)
    decided_at: Instant | None = field("When it was answered.")


@batched(CreditStanding | None, "Where the customer stands; null without a consent to be scored, or before anything happened.")
async def standing(read: Read, rows: list[CreditRow], viewers: list[Viewer]) -> list[credit.Explanation | None]:
    return await credit.find_explanations(read, [row.customer_id for row in rows])


@batched(CreditEntitlement, "What the band brings, or what none does.")
async def entitlement(read: Read, rows: list[CreditRow], viewers: list[Viewer]) -> list[credit.Entitled]:
    return await credit.find_entitlements(read, [row.customer_id for row in rows])


@batched(Connection[CreditBandChange], "The bands as they became, newest first, at most 50 a page.")
async def history(read: Read, rows: list[CreditRow], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None) -> list[Page[credit.BandChange]]:
    return await credit.list_band_changes(read, [row.customer_id for row in rows], first, after)


@batched(CreditCoverage, "How much is known of the customer: told whether or not they consent to be scored.")
async def coverage(read: Read, rows: list[CreditRow], viewers: list[Viewer]) -> list[credit.Coverage]:
    return await credit.find_coverages(read, [row.customer_id for row in rows])


@batched(CreditReview | None, "The last review by a person; null where none was asked for.")
async def review(read: Read, rows: list[CreditRow], viewers: list[Viewer]) -> list[credit.CreditReview | None]:
    found = await credit.find_reviews(read, [row.customer_id for row in rows])
    return [found.get(row.customer_id) for row in rows]


@type_of(CreditRow, "A customer's credit.")
class CreditFile:
    customer_id: strawberry.ID = field("Whose.")
    standing = standing
    entitlement = entitlement
    history = history
    coverage = coverage
    review = review


def _percent(ppm: int) -> str:
    """Millionths as percent, with two decimals at least."""
    return str((Decimal(ppm) / 10_000).quantize(Decimal("0.0001")).normalize() + Decimal("0.00"))
