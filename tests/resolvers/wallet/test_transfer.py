"""Transfers in the schema's language: what the app sends, and every answer it may get, in Chinese and in English."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
import strawberry

from domains import customers, ledger
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.errors import Unauthenticated
from tests.domains.wallet.people import PIN, Person, balance, everything, make_known, person, transfer
from tests.resolvers import asking
from tests.resolvers.wallet.conftest import Ask, viewer_of

TRANSFER = """
mutation ($input: TransferInput!) { transfer(input: $input) { __typename ... on Problem { message }
    ... on Transferred { movementId amount { amount currency } balanceAfter { amount }
        movement { id kind amount { amount } balanceAfter { amount } note counterpartyKind counterparty { displayName maskedPhone } reversesId }
        account { id balance { amount } available { amount } statement(first: 1) { nodes { id } } } }
    ... on InsufficientFunds { available { amount currency } } ... on LimitExceeded { period most { amount } left { amount } }
    ... on TransferTooLarge { most { amount } } ... on PinRequired { above { amount } } ... on NoteTooLong { mostCharacters }
    ... on UnknownCurrency { code } } }
"""
STORED = frozenset({"kernel_request"})


def an_input(target: Person | None, amount: str, currency: str = "CNY", **more: Any) -> dict[str, Any]:
    to = {"customerId": str(target.id)} if target else {}
    return {"requestId": str(uuid4()), "amount": {"amount": amount, "currency": currency}, "to": to} | more


async def refused(database: Database, ask: Ask, sender: Person, input_: dict[str, Any], *, but: frozenset[str] = STORED) -> list[dict[str, Any]]:
    """The refusal in English and in Chinese, each under an id of its own, after seeing that no table changed but those named."""
    before = await everything(database, but=but)
    answers = [(await ask(sender, TRANSFER, language, input=input_ | {"requestId": str(uuid4())}))["transfer"] for language in ("en", "zh")]
    assert await everything(database, but=but) == before
    return answers


async def test_a_transfer_is_answered_with_the_movement_and_the_account_as_it_stands_now(database: Database, ask: Ask) -> None:
    sender, target = await person(database, 10_000), await person(database, verified=True, name="李雷")
    input_ = an_input(target, "25.00", note=" 午\u202e饭\u0000 ")
    answer = (await ask(sender, TRANSFER, input=input_))["transfer"]
    movement = answer["movement"]
    assert answer == {
        "__typename": "Transferred",
        "movementId": movement["id"],
        "amount": {"amount": "25.00", "currency": "CNY"},
        "balanceAfter": {"amount": "75.00"},
        "movement": {
            "id": movement["id"],
            "kind": "transfer",
            "amount": {"amount": "-25.00"},
            "balanceAfter": {"amount": "75.00"},
            "note": "午饭",
            "counterpartyKind": "CUSTOMER",
            "counterparty": {"displayName": movement["counterparty"]["displayName"], "maskedPhone": f"136****{target.phone[-4:]}"},
            "reversesId": None,
        },
        "account": {
            "id": str(sender.account_id),
            "balance": {"amount": "75.00"},
            "available": {"amount": "75.00"},
            "statement": {"nodes": [{"id": movement["id"]}]},
        },
    }
    assert "李" in movement["counterparty"]["displayName"] or "雷" in movement["counterparty"]["displayName"]
    assert "李雷" not in movement["counterparty"]["displayName"]
    assert (await ask(sender, TRANSFER, input=input_))["transfer"] == answer
    assert await balance(database, target) == 2_500


async def test_a_repeat_tells_what_was_and_shows_what_is(database: Database, ask: Ask) -> None:
    sender, target = await person(database, 10_000), await person(database)
    input_ = an_input(target, "25.00")
    await ask(sender, TRANSFER, input=input_)
    await transfer(database, sender, target, 1_000)
    again = (await ask(sender, TRANSFER, input=input_))["transfer"]
    assert (again["balanceAfter"]["amount"], again["account"]["balance"]["amount"]) == ("75.00", "65.00")


async def test_eight_concurrent_repeats_with_a_pin_are_one_guess_one_movement_and_eight_equal_answers(database: Database, ask: Ask) -> None:
    sender, target = await person(database, 100_000, pin=PIN), await person(database)
    input_ = an_input(target, "1000.00", pin=PIN)
    answers = await asyncio.gather(*(ask(sender, TRANSFER, input=input_) for _ in range(8)))
    assert answers == [answers[0]] * 8
    assert (answers[0]["transfer"]["__typename"], answers[0]["transfer"]["account"]["balance"]["amount"]) == ("Transferred", "0.00")
    assert (await balance(database, sender), await balance(database, target)) == (0, 100_000)
    wrong = an_input(target, "1000.00", pin="000001")
    told = await asyncio.gather(*(ask(sender, TRANSFER, input=wrong) for _ in range(8)))
    assert told == [told[0]] * 8
    assert told[0]["transfer"]["__typename"] == "PinWrong"


async def test_a_phone_names_the_recipient_too(database: Database, ask: Ask) -> None:
    sender, target = await person(database, 10_000), await person(database)
    answer = (await ask(sender, TRANSFER, input=an_input(None, "1.00", to={"phone": target.phone[3:]})))["transfer"]
    assert answer["__typename"] == "Transferred"
    assert await balance(database, target) == 100


NOTHING = frozenset[str]()


@pytest.mark.parametrize(
    ("amount", "currency", "typename", "messages", "data", "but"),
    [
        ("-5.00", "CNY", "AmountOutOfRange", ["The amount is outside the allowed range.", "金额超出允许范围。"], {}, STORED),
        ("0", "CNY", "AmountOutOfRange", ["The amount is outside the allowed range.", "金额超出允许范围。"], {}, STORED),
        ("0.00", "CNY", "AmountOutOfRange", ["The amount is outside the allowed range.", "金额超出允许范围。"], {}, STORED),
        ("1.234", "CNY", "AmountMalformed", ["The amount is not written correctly.", "金额格式不正确。"], {}, NOTHING),
        ("1.0", "JPY", "AmountMalformed", ["The amount is not written correctly.", "金额格式不正确。"], {}, NOTHING),
        ("1e3", "CNY", "AmountMalformed", ["The amount is not written correctly.", "金额格式不正确。"], {}, NOTHING),
        ("１", "CNY", "AmountMalformed", ["The amount is not written correctly.", "金额格式不正确。"], {}, NOTHING),
        ("99999999999999999999", "CNY", "AmountMalformed", ["The amount is not written correctly.", "金额格式不正确。"], {}, NOTHING),
        ("5", "XXX", "UnknownCurrency", ["This currency is not supported: XXX.", "不支持的币种: XXX。"], {"code": "XXX"}, NOTHING),
        ("5", "PTS", "UnknownCurrency", ["This currency is not supported: PTS.", "不支持的币种: PTS。"], {"code": "PTS"}, STORED),
        (
            "100.01",
            "CNY",
            "InsufficientFunds",
            ["There is not enough money. Available: 100.00 CNY.", "余额不足, 可用 100.00 CNY。"],
            {"available": {"amount": "100.00", "currency": "CNY"}},
            STORED,
        ),
        (
            "2000.01",
            "CNY",
            "TransferTooLarge",
            ["One transfer may not exceed 2000.00 CNY.", "超出单笔限额 2000.00 CNY。"],
            {"most": {"amount": "2000.00"}},
            STORED,
        ),
        ("200.01", "CNY", "PinRequired", ["Please enter your payment PIN.", "请输入支付密码。"], {"above": {"amount": "200.00"}}, STORED),
        ("5", "USD", "AccountNotFound", ["There is no such account.", "账户不存在。"], {}, STORED),
    ],
)
async def test_each_bad_amount_is_a_type_with_a_message_in_both_languages_and_changes_nothing(
    database: Database, ask: Ask, amount: str, currency: str, typename: str, messages: list[str], data: dict[str, Any], but: frozenset[str]
) -> None:
    sender, target = await person(database, 10_000), await person(database)
    answers = await refused(database, ask, sender, an_input(target, amount, currency), but=but)
    assert answers == [{"__typename": typename, "message": message, **data} for message in messages]


async def test_each_bad_recipient_is_told_alike(database: Database, ask: Ask) -> None:
    sender = await person(database, 10_000)
    for to in ({"customerId": str(uuid4())}, {"customerId": "x"}, {"phone": "+8613999999998"}, {"phone": "?"}):
        answers = await refused(database, ask, sender, an_input(None, "1", to=to))
        assert answers == [{"__typename": "RecipientNotFound", "message": message} for message in ("The recipient was not found.", "找不到收款人。")]
    answers = await refused(database, ask, sender, an_input(sender, "1"))
    assert answers == [{"__typename": "TransferToSelf", "message": message} for message in ("You cannot transfer to yourself.", "不能给自己转账。")]


async def test_both_names_of_a_recipient_or_none_are_no_input(database: Database, schema: strawberry.Schema) -> None:
    sender = await person(database, 10_000)
    before = await everything(database)
    for to in ({}, {"customerId": str(sender.id), "phone": sender.phone}, {"phone": None}):
        result = await asking.ask_result(schema, database, viewer_of(sender), TRANSFER, input=an_input(None, "1", to=to))
        assert result.data is None
        assert [error.path for error in result.errors] == [None]
    assert await everything(database) == before


async def test_limits_notes_and_states_are_told_with_their_data(database: Database, ask: Ask) -> None:
    sender, other, target = await person(database, 1_000_000, pin=PIN), await person(database), await person(database)
    for receiver in (other, target):
        await make_known(database, sender, receiver)
    for receiver, amount in ((other, 2_000), (other, 2_000), (target, 999)):
        assert (await ask(sender, TRANSFER, input=an_input(receiver, str(amount), pin=PIN)))["transfer"]["__typename"] == "Transferred"
    english, chinese = await refused(database, ask, sender, an_input(target, "1.01"))
    assert english["period"] == f"day:{database.clock.today().isoformat()}"
    assert (english["__typename"], english["most"], english["left"]) == ("LimitExceeded", {"amount": "5000.00"}, {"amount": "1.00"})
    assert (english["message"], chinese["message"]) == ("This is over a limit. 1.00 CNY is left in this period.", "超出限额, 本期还可使用 1.00 CNY。")
    english, chinese = await refused(database, ask, sender, an_input(target, "1", note="字" * 141))
    assert english == {"__typename": "NoteTooLong", "message": "A note has at most 140 characters.", "mostCharacters": 140}
    assert chinese["message"] == "留言最多 140 个字。"
    frozen = ledger.SetFrozenCommand(request_id=uuid4(), owner_id=HOUSE_ID, account_id=sender.account_id, frozen=True)
    await database.write(ledger.set_frozen, frozen)
    english, chinese = await refused(database, ask, sender, an_input(target, "1"))
    assert (english["__typename"], english["message"]) == ("AccountFrozen", "The account is frozen. Please contact us.")
    assert chinese["message"] == "账户已被冻结, 请联系客服。"


async def test_a_pin_that_is_wrong_locked_or_not_set_is_told_apart(database: Database, ask: Ask) -> None:
    target, without, sender = [await person(database, 100_000, pin=pin) for pin in (None, None, PIN)]
    pins = frozenset({"kernel_request", "customers_pin"})
    told = await refused(database, ask, without, an_input(target, "300", pin=PIN))
    assert [answer["__typename"] for answer in told] == ["PinNotSet"] * 2
    for _ in range(2):
        told = await refused(database, ask, sender, an_input(target, "300", pin="000001"), but=pins)
        assert [answer["__typename"] for answer in told] == ["PinWrong"] * 2
    await customers.prove_pin(database.write, sender.id, "000001")
    told = await refused(database, ask, sender, an_input(target, "300", pin=PIN), but=pins)
    assert [answer["__typename"] for answer in told] == ["PinLocked"] * 2
    assert told[0]["message"].isascii() and not told[1]["message"].isascii()


async def test_an_id_used_with_other_input_or_by_somebody_else_is_refused(database: Database, ask: Ask) -> None:
    sender, target, other = [await person(database, 10_000) for _ in range(3)]
    input_ = an_input(target, "1")
    await ask(sender, TRANSFER, input=input_)
    before = await everything(database)
    answers = [
        (await ask(sender, TRANSFER, "en", input=input_ | {"amount": {"amount": "2", "currency": "CNY"}}))["transfer"],
        (await ask(other, TRANSFER, "zh", input=input_))["transfer"],
    ]
    assert answers == [
        {"__typename": "IdReused", "message": "This id was used for another request. Please submit again."},
        {"__typename": "IdReused", "message": "这个编号已用于另一笔请求, 请重新提交。"},
    ]
    assert await everything(database) == before


async def test_a_revoked_session_is_an_error_and_not_a_member_of_the_union(database: Database, schema: strawberry.Schema) -> None:
    sender, target = await person(database, 10_000), await person(database)
    await database.write(customers.sign_out, customers.SignOut(request_id=None, owner_id=sender.id, session_id=sender.session_id))
    before = await everything(database)
    result = await asking.ask_result(schema, database, viewer_of(sender), TRANSFER, input=an_input(target, "1"))
    assert result.data is None
    assert isinstance(result.errors[0].original_error, Unauthenticated)
    assert await everything(database) == before


OPEN = """
mutation ($input: OpenWalletInput!) { openWallet(input: $input) { __typename ... on Problem { message }
    ... on WalletOpened { accountId account { id currency state balance { amount } available { amount } } } } }
"""


async def test_a_wallet_is_opened_once_for_a_currency(database: Database, ask: Ask) -> None:
    someone = await person(database)
    answers = [(await ask(someone, OPEN, input={"requestId": str(uuid4()), "currency": "JPY"}))["openWallet"] for _ in range(2)]
    account = answers[0]["account"]
    assert answers[0] == answers[1]
    assert account == {"id": answers[0]["accountId"], "currency": "JPY", "state": "OPEN", "balance": {"amount": "0"}, "available": {"amount": "0"}}


async def test_what_is_not_a_currency_opens_nothing(database: Database, ask: Ask) -> None:
    someone = await person(database)
    before = await everything(database, but=STORED)
    told = [
        (await ask(someone, OPEN, language, input={"requestId": str(uuid4()), "currency": code}))["openWallet"]
        for code, language in (("PTS", "en"), ("XXX", "zh"))
    ]
    assert told == [
        {"__typename": "UnknownCurrency", "message": "This currency is not supported: PTS."},
        {"__typename": "UnknownCurrency", "message": "不支持的币种: XXX。"},
    ]
    assert await everything(database, but=STORED) == before
