"""What a customer does with the schema, from the first code to signing out."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domains import customers
from domains.customers.service.sign_in import start_session
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.kernel.events import PublishedEvent
from resolvers.context import Context, Viewer
from resolvers.permissions import Permission
from tests.domains.customers.conftest import new_customer, new_id_number, nothing_written
from tests.resolvers import asking
from tests.resolvers.customers.asking import SCHEMA, mutate, nobody, query, viewer_of

VIEWER = """
{ viewer { id maskedPhone maskedName maskedIdNumber tier language hasPin registeredAt
    sessions { id deviceId deviceName devicePlatform boundToKey isCurrent createdAt lastUsedAt expiresAt }
    devices { id name platform boundToKey getsPush firstSeenAt lastSeenAt }
    consents { id purpose version grantedAt } } }
"""
SIGNED_IN = "... on SignedIn { sessionId isNew tokens { accessToken refreshToken expiresInSeconds } customer { id maskedPhone } }"
TOKENS = "... on TokensRefreshed { sessionId tokens { accessToken refreshToken expiresInSeconds } }"
CUSTOMER = "customer { tier maskedName maskedIdNumber hasPin language consents { purpose version } devices { getsPush } }"


async def test_a_code_signs_up_and_its_tokens_are_the_sessions(database: Database, phone: str, fresh_clock: Clock) -> None:
    sent = await mutate(database, nobody(), "requestCode", an_id(phone=phone[3:]), "... on CodeSent { expiresInSeconds resendAfterSeconds }")
    assert sent == {"__typename": "CodeSent", "expiresInSeconds": 300, "resendAfterSeconds": 60}
    answer = await sign_in(database, phone, await delivered(database, phone))
    claims = await claims_of(database, answer["tokens"]["accessToken"])
    assert (str(claims.owner_id), str(claims.session_id), claims.permissions) == (answer["customer"]["id"], answer["sessionId"], ("customer",))
    assert (answer["__typename"], answer["isNew"], answer["tokens"]["expiresInSeconds"]) == ("SignedIn", True, 600)
    assert answer["customer"]["maskedPhone"] == f"{phone[3:6]}****{phone[10:]}"


async def test_a_device_key_whose_proof_came_along_binds_the_session(database: Database, phone: str, fresh_clock: Clock) -> None:
    await mutate(database, nobody(), "requestCode", an_id(phone=phone))
    answer = await sign_in(database, phone, await delivered(database, phone), nobody(device_key="k" * 43))
    assert (await claims_of(database, answer["tokens"]["accessToken"])).key_thumbprint == "k" * 43
    refresh = {"refreshToken": answer["tokens"]["refreshToken"]}
    assert (await mutate(database, nobody(), "refreshTokens", refresh))["__typename"] == "DeviceKeyNeeded"
    assert (await mutate(database, nobody(device_key="k" * 43), "refreshTokens", refresh))["__typename"] == "TokensRefreshed"


async def test_eight_refreshes_at_once_get_the_same_pair(database: Database) -> None:
    customer = await new_customer(database)
    input_ = {"refreshToken": customer.tokens.refresh_token}
    answers = await asyncio.gather(*(mutate(database, nobody(), "refreshTokens", input_, TOKENS) for _ in range(8)))
    assert len({(answer["tokens"]["accessToken"], answer["tokens"]["refreshToken"]) for answer in answers}) == 1
    assert answers[0]["sessionId"] == str(customer.session_id)


async def test_a_customer_sees_themselves_masked_in_four_statements(database: Database, fresh_clock: Clock) -> None:
    number = new_id_number()
    customer = await new_customer(database, name="欧阳修", id_number=number)
    viewer = viewer_of(customer)
    consent = await mutate(database, viewer, "grantConsent", an_id(purpose="location", version="2026-11"), "... on ConsentRecorded { id }")
    with database.counting() as statements:
        seen = (await query(database, viewer, VIEWER))["viewer"]
    assert len(statements) == 4
    now = fresh_clock.now().isoformat().replace("+00:00", "Z")
    device_id = seen["devices"][0]["id"]
    assert seen == {
        "id": str(customer.customer_id),
        "maskedPhone": seen["maskedPhone"],
        "maskedName": "欧*",
        "maskedIdNumber": f"110***********{number[-4:]}",
        "tier": "VERIFIED",
        "language": "ZH",
        "hasPin": False,
        "registeredAt": now,
        "sessions": [
            {
                "id": str(customer.session_id),
                "deviceId": device_id,
                "deviceName": "development",
                "devicePlatform": "development",
                "boundToKey": False,
                "isCurrent": True,
                "createdAt": now,
                "lastUsedAt": now,
                "expiresAt": (fresh_clock.now() + timedelta(days=90)).isoformat().replace("+00:00", "Z"),
            }
        ],
        "devices": [
            {
                "id": device_id,
                "name": "development",
                "platform": "development",
                "boundToKey": False,
                "getsPush": False,
                "firstSeenAt": now,
                "lastSeenAt": now,
            }
        ],
        "consents": [{"id": consent["id"], "purpose": "location", "version": "2026-11", "grantedAt": now}],
    }
    assert seen["maskedPhone"][3:7] == "****"


async def test_every_change_is_seen_in_its_own_answer(database: Database) -> None:
    viewer, number = viewer_of(await new_customer(database)), new_id_number()
    steps: list[tuple[str, dict[str, Any], str, dict[str, Any]]] = [
        ("setPin", {"pin": "295137"}, "PinStored", {"hasPin": True}),
        ("changePin", {"currentPin": "295137", "newPin": "730258"}, "PinStored", {"hasPin": True}),
        ("resetPin", {"newPin": "804162"}, "PinStored", {"hasPin": True}),
        ("verifyIdentity", an_id(name="欧阳修", idNumber=number), "IdentityVerified", {"tier": "VERIFIED", "maskedName": "欧*"}),
        ("verifyIdentity", an_id(name="欧阳修", idNumber=number), "IdentityVerified", {"maskedIdNumber": f"110***********{number[-4:]}"}),
        ("grantConsent", an_id(purpose="location", version="2026-11"), "ConsentRecorded", {"consents": [{"purpose": "location", "version": "2026-11"}]}),
        ("withdrawConsent", an_id(purpose="location"), "ConsentRecorded", {"consents": []}),
        ("registerPushToken", an_id(service="apns", token=str(uuid4())), "PushTokenRegistered", {"devices": [{"getsPush": True}]}),
        ("setLanguage", an_id(language="EN"), "LanguageSet", {"language": "EN"}),
    ]
    for mutation, input_, typename, changed in steps:
        answer = await mutate(database, viewer, mutation, input_, f"... on {typename} {{ {CUSTOMER} }}")
        assert answer["__typename"] == typename, (mutation, answer)
        assert {name: answer["customer"][name] for name in changed} == changed


async def test_a_customer_ends_a_session_removes_a_device_and_signs_out(database: Database) -> None:
    customer = await new_customer(database)
    other = await development_session(database, customer)
    viewer = viewer_of(customer)
    answer = await mutate(database, viewer, "revokeSession", an_id(sessionId=str(other)), "... on SessionRevoked { sessionId }")
    assert answer == {"__typename": "SessionRevoked", "sessionId": str(other)}
    (device,) = (await query(database, viewer, "{ viewer { devices { id } } }"))["viewer"]["devices"]
    input_ = an_id(deviceId=device["id"])
    removed = {"__typename": "DeviceRevoked", "deviceId": device["id"], "sessionIds": [str(customer.session_id)]}
    for _ in range(2):
        assert await mutate(database, viewer, "revokeDevice", input_, "... on DeviceRevoked { deviceId sessionIds }") == removed
    signed_out = await mutate(database, viewer, "signOut", an_id(), "... on SignedOut { sessionIds }")
    assert signed_out == {"__typename": "SignedOut", "sessionIds": []}


async def test_signing_out_everywhere_names_what_ended(database: Database) -> None:
    customer = await new_customer(database)
    other = await development_session(database, customer)
    answer = await mutate(database, viewer_of(customer), "signOut", an_id(everywhere=True), "... on SignedOut { sessionIds }")
    assert set(answer["sessionIds"]) == {str(customer.session_id), str(other)}


async def test_a_token_of_an_ended_session_writes_nothing_while_it_lives(database: Database) -> None:
    customer = await new_customer(database)
    await mutate(database, viewer_of(customer), "signOut", an_id())
    inputs: dict[str, dict[str, Any]] = {
        "setPin": {"pin": "295137"},
        "verifyIdentity": an_id(name="欧阳修", idNumber=new_id_number()),
        "grantConsent": an_id(purpose="location", version="2026-11"),
        "withdrawConsent": an_id(purpose="location"),
        "registerPushToken": an_id(service="apns", token="x"),
        "setLanguage": an_id(language="EN"),
    }
    async with nothing_written(database):
        for mutation, input_ in inputs.items():
            document = f"mutation ($input: {mutation[0].upper()}{mutation[1:]}Input!) {{ {mutation}(input: $input) {{ __typename }} }}"
            result = await asking.ask_result(SCHEMA, database, viewer_of(customer), document, input=input_)
            assert [type(error.original_error).__name__ for error in result.errors] == ["Unauthenticated"]


async def test_viewers_asked_together_see_themselves_alone(database: Database) -> None:
    everybody = [await new_customer(database) for _ in range(3)]
    field = SCHEMA._schema.query_type.fields["viewer"].extensions["strawberry-definition"].metadata["batched"]  # type: ignore[union-attr]
    viewers = [viewer_of(one) for one in everybody]
    async with database.reading() as read:
        with database.counting() as statements:
            rows = await field.load(read, [None] * 4, [*viewers, Viewer(uuid4())])
    assert len(statements) == 1
    assert [row.id for row in rows[:3]] == [one.customer_id for one in everybody]
    assert type(rows[3]).__name__ == "Unauthenticated"


async def test_an_app_asks_before_sign_in_whether_it_is_served(database: Database) -> None:
    operator = Viewer(uuid4(), uuid4(), frozenset({Permission.OPERATOR_CUSTOMERS}), "en")
    required = await mutate(
        database, operator, "requireAppVersion", an_id(platform="story-ios", version="3.12.0"), "... on AppVersionRequired { platform minimumVersion }"
    )
    assert required == {"__typename": "AppVersionRequired", "platform": "story-ios", "minimumVersion": "3.12.0"}
    document = 'query ($version: String) { appRequirements(platform: "story-ios", version: $version) { platform minimumVersion isServed } }'
    for version, served in (("3.11.9", False), ("3.12.1", True), (None, None)):
        answer = await query(database, nobody(), document, version=version)
        assert answer["appRequirements"] == {"platform": "story-ios", "minimumVersion": "3.12.0", "isServed": served}
    assert await query(database, nobody(), '{ appRequirements(platform: "toaster") { platform } }') == {"appRequirements": None}


@pytest.mark.parametrize(("name", "kind"), [("SessionStarted", "SESSION_STARTED"), ("PinChanged", "PIN_CHANGED"), ("ConsentWithdrawn", "CONSENT_WITHDRAWN")])
async def test_what_happened_to_a_customer_is_heard(database: Database, name: str, kind: str) -> None:
    customer, session_id = await new_customer(database), uuid4()

    async def facts(subject_id: UUID, names: frozenset[str], since: int | None) -> AsyncIterator[PublishedEvent]:
        assert (subject_id, since) == (customer.customer_id, None)
        assert name in names
        payload = {"session_id": str(session_id)} if name == "SessionStarted" else {}
        yield PublishedEvent(7, name, customer.customer_id, None, payload)

    read = database.read()
    context = Context(viewer_of(customer), read, database.write, facts)
    heard = await SCHEMA.subscribe("subscription { customerChanged { cursor kind sessionId customer { id } } }", context_value=context)
    answers = [answer.data async for answer in heard]  # type: ignore[union-attr]
    await read.close()
    (change,) = (answer["customerChanged"] for answer in answers if answer)
    expected_session = str(session_id) if name == "SessionStarted" else None
    assert (change["kind"], change["sessionId"], change["customer"]) == (kind, expected_session, {"id": str(customer.customer_id)})


def an_id(**more: Any) -> dict[str, Any]:
    """An input with an id of its own."""
    return {"requestId": str(uuid4()), **more}


async def sign_in(database: Database, phone: str, code: str, viewer: Viewer | None = None) -> Any:
    return await mutate(database, viewer or nobody(), "signIn", {"phone": phone, "code": code, "deviceName": "手机", "platform": "ios"}, SIGNED_IN)


async def delivered(database: Database, phone: str) -> str:
    """The code, after the worker's step."""
    async with database.reading() as read:
        challenge_id = await read.fetchval("SELECT subject_id FROM kernel_outbox WHERE name = 'CodeRequested' ORDER BY id DESC LIMIT 1")
    await customers.deliver_code(database, challenge_id)
    return str(database.ports.get(customers.Messenger).latest_code(phone))  # type: ignore[attr-defined]


async def claims_of(database: Database, token: str) -> customers.AccessClaims:
    async with database.reading() as read:
        keys = {key.id: key for key in await customers.public_keys(read)}
    return customers.verify_access_token(token, keys, database.clock.now())


async def development_session(database: Database, customer: customers.DevelopmentCustomer) -> UUID:
    """One more session of that customer, on no device."""
    async with database.transaction() as tx:
        return (await start_session(tx, customer.customer_id, None, ("customer",), None)).session_id
