"""A loan is repaid over HTTP, by the trusted documents of customers and of staff; what is refused is told in both languages and moves nothing."""

from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from domains import loans
from tests.domains.loans.servicing_house import ServicingHouse
from tests.gateway.app.documents import act, ask_trusted, document_ids, yuan
from tests.gateway.app.investing import PIN, app, later, signed_up
from tests.gateway.app.running import RunningApp, SignedIn

__all__ = ["app"]


@pytest_asyncio.fixture
async def house(app: RunningApp) -> ServicingHouse:
    house = await ServicingHouse.open(app.application.house.database)
    assert isinstance(house, ServicingHouse)
    return house


async def borrower(app: RunningApp, house: ServicingHouse, minor: int = 10_000_000) -> tuple[SignedIn, loans.Loan]:
    """Somebody with that much money and 12,000 lent for a year at 12 %."""
    someone = await signed_up(app, minor)
    product = await house.product(code=f"p{uuid4().hex[:12]}")
    named = {"request_id": uuid4(), "owner_id": someone.id, "product_code": product.code, "product_version": product.version}
    return someone, await house.database.write(loans.open_loan, loans.OpenLoanCommand(**named, terms=house.terms()))


async def by_staff(app: RunningApp, headers: dict[str, str], name: str, **variables: Any) -> Any:
    sent = {"accept": "application/graphql-response+json", "accept-language": "en", **headers}
    answer = (await app.http.post("/graphql", json={"documentId": document_ids()[name], "variables": variables}, headers=sent)).json()
    assert "errors" not in answer, answer["errors"]
    (data,) = answer["data"].values()
    return data


async def test_a_loan_is_repaid_paid_early_and_paid_off(app: RunningApp, house: ServicingHouse) -> None:
    someone, loan = await borrower(app, house)
    (someone,) = await later(app, house, "2026-10-21T10:00", someone)
    told = await ask_trusted(app, "LoanAccount", someone, id=str(loan.id))
    assert (told["state"], told["dueNow"], told["nextDueOn"], told["stage"], told["isAutoDebit"]) == ("ACTIVE", yuan("1066.03"), "2026-10-21", "M0", True)
    rows = (await ask_trusted(app, "LoanInstalments", someone, id=str(loan.id)))["instalments"]
    assert (len(rows), rows[0]["owed"]["total"], rows[0]["paid"]["total"]) == (12, yuan("1066.03"), yuan("0.00"))
    paid = await act(app, "RepayLoan", someone, loanId=str(loan.id), amount=yuan("1066.03"), pin=PIN)
    assert (paid["__typename"], paid["amount"], paid["state"]) == ("LoanServiced", yuan("1066.03"), "ACTIVE")

    quote = await ask_trusted(app, "EarlyLoanQuote", someone, id=str(loan.id), amount=yuan("3000.00"))
    assert (quote["shorter"]["instalments"], quote["lower"]["instalments"]) == (8, 11)
    early = await act(app, "PayLoanEarly", someone, loanId=str(loan.id), amount=yuan("3000.00"), choice="LOWER", pin=PIN)
    assert early["__typename"] == "LoanServiced"
    after = (await ask_trusted(app, "LoanInstalments", someone, id=str(loan.id)))["instalments"]
    assert after[-2]["owed"]["total"] == quote["lower"]["instalment"]

    pay_off = (await ask_trusted(app, "LoanAccount", someone, id=str(loan.id)))["payOff"]
    wrong = await act(app, "PayLoanOff", someone, loanId=str(loan.id), total=yuan("1.00"), quotedOn=pay_off["quotedOn"], pin=PIN)
    assert (wrong["__typename"], wrong["total"]) == ("PayOffChanged", pay_off["total"])
    done = await act(app, "PayLoanOff", someone, loanId=str(loan.id), total=pay_off["total"], quotedOn=pay_off["quotedOn"], pin=PIN)
    assert (done["state"], done["owed"]) == ("CLOSED", yuan("0.00"))
    assert (await ask_trusted(app, "LoanAccount", someone, id=str(loan.id)))["payOff"] is None
    again = await act(app, "RepayLoan", someone, loanId=str(loan.id), amount=yuan("1.00"), pin=PIN)
    assert (again["__typename"], again["message"]) == ("LoanEnded", "This loan has ended.")
    await house.agrees(loan)


async def test_a_payment_repeated_under_its_id_is_one_payment(app: RunningApp, house: ServicingHouse) -> None:
    someone, loan = await borrower(app, house)
    id_ = str(uuid4())
    told = [await act(app, "RepayLoan", someone, requestId=id_, loanId=str(loan.id), amount=yuan("5.00"), pin=PIN) for _ in range(3)]
    assert told[0]["__typename"] == "LoanServiced" and told[1:] == told[:1] * 2
    other = await act(app, "RepayLoan", someone, requestId=id_, loanId=str(loan.id), amount=yuan("6.00"), pin=PIN)
    assert other["__typename"] == "IdReused"
    assert (await house.agrees(loan)).flows.paid.total == 500


@pytest.mark.parametrize(
    ("input_", "typename"),
    [
        ({"amount": yuan("0.00")}, "AmountOutOfRange"),
        ({"amount": yuan("-1.00")}, "AmountOutOfRange"),
        ({"amount": yuan("90000000000000.00")}, "AmountOutOfRange"),
        ({"amount": yuan("1.001")}, "AmountMalformed"),
        ({"amount": yuan("many")}, "AmountMalformed"),
        ({"amount": {"amount": "1.00", "currency": "USD"}}, "CurrencyMismatch"),
        ({"amount": {"amount": "1.00", "currency": "XXX"}}, "UnknownCurrency"),
        ({"loanId": str(uuid4())}, "LoanNotFound"),
        ({"loanId": "none"}, "LoanNotFound"),
        ({"pin": None}, "PinRequired"),
        ({"pin": "111222"}, "PinWrong"),
    ],
)
async def test_a_bad_payment_is_told_and_moves_nothing(app: RunningApp, house: ServicingHouse, input_: dict[str, Any], typename: str) -> None:
    someone, loan = await borrower(app, house)
    told = await act(app, "RepayLoan", someone, **{"loanId": str(loan.id), "amount": yuan("5.00"), "pin": PIN, **input_})
    assert told["__typename"] == typename
    assert told["message"]
    assert await house.flows(loan) == {"lent": 1_200_000}


async def test_a_strangers_loan_is_none(app: RunningApp, house: ServicingHouse) -> None:
    _, loan = await borrower(app, house)
    stranger = await signed_up(app, 1_000_000)
    assert await ask_trusted(app, "LoanAccount", stranger, id=str(loan.id)) is None
    assert await ask_trusted(app, "EarlyLoanQuote", stranger, id=str(loan.id), amount=yuan("10.00")) is None
    told = await act(app, "RepayLoan", stranger, loanId=str(loan.id), amount=yuan("5.00"), pin=PIN)
    assert told["__typename"] == "LoanNotFound"
    assert (await act(app, "SetLoanAutoDebit", stranger, loanId=str(loan.id), isOn=False))["__typename"] == "LoanNotFound"
    assert await house.flows(loan) == {"lent": 1_200_000}


async def test_who_is_late_promises_and_pays_by_hand(app: RunningApp, house: ServicingHouse) -> None:
    someone, loan = await borrower(app, house)
    (someone,) = await later(app, house, "2026-10-25T10:00", someone)
    assert (await act(app, "SetLoanAutoDebit", someone, loanId=str(loan.id), isOn=False))["isAutoDebit"] is False
    small = await act(app, "PromiseLoanPayment", someone, loanId=str(loan.id), amount=yuan("1.00"), promisedOn="2026-10-30")
    assert (small["__typename"], small["what"]) == ("PromiseRefused", "amount")
    made = await act(app, "PromiseLoanPayment", someone, loanId=str(loan.id), amount=yuan("1066.03"), promisedOn="2026-10-30")
    assert (made["promisedOn"], made["promiseState"]) == ("2026-10-30", "OPEN")
    told = await ask_trusted(app, "LoanAccount", someone, id=str(loan.id))
    assert (told["daysPastDue"], told["stage"], told["promiseState"]) == (4, "M1", "OPEN")
    early = await act(app, "PayLoanEarly", someone, loanId=str(loan.id), amount=yuan("5.00"), choice="SHORTER", pin=PIN)
    assert (early["__typename"], early["least"]["currency"]) == ("EarlyPaymentTooSmall", "CNY")


async def test_staff_book_back_take_back_charge_pause_and_write_off(app: RunningApp, house: ServicingHouse) -> None:
    someone, loan = await borrower(app, house)
    (someone,) = await later(app, house, "2026-11-05T10:00", someone)
    headers = await app.staff_headers("operator:loans")

    async def amend(name: str, **more: Any) -> Any:
        of = {"requestId": str(uuid4()), "customerId": str(someone.id), "loanId": str(loan.id)}
        return await by_staff(app, headers, name, input={**of, **more})

    booked = await amend("BookLoanRepayment", amount=yuan("1066.03"), effectiveOn="2026-10-21")
    assert booked["__typename"] == "LoanServiced"
    assert (await amend("BookLoanRepayment", amount=yuan("1.00"), effectiveOn="2026-01-01"))["__typename"] == "LoanDayOutOfRange"
    assert (await amend("ReverseLoanRepayment", sequence=booked["sequence"]))["__typename"] == "LoanServiced"
    assert (await amend("ReverseLoanRepayment", sequence=booked["sequence"]))["__typename"] == "RepaymentReversedBefore"
    assert (await amend("ReverseLoanRepayment", sequence=1))["__typename"] == "RepaymentNotFound"
    assert (await amend("ChargeLoanFee", amount=yuan("3.00"), dueOn="2026-12-01"))["amount"] == yuan("3.00")
    assert (await amend("PauseLoan", until="2026-11-20"))["__typename"] == "LoanServiced"
    assert (await amend("ResumeLoan"))["__typename"] == "LoanServiced"
    assert (await amend("GrantLoanHardshipPlan", instalments=0))["__typename"] == "HardshipPlanRefused"
    assert (await amend("GrantLoanHardshipPlan", instalments=24, ratePercent="6.0000"))["__typename"] == "LoanServiced"
    assert (await amend("RecoverLoan", amount=yuan("1.00")))["__typename"] == "LoanNotWrittenOff"
    assert (await amend("WriteOffLoan"))["state"] == "WRITTEN_OFF"
    assert (await amend("RecoverLoan", amount=yuan("1.00")))["amount"] == yuan("1.00")

    seen = (await by_staff(app, headers, "CustomersLoan", customerId=str(someone.id), loanId=str(loan.id)))["loan"]
    assert (seen["fiveClass"], seen["account"]["state"]) == (5, "WRITTEN_OFF")
    kinds = [one["kind"] for one in seen["facts"]]
    assert kinds == ["disbursed", "repaid", "repayment_reversed", "charged", "paused", "resumed", "rescheduled", "written_off", "recovered"]
    async with house.database.reading() as read:
        actions = [row["action"] for row in await read.fetch("SELECT action FROM kernel_audit WHERE action LIKE 'loans.%' ORDER BY at, id")]
    assert {"loans.look_at_servicing", "loans.book_repayment", "loans.reverse_repayment", "loans.written_off", "loans.recovered"} <= set(actions)
    await house.agrees(loan)


async def test_only_staff_of_loans_amend(app: RunningApp, house: ServicingHouse) -> None:
    someone, loan = await borrower(app, house)
    of = {"requestId": str(uuid4()), "customerId": str(someone.id), "loanId": str(loan.id)}
    for headers in (await app.staff_headers("operator:wealth"), someone.headers):
        sent = {"accept": "application/graphql-response+json", **headers}
        answer = (await app.http.post("/graphql", json={"documentId": document_ids()["WriteOffLoan"], "variables": {"input": of}}, headers=sent)).json()
        assert answer["errors"][0]["extensions"]["code"] in ("FORBIDDEN", "UNKNOWN_DOCUMENT")
    assert (await house.look(loan)).state is loans.LoanStanding.ACTIVE
