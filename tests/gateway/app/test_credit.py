"""Credit over HTTP, through the trusted documents of customers and of staff."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from domains import credit, customers
from domains.credit import EventKind, NewEvent
from domains.credit.jobs import recompute_due
from tests.gateway.app.documents import act, ask_trusted, document_ids
from tests.gateway.app.running import RunningApp, SignedIn


async def test_a_customer_sees_the_band_why_it_is_so_and_what_it_brings(app: RunningApp) -> None:
    customer = await _scored(app)
    told = await ask_trusted(app, "MyCredit", customer)
    assert (told["standing"]["band"], told["standing"]["isStale"]) == ("A", False)
    paid = next(one for one in told["standing"]["reasons"] if one["code"] == "PAID")
    assert (paid["raises"], paid["value"], paid["eventCount"], len(paid["events"])) == (True, 13, 13, 10)
    assert (paid["zh"], paid["en"]) == ("按时付款次数多", "Many payments made in time")
    assert {one["kind"] for one in paid["events"]} == {"PAID"}
    assert told["entitlement"] == {"limit": {"amount": "100000.00", "currency": "CNY"}, "depositPercent": "0.00", "annualRatePercent": "6.00"}
    assert told["coverage"] == {"completeness": 60, "freshness": 100, "breadth": 60, "events": 13}
    assert told["review"] is None
    (change,) = (await ask_trusted(app, "MyCreditHistory", customer))["history"]["nodes"]
    assert (change["number"], change["band"], change["previous"], change["cause"]) == (1, "A", None, "EVENTS")


async def test_without_consent_nothing_is_told_but_what_is_known_and_what_no_band_brings(app: RunningApp) -> None:
    customer = await _scored(app)
    command = customers.WithdrawConsent(request_id=uuid4(), owner_id=customer.id, session_id=customer.session_id, purpose="credit_scoring")
    await app.application.house.database.write(customers.withdraw_consent, command)
    told = await ask_trusted(app, "MyCredit", customer)
    assert told["standing"] is None
    assert told["entitlement"] == {"limit": {"amount": "0.00", "currency": "CNY"}, "depositPercent": "100.00", "annualRatePercent": "18.00"}
    assert told["coverage"]["events"] == 13


async def test_a_customer_asks_for_a_person_who_looks_voids_and_answers(app: RunningApp) -> None:
    customer, other = await _scored(app), await app.customer()
    database = app.application.house.database
    late = _event(customer, EventKind.OVERDUE, database.clock.now() - timedelta(days=2), "utilities")
    async with database.transaction() as tx:
        await credit.record_events(tx, [late])
    await recompute_due(database)
    assert (await ask_trusted(app, "MyCredit", customer))["standing"]["band"] == "C"
    asked = await act(app, "RequestCreditReview", customer, words="这张账单不是我的")
    assert (asked["__typename"], asked["state"]) == ("CreditReview", "OPEN")
    again = await act(app, "RequestCreditReview", customer, words="还在吗")
    assert (again["__typename"], again["message"]) == ("CreditReviewOpen", "A person is looking at it already. Please wait for the answer.")

    staff = await app.staff_headers("operator:credit")
    queue = (await _staff(app, staff, "CreditReviewQueue", first=50))["creditReviews"]["reviews"]["nodes"]
    assert [(one["customerId"], one["band"], one["words"]) for one in queue if one["id"] == asked["id"]] == [(str(customer.id), "C", "这张账单不是我的")]
    file = (await _staff(app, staff, "CustomerCredit", customerId=str(customer.id), reason="CUSTOMER_ASKED"))["customerCredit"]
    blamed = next(one for one in file["standing"]["reasons"] if one["code"] == "OVERDUE")
    assert [one["id"] for one in blamed["events"]] == [str(late.id)]
    voiding = {"customerId": str(customer.id), "eventId": str(late.id), "reason": "WRONG_CUSTOMER"}
    done = (await _staff(app, staff, "VoidCreditEvent", input={"requestId": str(uuid4()), **voiding}))["voidCreditEvent"]
    assert done == {"__typename": "CreditEventVoided", "customerId": str(customer.id), "eventId": str(late.id)}
    gone = (await _staff(app, staff, "VoidCreditEvent", input={"requestId": str(uuid4()), **voiding}))["voidCreditEvent"]
    assert gone == {"__typename": "CreditEventNotFound", "message": "There is no such event, or it was voided before."}
    answering = {"customerId": str(customer.id), "reviewId": asked["id"], "found": "CORRECTED", "answer": "已撤销该账单"}
    answered = (await _staff(app, staff, "AnswerCreditReview", input={"requestId": str(uuid4()), **answering}))["answerCreditReview"]
    assert (answered["__typename"], answered["state"], answered["answer"]) == ("CreditReviewTask", "CORRECTED", "已撤销该账单")
    ended = (await _staff(app, staff, "AnswerCreditReview", input={"requestId": str(uuid4()), **answering}))["answerCreditReview"]
    assert (ended["__typename"], ended["endedState"]) == ("CreditReviewEnded", "corrected")
    strange = (await _staff(app, staff, "AnswerCreditReview", input={"requestId": str(uuid4()), **answering, "customerId": str(other.id)}))[
        "answerCreditReview"
    ]
    assert strange["__typename"] == "CreditReviewNotFound"
    await recompute_due(database)
    told = await ask_trusted(app, "MyCredit", customer)
    assert (told["standing"]["band"], told["review"]["state"], told["review"]["answer"]) == ("A", "CORRECTED", "已撤销该账单")


async def test_a_look_of_staff_is_written_down_first_with_its_reason(app: RunningApp) -> None:
    customer = await _scored(app)
    staff = await app.staff_headers("operator:credit")
    with app.application.house.database.counting() as statements:
        await _staff(app, staff, "CustomerCredit", customerId=str(customer.id), reason="COMPLAINT")
    written = next(number for number, one in enumerate(statements) if "INTO kernel_audit" in one)
    read = next(number for number, one in enumerate(statements) if "credit_standing" in one)
    assert written < read
    async with app.application.house.database.reading() as snapshot:
        rows = await snapshot.fetch("SELECT detail FROM kernel_audit WHERE action = 'credit.look' AND subject_id = $1", customer.id)
    assert [row["detail"] for row in rows] == [{"reason": "complaint"}]
    assert await _staff(app, staff, "CustomerCredit", customerId="x", reason="COMPLAINT") == {"customerCredit": None}


async def test_other_staff_and_customers_may_not_look(app: RunningApp) -> None:
    customer = await _scored(app)
    query = "query ($id: ID!) { customerCredit(customerId: $id, reason: COMPLAINT) { customerId } }"
    for headers in (await app.staff_headers("operator:customers"), customer.headers):
        answer = (await app.post(query, headers=headers, id=str(customer.id))).json()
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]
    async with app.application.house.database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM kernel_audit WHERE action = 'credit.look' AND subject_id = $1", customer.id) == 0


async def test_no_answer_of_credit_holds_the_score(app: RunningApp) -> None:
    customer = await _scored(app)
    async with app.application.house.database.reading() as read:
        score = await read.fetchval("SELECT score FROM credit_standing WHERE customer_id = $1", customer.id)
    staff = await app.staff_headers("operator:credit")
    told = [await ask_trusted(app, "MyCredit", customer), await _staff(app, staff, "CustomerCredit", customerId=str(customer.id), reason="COMPLAINT")]
    assert score == 775
    assert str(score) not in [str(leaf) for one in told for leaf in _leaves(one)]


async def _scored(app: RunningApp) -> SignedIn:
    """A customer who consents, with a year of payments in three scenes: band A."""
    customer, database = await app.customer(), app.application.house.database
    consent = customers.GrantConsent(request_id=uuid4(), owner_id=customer.id, session_id=customer.session_id, purpose="credit_scoring", version="2026-11")
    await database.write(customers.grant_consent, consent)
    now, scenes = database.clock.now(), ("utilities", "wallet", "campus")
    told = [_event(customer, EventKind.PAID, now - timedelta(days=28 * month + 1), scenes[month % 3]) for month in range(13)]
    told.append(_event(customer, EventKind.VERIFIED, now - timedelta(days=400), "identity"))
    async with database.transaction() as tx:
        await credit.record_events(tx, told)
    await recompute_due(database)
    return customer


def _event(customer: SignedIn, kind: EventKind, at: Any, scene: str) -> NewEvent:
    return NewEvent(customer.id, credit.event_id(uuid4(), kind), kind, scene, at)


async def _staff(app: RunningApp, headers: dict[str, str], name: str, **variables: Any) -> Any:
    """The answer's data to a trusted document of staff."""
    sent = {"accept": "application/graphql-response+json", "accept-language": "en", **headers}
    answer = (await app.http.post("/graphql", json={"documentId": document_ids()[name], "variables": variables}, headers=sent)).json()
    assert "errors" not in answer, answer["errors"]
    return answer["data"]


def _leaves(data: Any) -> list[Any]:
    parts = data.values() if isinstance(data, dict) else data if isinstance(data, list) else None
    return [data] if parts is None else [leaf for part in parts for leaf in _leaves(part)]
