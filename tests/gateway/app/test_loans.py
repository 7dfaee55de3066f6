"""Every trusted document of loans over HTTP: what applicants, borrowers and staff really send, with exact answers and refusals."""

import hashlib
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest_asyncio

from domains import customers, loans, wallet
from domains.loans import LoanKind
from domains.loans.jobs.preapprovals import run_batch
from tests.domains.loans.loan_house import GOOD, LINE, WORST, LoanHouse, an_id_of
from tests.gateway.app.documents import act, ask_trusted, document_ids, yuan
from tests.gateway.app.running import RunningApp, SignedIn, running_app

PIN = "482913"


@pytest_asyncio.fixture
async def app(fresh_dsn: Callable[[str], str], tmp_path: Path) -> AsyncIterator[RunningApp]:
    """A server of its own, whose clock is set."""
    async with running_app(fresh_dsn("scenebank_app"), tmp_path) as running:
        yield running


@pytest_asyncio.fixture
async def house(app: RunningApp) -> LoanHouse:
    """At the clock's own time: tokens would not stand at another."""
    database = app.application.house.database
    house = await LoanHouse.open(database)
    database.clock.run()
    return house


async def borrower(app: RunningApp, house: LoanHouse, band: str | None = "A") -> SignedIn:
    """Verified, with a PIN, a wallet, a consent and that band."""
    someone = await app.customer(name="王小明", id_number=an_id_of(1990))
    await house.database.write(wallet.open_wallet, wallet.OpenWalletCommand(request_id=uuid4(), owner_id=someone.id, asset="CNY"))
    await customers.set_pin(house.database.write, someone.id, someone.session_id, PIN)
    named = {"owner_id": someone.id, "session_id": someone.session_id, "purpose": "credit_scoring", "version": "2026-11"}
    await house.database.write(customers.grant_consent, customers.GrantConsent(request_id=uuid4(), **named))
    if band is not None:
        await house.set_band(someone, band)  # type: ignore[arg-type]
    return someone


async def applied(app: RunningApp, someone: SignedIn, product: loans.LoanProduct, amount: Any = "12000.00", **more: Any) -> Any:
    asked = {"productCode": product.code, "version": product.version, "amount": yuan(amount) if isinstance(amount, str) else amount, "instalments": 12}
    told = {"occupation": "EMPLOYED", "income": yuan("20000.00"), "questionsVersion": 1, "answers": answers(GOOD)}
    return await act(app, "ApplyForLoan", someone, **{**asked, **told, **more})


def answers(told: dict[str, str]) -> list[dict[str, str]]:
    return [{"question": name, "choice": word} for name, word in told.items()]


async def offered(app: RunningApp, house: LoanHouse, someone: SignedIn, product: loans.LoanProduct, amount: str = "12000.00") -> Any:
    one = await applied(app, someone, product, amount)
    assert (one["__typename"], one["state"]) == ("LoanApplication", "SUBMITTED"), one
    await house.run()
    return await ask_trusted(app, "LoanApplication", someone, id=one["id"])


async def borrowed(app: RunningApp, house: LoanHouse, someone: SignedIn, product: loans.LoanProduct, amount: str = "12000.00") -> Any:
    one = await offered(app, house, someone, product, amount)
    signed = await act(app, "SignLoan", someone, applicationId=one["id"], contractSha256=one["contractSha256"], pin=PIN)
    assert signed["state"] == "SIGNED", signed
    await house.run()
    return await ask_trusted(app, "LoanApplication", someone, id=one["id"])


async def ask_staff(app: RunningApp, headers: dict[str, str], name: str, **variables: Any) -> Any:
    sent = {"accept": "application/graphql-response+json", "accept-language": "en", **headers}
    answer = (await app.http.post("/graphql", json={"documentId": document_ids()[name], "variables": variables}, headers=sent)).json()
    assert "errors" not in answer, answer["errors"]
    (data,) = answer["data"].values()
    return data


async def act_staff(app: RunningApp, headers: dict[str, str], name: str, **input_: Any) -> Any:
    return await ask_staff(app, headers, name, input={"requestId": str(uuid4()), **input_})


async def test_a_loan_from_the_asking_to_the_money(app: RunningApp, house: LoanHouse) -> None:
    product, someone, stranger = await house.product(), await borrower(app, house), await app.customer()
    (shown,) = await ask_trusted(app, "LoanProducts", someone)
    assert (shown["code"], shown["kind"], shown["version"], shown["least"]) == ("cash_loan", "CASH", 1, yuan("1000.00"))
    assert shown["terms"]["prices"][0] == {"band": "A", "ratePercent": "7.2000"}
    assert await ask_trusted(app, "LoanProduct", someone, code="nothing") is None
    one = await offered(app, house, someone, product)
    assert (one["state"], one["ratePercent"], one["fee"], one["reasons"]) == ("OFFERED", "7.2000", yuan("0.00"), [])
    assert one["total"] == one["schedule"]["total"] and len(one["schedule"]["rows"]) == 12
    assert float(one["aprPercent"]) > 7.2
    assert await ask_trusted(app, "LoanApplication", stranger, id=one["id"]) is None
    file = await app.http.get(one["contractPath"], headers=someone.headers)
    assert (file.headers["content-type"], hashlib.sha256(file.content).hexdigest()) == ("application/pdf", one["contractSha256"])
    assert (await app.http.get(one["contractPath"], headers=stranger.headers)).status_code == 404
    assert (await app.http.get(one["contractPath"])).status_code == 401
    named = {"applicationId": one["id"], "contractSha256": one["contractSha256"]}
    assert (await act(app, "SignLoan", someone, **named))["__typename"] == "PinRequired"
    assert (await act(app, "SignLoan", someone, **named, pin="111222"))["__typename"] == "PinWrong"
    assert (await act(app, "SignLoan", stranger, **named, pin=PIN))["__typename"] == "LoanApplicationNotFound"
    changed = await act(app, "SignLoan", someone, applicationId=one["id"], contractSha256="0" * 64, pin=PIN)
    assert (changed["__typename"], changed["newContract"]) == ("LoanOfferChanged", one["contractSha256"])
    assert (await act(app, "SignLoan", someone, **named, pin=PIN))["state"] == "SIGNED"
    await house.run()
    (node,) = (await ask_trusted(app, "LoanApplications", someone))["nodes"]
    assert node["state"] == "DISBURSED"
    loan = await ask_trusted(app, "Loan", someone, id=node["openedId"])
    assert (loan["state"], loan["principal"], loan["owed"], loan["ratePercent"]) == ("ACTIVE", yuan("12000.00"), yuan("12000.00"), "7.2000")
    assert [one["id"] for one in (await ask_trusted(app, "MyLoans", someone))["nodes"]] == [loan["id"]]
    assert await ask_trusted(app, "Loan", stranger, id=loan["id"]) is None
    back = await act(app, "WithdrawLoan", someone, loanId=loan["id"], pin=PIN)
    assert (back["state"], back["owed"]) == ("WITHDRAWN", yuan("0.00"))
    again = await act(app, "WithdrawLoan", someone, loanId=loan["id"], pin=PIN)
    assert again["__typename"] == "CoolingOffOver"
    assert (await act(app, "WithdrawLoan", stranger, loanId=loan["id"], pin=PIN))["__typename"] == "LoanNotFound"


async def test_what_cannot_be_asked_for_is_told_by_its_type(app: RunningApp, house: LoanHouse) -> None:
    product, someone = await house.product(), await borrower(app, house)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"productCode": "nothing"}, "LoanProductNotFound"),
        ({"version": 2}, "LoanTermsChanged"),
        ({"amount": yuan("0.00")}, "AmountOutOfRange"),
        ({"amount": yuan("0.001")}, "AmountMalformed"),
        ({"amount": {"amount": "12000.00", "currency": "USD"}}, "CurrencyMismatch"),
        ({"amount": {"amount": "1", "currency": "XXX"}}, "UnknownCurrency"),
        ({"instalments": 10_000}, "CountNotOffered"),
        ({"income": yuan("-1.00")}, "IncomeMalformed"),
        ({"questionsVersion": 2}, "LoanQuestionsChanged"),
        ({"answers": []}, "LoanAnswersMissing"),
        ({"answers": [*answers(GOOD), {"question": "sex", "choice": "male"}]}, "LoanAnswersMalformed"),
        ({"answers": [*answers(GOOD)[1:], {"question": next(iter(GOOD)), "choice": "none", "number": 1}]}, "LoanAnswersMalformed"),
    ]
    for more, problem in cases:
        told = await applied(app, someone, product, **more)
        assert told["__typename"] == problem and told["message"], (more, told)
    one = await applied(app, someone, product)
    twice = await applied(app, someone, product)
    assert (twice["__typename"], twice["applicationId"]) == ("LoanApplicationOpen", one["id"])
    early = await act(app, "SignLoan", someone, applicationId=one["id"], contractSha256="0" * 64, pin=PIN)
    assert early["__typename"] == "LoanOfferNotOpen"
    assert (await act(app, "AskLoanOfferAgain", someone, applicationId=one["id"]))["__typename"] == "LoanOfferNotOpen"
    assert (await act(app, "CancelLoanApplication", someone, applicationId=one["id"]))["state"] == "CANCELLED"
    assert (await act(app, "CancelLoanApplication", someone, applicationId=one["id"]))["__typename"] == "LoanOfferNotOpen"
    assert (await act(app, "CancelLoanApplication", someone, applicationId=str(uuid4())))["__typename"] == "LoanApplicationNotFound"


async def test_the_questions_are_told_and_a_decline_has_its_reasons_in_both_languages(app: RunningApp, house: LoanHouse) -> None:
    product, someone = await house.product(), await borrower(app, house)
    asked = await ask_trusted(app, "LoanQuestions", someone)
    assert (asked["version"], [one["words"]["code"] for one in asked["questions"]]) == (1, list(GOOD))
    for one in asked["questions"]:
        assert GOOD[one["words"]["code"]] in {choice["code"] for choice in one["choices"]}
        assert all(told["zh"] != told["code"] and told["en"] != told["code"] for told in (one["words"], *one["choices"])), one
    made = await applied(app, someone, product, answers=answers(WORST))
    await house.run()
    declined = await ask_trusted(app, "LoanApplication", someone, id=made["id"])
    assert declined["state"] == "DECLINED"
    assert declined["reasons"][:3] == [
        {"code": "answers", "zh": "申请信息综合评估未通过", "en": "Your answers, taken together"},
        {"code": "status_of_existing_checking_account", "zh": "往来账户情况", "en": "Your current account"},
        {"code": "credit_history", "zh": "以往借款的偿还情况", "en": "How earlier loans were repaid"},
    ]
    headers = await app.staff_headers("operator:loans")
    case = (await ask_staff(app, headers, "LoanCase", customerId=str(someone.id), applicationId=made["id"]))["case"]
    (decision,) = case["decisions"]
    assert (decision["answersBand"], decision["cardVersion"], decision["policyVersion"], decision["reasons"]) == ("E", 1, 0, declined["reasons"])


async def test_a_line_is_drawn_for_what_was_shown(app: RunningApp, house: LoanHouse) -> None:
    product, someone, stranger = await house.product("a_line", LoanKind.LINE, LINE), await borrower(app, house), await borrower(app, house)
    assert (await borrowed(app, house, someone, product, "10000.00"))["state"] == "DISBURSED"
    (line,) = await ask_trusted(app, "CreditLines", someone)
    assert (line["state"], line["limit"], line["available"], line["product"]["code"]) == ("ACTIVE", yuan("10000.00"), yuan("10000.00"), "a_line")
    asked = {"lineId": line["id"], "amount": yuan("3000.00"), "instalments": 3}
    quote = await ask_trusted(app, "CreditLineQuote", someone, **asked)
    assert quote["fee"] == yuan("0.00") and len(quote["schedule"]["rows"]) == 3
    assert await ask_trusted(app, "CreditLineQuote", stranger, **asked) is None
    assert await ask_trusted(app, "CreditLineQuote", someone, **{**asked, "instalments": 5}) is None
    changed = await act(app, "DrawFromLine", someone, **asked, total=yuan("3000.00"), pin=PIN)
    assert (changed["__typename"], changed["total"]) == ("LoanCostsChanged", quote["total"])
    drawn = await act(app, "DrawFromLine", someone, **asked, total=quote["total"], pin=PIN)
    assert (drawn["__typename"], drawn["lineId"], drawn["principalOwed"]) == ("Loan", line["id"], yuan("3000.00"))
    assert (await act(app, "DrawFromLine", stranger, **asked, total=quote["total"], pin=PIN))["__typename"] == "CreditLineNotFound"
    most = {**asked, "amount": yuan("8000.00")}
    total = (await ask_trusted(app, "CreditLineQuote", someone, **most))["total"]
    lacking = await act(app, "DrawFromLine", someone, **most, total=total, pin=PIN)
    assert (lacking["__typename"], lacking["available"]) == ("CreditLineInsufficient", yuan("7000.00"))
    frozen = await act(app, "ChangeCreditLine", someone, lineId=line["id"], change="FROZEN")
    assert (frozen["state"], frozen["available"]) == ("FROZEN", yuan("0.00"))
    assert (await act(app, "DrawFromLine", someone, **asked, total=quote["total"], pin=PIN))["__typename"] == "CreditLineFrozen"
    headers = await app.staff_headers("operator:loans")
    named = {"customerId": str(someone.id), "lineId": line["id"], "note": "核实"}
    assert (await act_staff(app, headers, "ChangeCustomersCreditLine", **named, change="ACTIVE"))["state"] == "ACTIVE"
    assert (await act(app, "ChangeCreditLine", someone, lineId=line["id"], change="CLOSED"))["state"] == "CLOSED"
    assert (await act(app, "ChangeCreditLine", someone, lineId=line["id"], change="ACTIVE"))["__typename"] == "CreditLineClosed"


async def test_staff_decide_and_reverse_and_both_records_are_told(app: RunningApp, house: LoanHouse) -> None:
    product, unknown, low = await house.product(), await borrower(app, house, None), await borrower(app, house, "E")
    waiting, declined = await offered(app, house, unknown, product), await offered(app, house, low, product)
    assert (waiting["state"], declined["state"], [one["code"] for one in declined["reasons"]]) == ("REFERRED", "DECLINED", ["band_not_served"])
    headers = await app.staff_headers("operator:loans")
    (case,) = (await ask_staff(app, headers, "ReferredLoanApplications"))["referred"]["nodes"]
    assert (case["customerId"], case["application"]["id"], case["decisions"][0]["outcome"]) == (str(unknown.id), waiting["id"], "REFER")
    named = {"customerId": str(unknown.id), "applicationId": waiting["id"], "isApproved": False}
    assert (await act_staff(app, headers, "DecideLoanApplication", **named, note=""))["__typename"] == "ReasonNeeded"
    assert (await act_staff(app, headers, "DecideLoanApplication", **named, note="收入未证实"))["state"] == "DECLINED"
    named = {"customerId": str(low.id), "applicationId": declined["id"], "isApproved": True, "note": "客户经理担保"}
    assert (await act_staff(app, headers, "DecideLoanApplication", **named))["state"] == "APPROVED"
    told = (await ask_staff(app, headers, "LoanCase", customerId=str(low.id), applicationId=declined["id"]))["case"]
    assert [(one["outcome"], one["note"], one["band"]) for one in told["decisions"]] == [("DECLINE", "", "E"), ("APPROVE", "客户经理担保", "E")]
    (left,) = (await ask_staff(app, headers, "DeclinedLoanApplications", customerId=str(unknown.id)))["declined"]
    assert left["application"]["reasons"][0]["code"] == "by_staff"
    assert (await act_staff(app, headers, "DecideLoanApplication", **{**named, "applicationId": str(uuid4())}))["__typename"] == "LoanApplicationNotFound"


async def test_staff_publish_products_and_the_policy(app: RunningApp, house: LoanHouse) -> None:
    headers = await app.staff_headers("operator:loans")
    prices = [{"band": "A", "ratePercent": "7.2000", "most": yuan("50000.00")}]
    named = {"code": "a_cash_loan", "kind": "CASH", "nameZh": "现金贷", "nameEn": "Cash", "currency": "CNY", "counts": [3, 6], "prices": prices}
    amounts = {"least": yuan("1000.00"), "most": yuan("50000.00")}
    made = await act_staff(app, headers, "PublishLoanProduct", **named, **amounts)
    assert (made["__typename"], made["code"], made["version"]) == ("LoanProduct", "a_cash_loan", 1)
    for rate in ("24.0001", "-1.0000"):
        wrong = await act_staff(app, headers, "PublishLoanProduct", **{**named, "prices": [{**prices[0], "ratePercent": rate}]}, **amounts)
        assert (wrong["__typename"], wrong["what"]) == ("LoanProductMalformed", "rate")
    assert (await act_staff(app, headers, "SetLoanProductState", code="a_cash_loan", state="CLOSED"))["state"] == "CLOSED"
    assert (await act_staff(app, headers, "SetLoanProductState", code="nothing", state="CLOSED"))["__typename"] == "LoanProductNotFound"
    policy = (await ask_staff(app, headers, "LoanPolicy"))["policy"]
    assert policy["version"] == 0
    assert (await act_staff(app, headers, "PublishApprovalPolicy", text=policy["text"]))["version"] == 1
    assert (await act_staff(app, headers, "PublishApprovalPolicy", text="{}"))["what"] == "text"


async def test_what_is_offered_beforehand_is_taken(app: RunningApp, house: LoanHouse) -> None:
    product, someone = await house.product(), await borrower(app, house)
    await act(app, "CancelLoanApplication", someone, applicationId=(await applied(app, someone, product))["id"])
    headers = await app.staff_headers("operator:loans")
    until = (house.database.clock.now() + timedelta(days=30)).isoformat()
    batch = await act_staff(app, headers, "StartLoanOffers", productCode=product.code, expiresAt=until)
    assert (batch["__typename"], batch["isDone"]) == ("LoanOfferBatch", False)
    await run_batch(house.database, UUID(batch["id"]))
    told = (await ask_staff(app, headers, "LoanOfferBatch", id=batch["id"]))["offerBatch"]
    assert (told["offered"], told["refused"], told["isDone"]) == (1, 0, True)
    (offer,) = await ask_trusted(app, "StandingLoanOffers", someone)
    assert (offer["ratePercent"], offer["product"]["code"]) == ("7.2000", "cash_loan")
    over = await act(app, "AcceptLoanOffer", someone, offerId=offer["id"], amount=yuan("199999.00"), instalments=12)
    assert over["__typename"] == "AmountOutOfRange"
    taken = await act(app, "AcceptLoanOffer", someone, offerId=offer["id"], amount=yuan("1000.00"), instalments=12)
    assert (taken["__typename"], taken["state"]) == ("LoanApplication", "SUBMITTED")
    assert (await act(app, "AcceptLoanOffer", await app.customer(), offerId=offer["id"], amount=yuan("1000.00"), instalments=12))[
        "__typename"
    ] == "StandingOfferNotFound"


async def test_a_customer_reaches_nothing_of_the_desk(app: RunningApp, house: LoanHouse) -> None:
    someone = await app.customer()
    sent = {"accept": "application/graphql-response+json", **someone.headers}
    answer = (await app.http.post("/graphql", json={"documentId": document_ids()["LoanPolicy"], "variables": {}}, headers=sent)).json()
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
