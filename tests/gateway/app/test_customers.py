"""Signing in, renewing, revoking and looking up, as an app and a member of staff do over HTTP."""

import asyncio
import time
from typing import Any
from uuid import uuid4

import pytest

from domains import customers
from domains.customers.service.sign_in import start_session
from resolvers.permissions import Permission
from tests.gateway.app.running import RunningApp, SignedIn, a_phone

REQUEST_CODE = "mutation ($input: RequestCodeInput!) { requestCode(input: $input) { __typename ... on CodeSent { expiresInSeconds } } }"
SIGN_IN = """mutation ($input: SignInInput!) { signIn(input: $input) { __typename ... on Problem { message } ... on WrongCode { attemptsLeft }
    ... on SignedIn { sessionId tokens { accessToken refreshToken } customer { id maskedPhone } } } }"""
REFRESH = """mutation ($input: RefreshTokensInput!) { refreshTokens(input: $input) { __typename ... on Problem { message }
    ... on TokensRefreshed { tokens { accessToken refreshToken } } } }"""
REVOKE = "mutation ($input: RevokeSessionInput!) { revokeSession(input: $input) { __typename ... on Problem { message } } }"
VIEWER = "{ viewer { id maskedPhone sessions { id isCurrent } devices { name } consents { purpose } } }"
LOOK = "query ($id: ID!) { customer(id: $id, reason: COMPLAINT) { auditId customer { id sessions { isCurrent } } } }"


async def test_a_phone_signs_up_over_http_and_a_sixth_wrong_code_is_refused_like_any(app: RunningApp) -> None:
    phone = a_phone()
    sent = await app.ask(REQUEST_CODE, input={"requestId": str(uuid4()), "phone": phone})
    assert sent["requestCode"] == {"__typename": "CodeSent", "expiresInSeconds": 300}
    code = await delivered(app, phone)
    wrong = await sign_in(app, phone, f"{(int(code) + 1) % 1_000_000:06d}")
    assert wrong == {"__typename": "WrongCode", "attemptsLeft": 4, "message": "The code is wrong or has expired. Attempts left: 4."}
    chinese = await app.post(SIGN_IN, headers={"accept-language": "zh-CN"}, input=sign_in_input(phone, f"{(int(code) + 2) % 1_000_000:06d}"))
    assert chinese.json()["data"]["signIn"]["message"] == "验证码错误或已失效, 还可尝试 3 次。"
    answer = await sign_in(app, phone, code)
    signed_in = SignedIn(answer["customer"]["id"], answer["sessionId"], phone, answer["tokens"]["accessToken"], answer["tokens"]["refreshToken"])
    seen = (await app.ask(VIEWER, signed_in))["viewer"]
    assert seen == {
        "id": answer["customer"]["id"],
        "maskedPhone": f"{phone[3:6]}****{phone[10:]}",
        "sessions": [{"id": answer["sessionId"], "isCurrent": True}],
        "devices": [{"name": "手机"}],
        "consents": [],
    }
    other = a_phone()
    await app.ask(REQUEST_CODE, input={"requestId": str(uuid4()), "phone": other})
    right = await delivered(app, other)
    lefts = [(await sign_in(app, other, f"{(int(right) + 1 + step) % 1_000_000:06d}"))["attemptsLeft"] for step in range(6)]
    assert lefts == [4, 3, 2, 1, 0, 0]
    assert (await sign_in(app, other, right))["__typename"] == "WrongCode"


async def test_a_refreshed_token_that_is_used_kills_its_predecessors_repeat(app: RunningApp) -> None:
    customer = await app.customer()
    first = (await app.ask(REFRESH, input={"refreshToken": customer.refresh_token}))["refreshTokens"]["tokens"]
    again = (await app.ask(REFRESH, input={"refreshToken": customer.refresh_token}))["refreshTokens"]["tokens"]
    assert again == first
    used = SignedIn(customer.id, customer.session_id, customer.phone, first["accessToken"], first["refreshToken"])
    await app.ask(VIEWER, used)
    reused = (await app.ask(REFRESH, input={"refreshToken": customer.refresh_token}))["refreshTokens"]
    assert reused["__typename"] == "RefreshTokenReused"
    assert (await app.ask(REFRESH, input={"refreshToken": first["refreshToken"]}))["refreshTokens"]["__typename"] == "SessionEnded"
    await refused_within_a_second(app, used)


async def test_a_revoked_session_is_refused_within_a_second(app: RunningApp) -> None:
    customer = await app.customer()
    database = app.application.house.database
    async with database.transaction() as tx:
        granted = await start_session(tx, customer.id, None, ("customer",), None)
    async with database.reading() as read:
        tokens = await customers.issue_tokens(read, granted, read.now)
    other = SignedIn(customer.id, granted.session_id, customer.phone, tokens.access_token, tokens.refresh_token)
    assert len((await app.ask(VIEWER, other))["viewer"]["sessions"]) == 2
    revoked = await app.ask(REVOKE, customer, input={"requestId": str(uuid4()), "sessionId": str(granted.session_id)})
    assert revoked["revokeSession"]["__typename"] == "SessionRevoked"
    await refused_within_a_second(app, other)
    assert [session["isCurrent"] for session in (await app.ask(VIEWER, customer))["viewer"]["sessions"]] == [True]


async def test_staff_look_and_customers_may_not(app: RunningApp) -> None:
    customer = await app.customer()
    database = app.application.house.database
    operator_id = await customers.create_operator(database, "王经理", [Permission.OPERATOR_CUSTOMERS])
    tokens = await customers.make_operator_token(database, operator_id)
    headers = {"authorization": f"Bearer {tokens.access_token}"}
    found = (await app.post(LOOK, headers=headers, id=str(customer.id))).json()
    assert found["data"]["customer"]["customer"] == {"id": str(customer.id), "sessions": [{"isCurrent": False}]}
    refused = (await app.post(LOOK, customer, id=str(customer.id))).json()
    assert code_of(refused) == "FORBIDDEN"
    assert code_of((await app.post(VIEWER, headers=headers)).json()) == "FORBIDDEN"
    async with database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM kernel_audit WHERE subject_id = $1", customer.id) == 1


@pytest.mark.parametrize("input_", [{"phone": "1", "deviceName": "x", "platform": "ios"}, {"phone": 1, "code": "1", "deviceName": "x", "platform": "ios"}])
async def test_what_an_input_lacks_is_told_without_running_anything(app: RunningApp, input_: dict[str, Any]) -> None:
    answer = await app.post(SIGN_IN, input=input_)
    assert (answer.status_code, code_of(answer.json())) == (400, "BAD_USER_INPUT")


async def refused_within_a_second(app: RunningApp, who: SignedIn) -> None:
    until = time.monotonic() + 1
    while (answer := await app.post(VIEWER, who)).status_code == 200 and time.monotonic() < until:
        await asyncio.sleep(0.02)
    assert (answer.status_code, code_of(answer.json())) == (401, "UNAUTHENTICATED")


def sign_in_input(phone: str, code: str) -> dict[str, str]:
    return {"phone": phone, "code": code, "deviceName": "手机", "platform": "ios"}


async def sign_in(app: RunningApp, phone: str, code: str) -> Any:
    return (await app.ask(SIGN_IN, input=sign_in_input(phone, code)))["signIn"]


async def delivered(app: RunningApp, phone: str) -> str:
    """The code, after the worker's step."""
    database = app.application.house.database
    async with database.reading() as read:
        challenge_id = await read.fetchval("SELECT subject_id FROM kernel_outbox WHERE name = 'CodeRequested' ORDER BY id DESC LIMIT 1")
    await customers.deliver_code(database, challenge_id)
    return str(database.ports.get(customers.Messenger).latest_code(phone))  # type: ignore[attr-defined]


def code_of(answer: dict[str, Any]) -> object:
    (error,) = answer["errors"]
    return error["extensions"]["code"]
