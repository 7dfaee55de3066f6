"""Every refusal of the customers' mutations: its type, its words in both languages, and that it changes nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from graphql import GraphQLObjectType, GraphQLUnionType

from domains import customers
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from resolvers.context import Viewer
from resolvers.permissions import Permission
from tests.domains.customers.conftest import code_for, new_customer, new_id_number, new_phone, nothing_written
from tests.resolvers.customers.asking import SCHEMA, mutate, nobody, viewer_of

PIN, WRONG = "295137", "804162"
VERSION = "2026-11"


@dataclass(frozen=True)
class Asked:
    """Who asks what. `writes` where the refusal itself is counted."""

    viewer: Viewer
    input: dict[str, Any]
    writes: bool = False


Prepare = Callable[[Database], Awaitable[Asked]]
CASES: dict[tuple[str, str, str], Prepare] = {}


def case(mutation: str, refusal: str, why: str = "") -> Callable[[Prepare], Prepare]:
    """Register how to bring a refusal about."""

    def register(prepare: Prepare) -> Prepare:
        CASES[mutation, refusal, why] = prepare
        return prepare

    return register


def of_customer(mutation: str, refusal: str, input_: dict[str, Any], why: str = "") -> None:
    """Register a refusal that any new customer gets for that input. A `requestId` of None is a new one."""

    async def prepare(database: Database) -> Asked:
        made = {name: str(uuid4()) if value is None else value for name, value in input_.items()}
        return Asked(viewer_of(await new_customer(database)), made)

    CASES[mutation, refusal, why] = prepare


def of_nobody(mutation: str, refusal: str, input_: dict[str, Any], why: str = "") -> None:
    async def prepare(database: Database) -> Asked:
        return Asked(nobody(), {name: str(uuid4()) if value is None else value for name, value in input_.items()})

    CASES[mutation, refusal, why] = prepare


SIGN_IN = {"phone": "13800138000", "code": "000000", "deviceName": "手机", "platform": "ios"}

for text in ("", "138", "+86 1", "x" * 200):
    of_nobody("requestCode", "PhoneMalformed", {"requestId": None, "phone": text}, text[:10])
    of_nobody("signIn", "PhoneMalformed", SIGN_IN | {"phone": text}, text[:10])
of_nobody("signIn", "DeviceMalformed", SIGN_IN | {"deviceName": ""}, "no name")
of_nobody("signIn", "DeviceMalformed", SIGN_IN | {"platform": "\x00"}, "platform")
of_nobody("signIn", "WrongCode", SIGN_IN | {"phone": new_phone()}, "none was asked for")
of_nobody("refreshTokens", "SessionEnded", {"refreshToken": "x"}, "not ours")
of_customer("revokeSession", "SessionUnknown", {"requestId": None, "sessionId": str(uuid4())}, "unknown")
of_customer("revokeSession", "SessionUnknown", {"requestId": None, "sessionId": "x"}, "no id")
of_customer("revokeDevice", "DeviceUnknown", {"requestId": None, "deviceId": str(uuid4())}, "unknown")
of_customer("revokeDevice", "DeviceUnknown", {"requestId": None, "deviceId": "x"}, "no id")
for mutation, more in (("setPin", {}), ("resetPin", {}), ("changePin", {"currentPin": PIN})):
    name = "pin" if mutation == "setPin" else "newPin"
    of_customer(mutation, "PinMalformed", more | {name: "12345"})
    of_customer(mutation, "PinTooSimple", more | {name: "123456"})
of_customer("changePin", "PinNotSet", {"currentPin": PIN, "newPin": WRONG})
of_customer("resetPin", "PinNotSet", {"newPin": PIN})
of_customer("verifyIdentity", "NameMalformed", {"requestId": None, "name": "<b>", "idNumber": new_id_number()})
of_customer("verifyIdentity", "IdNumberInvalid", {"requestId": None, "name": "张三", "idNumber": "110105194912310021"})
of_customer("verifyIdentity", "Underage", {"requestId": None, "name": "张三", "idNumber": new_id_number("20200101")})
of_customer("grantConsent", "PurposeUnknown", {"requestId": None, "purpose": "world_peace", "version": VERSION}, "purpose")
of_customer("grantConsent", "PurposeUnknown", {"requestId": None, "purpose": "location", "version": "1"}, "wording")
of_customer("withdrawConsent", "PurposeUnknown", {"requestId": None, "purpose": "world_peace"})
of_customer("withdrawConsent", "ConsentUnknown", {"requestId": None, "purpose": "location"})
of_customer("registerPushToken", "DeviceMalformed", {"requestId": None, "service": "apns", "token": ""})


@case("requestCode", "TooManyCodes")
async def asked_a_moment_ago(database: Database) -> Asked:
    phone = new_phone()
    await mutate(database, nobody(), "requestCode", {"requestId": str(uuid4()), "phone": phone})
    return Asked(nobody(), {"requestId": str(uuid4()), "phone": phone})


@case("requestCode", "IdReused")
async def id_of_another_phone(database: Database) -> Asked:
    input_ = {"requestId": str(uuid4()), "phone": new_phone()}
    await mutate(database, nobody(), "requestCode", input_)
    return Asked(nobody(), input_ | {"phone": new_phone()})


@case("signIn", "WrongCode", "wrong")
async def wrong_code(database: Database) -> Asked:
    phone = new_phone()
    code = await code_for(database, phone)
    return Asked(nobody(), SIGN_IN | {"phone": phone, "code": f"{(int(code) + 1) % 1_000_000:06d}"}, writes=True)


@case("signIn", "WrongCode", "the sixth")
async def a_sixth_wrong_code(database: Database) -> Asked:
    asked = await wrong_code(database)
    for _ in range(5):
        await mutate(database, nobody(), "signIn", asked.input)
    return replace(asked, writes=False)


@case("refreshTokens", "RefreshTokenReused")
async def reused(database: Database) -> Asked:
    customer = await new_customer(database)
    input_ = {"refreshToken": customer.tokens.refresh_token}
    await mutate(database, nobody(), "refreshTokens", input_)
    use = customers.ConfirmUse(request_id=None, owner_id=customer.customer_id, session_id=customer.session_id, generation=1)
    await database.write(customers.confirm_use, use)
    return Asked(nobody(), input_, writes=True)


@case("refreshTokens", "SessionEnded", "ended")
async def ended(database: Database) -> Asked:
    customer = await new_customer(database)
    await mutate(database, viewer_of(customer), "signOut", {"requestId": str(uuid4())})
    return Asked(nobody(), {"refreshToken": customer.tokens.refresh_token})


@case("refreshTokens", "DeviceKeyNeeded")
async def without_its_key(database: Database) -> Asked:
    customer = await new_customer(database, key_thumbprint="k" * 43)
    return Asked(nobody(device_key="x" * 43), {"refreshToken": customer.tokens.refresh_token})


@case("revokeSession", "SessionUnknown", "a stranger's")
async def session_of_a_stranger(database: Database) -> Asked:
    customer, stranger = await new_customer(database), await new_customer(database)
    return Asked(viewer_of(customer), {"requestId": str(uuid4()), "sessionId": str(stranger.session_id)})


@case("revokeSession", "IdReused")
async def id_of_another_session(database: Database) -> Asked:
    customer = await new_customer(database)
    input_ = {"requestId": str(uuid4()), "sessionId": str(uuid4())}
    await mutate(database, viewer_of(customer), "revokeSession", input_)
    return Asked(viewer_of(customer), input_ | {"sessionId": str(customer.session_id)})


@case("revokeDevice", "DeviceUnknown", "a stranger's")
async def device_of_a_stranger(database: Database) -> Asked:
    customer, stranger = await new_customer(database), await new_customer(database)
    return Asked(viewer_of(customer), {"requestId": str(uuid4()), "deviceId": str(await device_of(database, stranger))})


@case("revokeDevice", "IdReused", "a stranger's id")
async def id_of_a_stranger(database: Database) -> Asked:
    customer, stranger = await new_customer(database), await new_customer(database)
    input_ = {"requestId": str(uuid4()), "deviceId": str(await device_of(database, customer))}
    await mutate(database, viewer_of(stranger), "revokeDevice", input_)
    return Asked(viewer_of(customer), input_)


@case("setPin", "PinAlreadySet")
async def pin_is_set(database: Database) -> Asked:
    return Asked(await viewer_with_pin(database), {"pin": WRONG})


@case("changePin", "PinWrong")
async def pin_is_wrong(database: Database) -> Asked:
    return Asked(await viewer_with_pin(database), {"currentPin": WRONG, "newPin": "730258"}, writes=True)


@case("changePin", "PinLocked")
async def pin_is_locked(database: Database) -> Asked:
    viewer = await viewer_with_pin(database)
    for _ in range(5):
        await customers.prove_pin(database.write, viewer.id, WRONG)
    return Asked(viewer, {"currentPin": PIN, "newPin": "730258"})


@case("resetPin", "FreshSignInNeeded")
async def signed_in_long_ago(database: Database) -> Asked:
    viewer = await viewer_with_pin(database)
    database.clock.advance(timedelta(minutes=11))
    return Asked(viewer, {"newPin": "730258"})


@case("verifyIdentity", "IdNumberTaken")
async def somebody_elses_number(database: Database) -> Asked:
    number = new_id_number()
    await new_customer(database, name="张三", id_number=number)
    return Asked(viewer_of(await new_customer(database)), {"requestId": str(uuid4()), "name": "张三", "idNumber": number})


@case("verifyIdentity", "AlreadyVerified")
async def verified_as_somebody_else(database: Database) -> Asked:
    customer = await new_customer(database, name="张三", id_number=new_id_number())
    return Asked(viewer_of(customer), {"requestId": str(uuid4()), "name": "张三", "idNumber": new_id_number()})


@case("registerPushToken", "DeviceUnknown")
async def device_was_removed(database: Database) -> Asked:
    customer = await new_customer(database)
    async with database.transaction() as tx:
        await tx.execute("UPDATE customers_session SET device_id = NULL WHERE id = $1", customer.session_id)
    return Asked(viewer_of(customer), {"requestId": str(uuid4()), "service": "apns", "token": "x"})


@case("requireAppVersion", "AppVersionMalformed")
async def no_version(database: Database) -> Asked:
    return Asked(Viewer(uuid4(), uuid4(), frozenset({Permission.OPERATOR_CUSTOMERS}), "en"), {"requestId": str(uuid4()), "platform": "ios", "version": "new"})


TWO_INPUTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "signOut": ({}, {"everywhere": True}),
    "verifyIdentity": ({"name": "张三", "idNumber": new_id_number()}, {"name": "李四", "idNumber": new_id_number()}),
    "grantConsent": ({"purpose": "location", "version": VERSION}, {"purpose": "credit_scoring", "version": VERSION}),
    "withdrawConsent": ({"purpose": "location"}, {"purpose": "credit_scoring"}),
    "registerPushToken": ({"service": "apns", "token": "x"}, {"service": "apns", "token": "y"}),
    "setLanguage": ({"language": "EN"}, {"language": "ZH"}),
    "requireAppVersion": ({"platform": "test", "version": "1"}, {"platform": "test", "version": "2"}),
}


def of_used_id(mutation: str, first: dict[str, Any], second: dict[str, Any]) -> None:
    """Register what an id brings that was used with other input."""

    async def prepare(database: Database) -> Asked:
        viewer, id_ = viewer_of(await new_customer(database)), {"requestId": str(uuid4())}
        await mutate(database, viewer, mutation, id_ | first)
        return Asked(viewer, id_ | second)

    CASES[mutation, "IdReused", "with other input"] = prepare


for one, inputs in TWO_INPUTS.items():
    of_used_id(one, *inputs)


@pytest.mark.parametrize(("mutation", "refusal", "why"), CASES)
async def test_a_refusal_has_its_type_and_its_words_and_changes_nothing(database: Database, fresh_clock: Clock, mutation: str, refusal: str, why: str) -> None:
    asked = await CASES[mutation, refusal, why](database)
    if asked.writes:
        answer = await mutate(database, asked.viewer, mutation, asked.input)
    else:
        async with nothing_written(database):
            answer = await mutate(database, asked.viewer, mutation, asked.input)
    assert answer["__typename"] == refusal
    assert answer["message"].isascii(), answer["message"]


@pytest.mark.parametrize(("mutation", "refusal", "why"), CASES)
async def test_a_refusal_speaks_chinese_to_who_asks_for_it(database: Database, fresh_clock: Clock, mutation: str, refusal: str, why: str) -> None:
    asked = await CASES[mutation, refusal, why](database)
    answer = await mutate(database, replace(asked.viewer, language="zh"), mutation, asked.input)
    assert answer["__typename"] == refusal
    assert any("\u4e00" <= character <= "\u9fff" for character in answer["message"])


def test_every_refusal_of_every_mutation_of_customers_is_tested() -> None:
    root = SCHEMA._schema.mutation_type
    problem = SCHEMA._schema.type_map["Problem"]
    assert root is not None
    members = set()
    for mutation in {mutation for mutation, _, _ in CASES}:
        union = root.fields[mutation].type.of_type  # type: ignore[union-attr]
        assert isinstance(union, GraphQLUnionType)
        members |= {(mutation, member.name) for member in union.types if isinstance(member, GraphQLObjectType) and problem in member.interfaces}
    assert members == {(mutation, refusal) for mutation, refusal, _ in CASES}


async def viewer_with_pin(database: Database) -> Viewer:
    viewer = viewer_of(await new_customer(database))
    await customers.set_pin(database.write, viewer.id, viewer.session_id, PIN)
    return viewer


async def device_of(database: Database, customer: customers.DevelopmentCustomer) -> object:
    async with database.reading() as read:
        (device,) = (await customers.list_devices(read, [customer.customer_id]))[customer.customer_id]
    return device.id
