"""The wallet's verbs under attack, each by its trusted document: a stranger with everybody's ids, texts that no database takes, lists and amounts beyond all
measure, eight taps at once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from domains.kernel.database import Database
from tests.domains.wallet.people import everything
from tests.gateway.app.documents import ask_trusted, customer_with_money, document_ids, yuan
from tests.gateway.app.running import RunningApp, SignedIn, running_app
from tests.gateway.app.wallet_verbs import PIN, PLAIN, STAFF_VERBS, VERBS, a_day_ahead, made, one_of_everything, plain
from tests.patience import patience

OWN = {"OpenWallet", "EnrolPaymentCodes", "RemovePayee", "SetBudget"}
"""What a stranger may do with ids that are not theirs: they stand for nothing, or for nothing of anybody else."""

TEXTS = ["\x00", "x" * 40_000, "\u202e\u0000;--", "' OR 1=1 --", "%s%(x)s{0}", "\ufffe\uffff", "𝔘" * 300]
NUMBERS = ["-1.00", "0", "1e400", "NaN", "Infinity", "9" * 400, "0.001", "1.00 ", "१.००", "", "0x10", "-0.00", "92233720368547758.08"]

# What is counted of callers is no harm that they did.
UNCHANGED_BUT = frozenset({"kernel_bucket", "kernel_request", "wallet_risk_decision"})


@pytest_asyncio.fixture
async def lone(fresh_dsn: Callable[[str], str], tmp_path: Path) -> AsyncIterator[RunningApp]:
    """A server with a database of its own."""
    async with running_app(fresh_dsn("scenebank_app"), tmp_path) as running:
        yield running


async def send(app: RunningApp, verb: str, who: SignedIn, input_: Any) -> tuple[int, str]:
    """The status, and the outcome's type, or the error's code."""
    body = {"documentId": document_ids()[verb], "variables": {"input": input_}}
    headers = {"accept": "application/graphql-response+json", **who.headers}
    answer = await app.http.post("/graphql", json=body, headers=headers, timeout=60)
    told = answer.json()
    if "errors" in told:
        return answer.status_code, told["errors"][0]["extensions"]["code"]
    (data,) = told["data"].values()
    return answer.status_code, data["__typename"]


async def attacked(app: RunningApp, who: SignedIn, inputs: dict[str, list[Any]]) -> dict[str, set[str]]:
    """What each verb answered to its inputs. Fails on a failure of ours."""
    told: dict[str, set[str]] = {}
    for verb, tries in inputs.items():
        for one in tries:
            status, name = await send(app, verb, who, one)
            assert status < 500 and name not in ("INTERNAL", "UNAVAILABLE", "RATE_LIMITED"), (verb, str(one)[:300], status, name)
            told.setdefault(verb, set()).add(name)
    return told


async def test_a_stranger_with_the_ids_of_all_that_is_somebody_elses_does_nothing_with_them(lone: RunningApp) -> None:
    owner, names = await one_of_everything(lone)
    stranger = await customer_with_money(lone, 100_000)
    database: Database = lone.application.house.database
    before = await everything(database, but=UNCHANGED_BUT)
    inputs = {verb: [made(VERBS[verb], plain) | {"requestId": str(uuid4()), **named}] for verb, named in names.items() if verb not in OWN}
    told = await attacked(lone, stranger, inputs)
    found = {"MerchantNotFound", "PaymentNotFound", "MoneyRequestNotFound", "SplitNotFound", "PromiseNotFound", "RedPacketNotFound", "StandingOrderNotFound"}
    others = {"SetCategory": {"LineNotFound"}, "OpenRedPacket": {"RedPacketNotGrabbed"}}
    assert {verb: names - found for verb, names in told.items() if names - found} == others
    # Of what is nobody's the same is told: nothing shows that it is there.
    nobodys = {verb: [made(VERBS[verb], plain)] for verb in inputs}
    assert await attacked(lone, stranger, nobodys) == told
    assert await everything(database, but=UNCHANGED_BUT) == before
    assert (await ask_trusted(lone, "MerchantDesk", stranger, id=names["OpenShop"]["merchantId"])) is None
    assert owner.id != stranger.id


async def test_what_only_staff_may_do_is_forbidden_to_customers(lone: RunningApp) -> None:
    someone = await customer_with_money(lone)
    database: Database = lone.application.house.database
    before = await everything(database, but=UNCHANGED_BUT)
    assert await attacked(lone, someone, {verb: [made(type_, plain)] for verb, type_ in STAFF_VERBS.items()}) == {verb: {"FORBIDDEN"} for verb in STAFF_VERBS}
    assert await everything(database, but=UNCHANGED_BUT) == before


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
async def test_no_text_in_any_field_breaks_a_verb_or_moves_money(lone: RunningApp, text: str) -> None:
    someone = await customer_with_money(lone, 100_000)

    def leaf(type_: str, name: str) -> Any:
        return text if type_ in ("String", "ID", "Date", "CurrencyCode") else plain(type_, name)

    await attacked(lone, someone, {verb: [made(type_, leaf, optional=True)] for verb, type_ in VERBS.items()})
    (wallet_,) = [one for one in await ask_trusted(lone, "Wallets", someone) if one["currency"] == "CNY"]
    assert wallet_["balance"] == wallet_["available"] == yuan("1000.00")


async def test_no_number_breaks_a_verb_or_moves_money(lone: RunningApp) -> None:
    someone, target = await customer_with_money(lone, 100_000), await customer_with_money(lone)

    def tries(type_: str) -> list[Any]:
        amounts = [made(type_, lambda kind, name, one=one: {"Decimal": one, "ID": str(target.id)}.get(kind, plain(kind, name))) for one in NUMBERS]  # type: ignore[misc]
        counts = [
            made(type_, lambda kind, name, one=one: {"Int": one}.get(kind, plain(kind, name)), optional=True) for one in (-(2**31), -1, 0, 2**31 - 1, 2**31)
        ]  # type: ignore[misc]
        return amounts + counts

    # A budget of nothing is no budget, and an order of standing is made from plain amounts: both move nothing.
    await attacked(lone, someone, {verb: tries(type_) for verb, type_ in VERBS.items() if "amount" in str(made(type_, plain)) or verb == "PlaceMerchantOrder"})
    (wallet_,) = [one for one in await ask_trusted(lone, "Wallets", someone) if one["currency"] == "CNY"]
    assert wallet_["balance"] == wallet_["available"] == yuan("1000.00")


async def test_lists_without_end_are_refused_before_they_cost_anything(lone: RunningApp) -> None:
    someone = await customer_with_money(lone, 100_000)
    told = {}
    for verb in ("PayTogether", "SplitBill", "SendRedPacket", "Pay"):
        leaf = lambda kind, name: PLAIN.get(kind, str(someone.id))  # noqa: E731
        long = made(VERBS[verb], leaf, optional=True, length=2_000)
        if verb == "SendRedPacket":
            long["to"] = {"members": [str(uuid4()) for _ in range(1_500)]}
        async with patience():
            told[verb] = await send(lone, verb, someone, long)
    assert all(status < 500 and name not in ("INTERNAL", "UNAVAILABLE", "Paid", "PaidTogether", "SplitBill", "RedPacket") for status, name in told.values()), (
        told
    )
    (wallet_,) = [one for one in await ask_trusted(lone, "Wallets", someone) if one["currency"] == "CNY"]
    assert wallet_["balance"] == wallet_["available"] == yuan("1000.00")


async def test_eight_taps_of_each_verb_are_one_act_and_eight_equal_answers(lone: RunningApp) -> None:
    owner, names = await one_of_everything(lone)
    friend, database = await customer_with_money(lone), lone.application.house.database
    to = {"customerId": str(friend.id)}
    acts: dict[str, dict[str, Any]] = {
        **{verb: named for verb, named in names.items() if verb in ("OpenShop", "MakeStaticCode", "PlaceMerchantOrder", "RefundPayment", "SetCategory")},
        "Transfer": {"amount": yuan("1.00"), "to": to},
        "PromiseTransfer": {"amount": yuan("1.00"), "to": to, "kind": "ON_ACCEPTANCE"},
        "RequestMoney": {"amount": yuan("1.00"), "payer": to},
        "SplitBill": {"method": "EVEN", "total": yuan("2.00"), "parties": [str(owner.id), str(friend.id)]},
        "SendRedPacket": {"kind": "FIXED", "amount": yuan("1.00"), "places": 1, "to": to},
        "CreateStandingOrder": {"amount": yuan("1.00"), "to": to, "rhythm": "MONTHLY", "firstOn": a_day_ahead(lone), "pin": PIN},
        "PauseStandingOrder": names["PauseStandingOrder"],
        "CancelMoneyRequest": names["CancelMoneyRequest"],
        "CancelSplit": names["CancelSplit"],
        "CallBackTransfer": names["CallBackTransfer"],
        "SavePayee": {"to": to},
        "SetBudget": {"category": "FOOD", "most": yuan("1.00")},
        "EnrolPaymentCodes": {},
        "OpenWallet": {"currency": "JPY"},
    }
    for verb, chosen in acts.items():
        input_ = made(VERBS[verb], plain) | {"requestId": str(uuid4()), **chosen}
        answers = await asyncio.gather(*(ask_trusted(lone, verb, owner, input=input_) for _ in range(8)))
        assert answers == [answers[0]] * 8 and "message" not in answers[0], (verb, answers[0])
        async with database.reading() as read:
            assert await read.fetchval("SELECT count(*) FROM kernel_request WHERE id = $1", input_["requestId"]) == 1, verb
        again = await ask_trusted(lone, verb, friend, input=input_)
        assert again["__typename"] == "IdReused", (verb, again)
    moving = ("Transfer", "PromiseTransfer", "SendRedPacket")
    assert set(moving) < set(acts) and not set(chain(acts)) - set(VERBS)
    (wallet_,) = [one for one in await ask_trusted(lone, "Wallets", owner) if one["currency"] == "CNY"]
    # 1000.00: two promises, a packet and a transfer before, of which one promise was called back; and a transfer, a promise and a packet now.
    assert (wallet_["balance"], wallet_["available"]) == (yuan("996.00"), yuan("994.00"))
