"""Terms of servicing over HTTP: all that an operator sets, and kept for the life of what was lent by it; bad input is told by type, and nothing moved."""

from typing import Any
from uuid import uuid4

import pytest_asyncio

from domains import loans
from tests.domains.loans.servicing_house import ServicingHouse
from tests.gateway.app.documents import ask_trusted, document_ids, yuan
from tests.gateway.app.investing import app, later, signed_up
from tests.gateway.app.running import RunningApp
from tests.gateway.app.test_loan_servicing import borrower, by_staff

__all__ = ["app"]

SERVICING = {
    "dues": ["DUE", "PAST_DUE", "IN_ADVANCE"],
    "parts": ["INTEREST", "PRINCIPAL", "FEE", "PENALTY"],
    "across": "VERTICAL",
    "inAdvance": "RE_AMORTISE",
    "penaltyRatePercent": "18.0000",
    "graceDays": 3,
    "earlyPpm": 10_000,
}
PRICES = [{"band": "A", "ratePercent": "7.2000", "most": yuan("50000.00")}]
PRODUCT = {"code": "a_cash_loan", "kind": "CASH", "nameZh": "现金贷", "nameEn": "Cash", "currency": "CNY", "counts": [3, 6, 12], "prices": PRICES}
AMOUNTS = {"least": yuan("1000.00"), "most": yuan("50000.00")}


@pytest_asyncio.fixture
async def house(app: RunningApp) -> ServicingHouse:
    house = await ServicingHouse.open(app.application.house.database)
    assert isinstance(house, ServicingHouse)
    return house


async def publish(app: RunningApp, headers: dict[str, str], **more: Any) -> Any:
    return await by_staff(app, headers, "PublishLoanProduct", input={"requestId": str(uuid4()), **PRODUCT, **AMOUNTS, **more})


async def test_all_terms_of_servicing_are_published_and_shown(app: RunningApp, house: ServicingHouse) -> None:
    headers, someone = await app.staff_headers("operator:loans"), await app.customer()
    assert (await publish(app, headers))["version"] == 1
    plain = (await ask_trusted(app, "LoanProduct", someone, code="a_cash_loan"))["terms"]["servicing"]
    assert plain == {
        "dues": ["PAST_DUE", "DUE", "IN_ADVANCE"],
        "parts": ["PENALTY", "FEE", "INTEREST", "PRINCIPAL"],
        "across": "HORIZONTAL",
        "inAdvance": "NEXT",
        "penaltyRatePercent": "0.0000",
        "graceDays": 0,
        "earlyPpm": 0,
    }
    assert (await publish(app, headers, servicing=SERVICING))["version"] == 2
    assert (await ask_trusted(app, "LoanProduct", someone, code="a_cash_loan"))["terms"]["servicing"] == SERVICING


async def test_a_loan_keeps_the_servicing_that_it_began_with(app: RunningApp, house: ServicingHouse) -> None:
    headers, someone = await app.staff_headers("operator:loans"), await signed_up(app, 10_000_000)
    lent = []
    for version, servicing in ((1, {**SERVICING, "graceDays": 0, "penaltyRatePercent": "36.0000"}), (2, {}), (3, {"penaltyRatePercent": "18.0000"})):
        assert (await publish(app, headers, servicing=servicing))["version"] == version
        named = {"request_id": uuid4(), "owner_id": someone.id, "product_code": "a_cash_loan", "product_version": version}
        lent.append(await house.database.write(loans.open_loan, loans.OpenLoanCommand(**named, terms=house.terms())))
    (someone,) = await later(app, house, "2026-10-31T10:00", someone)
    told = [await ask_trusted(app, "LoanAccount", someone, id=str(loan.id)) for loan in lent]
    nights = 94_767 * 10
    assert [one["owed"]["penalty"] for one in told] == [yuan(f"{nights * rate // 36_500 / 100:.2f}") for rate in (36, 0, 18)]
    fees = [one["payOff"]["fee"] for one in told]
    assert fees[1:] == [yuan("0.00")] * 2 and fees[0] == yuan(f"{(1_200_000 - 94_767) // 100 / 100:.2f}")


SERVICING_OF_NONE: list[tuple[dict[str, Any], str]] = [
    ({"dues": ["PAST_DUE", "PAST_DUE"]}, "servicing.dues"),
    ({"dues": ["IN_ADVANCE", "PAST_DUE", "DUE"]}, "servicing.dues"),
    ({"dues": ["PAST_DUE", "DUE", "IN_ADVANCE", "IN_ADVANCE"]}, "servicing.dues"),
    ({"dues": ["DUE"]}, "servicing.dues"),
    ({"dues": []}, "servicing.dues"),
    ({"parts": ["INTEREST", "PRINCIPAL", "FEE"]}, "servicing.parts"),
    ({"parts": ["INTEREST", "PRINCIPAL", "FEE", "FEE"]}, "servicing.parts"),
    ({"penaltyRatePercent": "-0.0001"}, "servicing.penalty"),
    ({"penaltyRatePercent": "36.0001"}, "servicing.penalty"),
    ({"graceDays": -1}, "servicing.grace"),
    ({"graceDays": 91}, "servicing.grace"),
    ({"earlyPpm": -1}, "servicing.early_fee"),
    ({"earlyPpm": 50_001}, "servicing.early_fee"),
]
PRODUCTS_OF_NONE: list[tuple[dict[str, Any], str, str | None]] = [
    ({"counts": [0]}, "LoanProductMalformed", "counts"),
    ({"counts": [10_000]}, "LoanProductMalformed", "counts"),
    ({"counts": []}, "LoanProductMalformed", "counts"),
    ({"prices": [{**PRICES[0], "ratePercent": "-1"}]}, "LoanProductMalformed", "rate"),
    ({"prices": [{**PRICES[0], "ratePercent": "24.0001"}]}, "LoanProductMalformed", "rate"),
    ({"prices": [{**PRICES[0], "ratePercent": "99999999999999999999"}]}, "AmountMalformed", None),
    ({"prices": [{**PRICES[0], "ratePercent": "NaN"}]}, "AmountMalformed", None),
    ({"prices": [{**PRICES[0], "most": {"amount": "5000.00", "currency": "USD"}}]}, "CurrencyMismatch", None),
    ({"servicing": {"penaltyRatePercent": "a third"}}, "AmountMalformed", None),
    ({"every": 0}, "LoanProductMalformed", "every"),
]


async def test_servicing_that_no_product_has_is_told_and_not_published(app: RunningApp, house: ServicingHouse) -> None:
    headers = await app.staff_headers("operator:loans")
    for more, what in SERVICING_OF_NONE:
        told = await publish(app, headers, servicing={**SERVICING, **more})
        assert (told["__typename"], told["what"]) == ("LoanProductMalformed", what), more
    assert await ask_trusted(app, "LoanProduct", await app.customer(), code="a_cash_loan") is None


async def test_a_product_that_nobody_can_lend_is_told_and_not_published(app: RunningApp, house: ServicingHouse) -> None:
    headers = await app.staff_headers("operator:loans")
    for more, typename, what in PRODUCTS_OF_NONE:
        told = await publish(app, headers, **more)
        assert (told["__typename"], told.get("what")) == (typename, what), more
    assert await ask_trusted(app, "LoanProduct", await app.customer(), code="a_cash_loan") is None
    told = await publish(app, headers, prices=[{**PRICES[0], "ratePercent": "0"}])
    assert told["__typename"] == "LoanProduct", "a rate of nothing is one"


async def test_staff_change_a_rate_and_pay_out_more(app: RunningApp, house: ServicingHouse) -> None:
    someone, loan = await borrower(app, house)
    headers = await app.staff_headers("operator:loans")

    async def amend(name: str, **more: Any) -> Any:
        of = {"requestId": str(uuid4()), "customerId": str(someone.id), "loanId": str(loan.id)}
        return await by_staff(app, headers, name, input={**of, **more})

    assert (await amend("ChangeLoanRate", ratePercent="24.0001", effectiveOn="2026-09-21"))["what"] == "rate"
    assert (await amend("ChangeLoanRate", ratePercent="a tenth", effectiveOn="2026-09-21"))["__typename"] == "AmountMalformed"
    assert (await amend("ChangeLoanRate", ratePercent="6", effectiveOn="2026-09-20"))["__typename"] == "LoanDayOutOfRange"
    assert (await amend("DisburseLoanFurther", amount=yuan("0.00")))["__typename"] == "AmountOutOfRange"
    assert (await amend("DisburseLoanFurther", amount={"amount": "1.00", "currency": "USD"}))["__typename"] == "CurrencyMismatch"
    assert await house.flows(loan) == {"lent": 1_200_000}
    assert (await amend("ChangeLoanRate", ratePercent="6.0000", effectiveOn="2026-09-21"))["__typename"] == "LoanServiced"
    assert (await amend("DisburseLoanFurther", amount=yuan("6000.00")))["owed"] == yuan("18000.00")
    seen = (await by_staff(app, headers, "CustomersLoan", customerId=str(someone.id), loanId=str(loan.id)))["loan"]
    assert [one["kind"] for one in seen["facts"]] == ["disbursed", "rate_changed", "disbursed"]
    assert (await house.agrees(loan)).flows.lent_minor == 1_800_000


NO_DAYS: list[tuple[str, dict[str, Any]]] = [
    ("BookLoanRepayment", {"amount": yuan("5.00"), "effectiveOn": "2026-02-30"}),
    ("ChangeLoanRate", {"ratePercent": "6", "effectiveOn": "2026-02-30"}),
    ("ChargeLoanFee", {"amount": yuan("5.00"), "dueOn": "2027-02-30"}),
    ("PauseLoan", {"until": "2027-02-30"}),
]


async def test_a_day_that_there_is_not_is_bad_input_and_moves_nothing(app: RunningApp, house: ServicingHouse) -> None:
    someone, loan = await borrower(app, house)
    sent = {"accept": "application/graphql-response+json", **await app.staff_headers("operator:loans")}
    for name, more in NO_DAYS:
        of = {"requestId": str(uuid4()), "customerId": str(someone.id), "loanId": str(loan.id)}
        answer = await app.http.post("/graphql", json={"documentId": document_ids()[name], "variables": {"input": {**of, **more}}}, headers=sent)
        assert (answer.status_code, "data" in answer.json()) == (400, False)
        assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert [one.kind for one in await house.facts(loan)] == ["disbursed"]
    assert await house.flows(loan) == {"lent": 1_200_000}
