"""Sign-in from a mini-program over HTTP, with the sandbox's network as a process of its own."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest_asyncio

from domains import customers
from integrations.http import Bounds
from integrations.mini_programs import MiniProgramClient
from integrations.sandbox.keys import SANDBOX_MINI_PROGRAMS
from tests.gateway.app.running import RunningApp, SignedIn, a_phone
from tests.gateway.app.test_customers import REQUEST_CODE, delivered
from tests.integrations.running import Sandbox, running_sandbox

SESSION = "sessionId isNew tokens { accessToken refreshToken } customer { id maskedPhone identities { id kind issuer maskedValue proof } }"
SIGN_IN = f"""mutation ($input: SignInWithMiniProgramInput!) {{ signInWithMiniProgram(input: $input) {{ __typename ... on Problem {{ message }}
    ... on MiniProgramUnlinked {{ ticket expiresInSeconds waysOn }} ... on MiniProgramBusy {{ retryAfterSeconds }} ... on SignedIn {{ {SESSION} }} }} }}"""
WITH_TICKET = f"""mutation ($input: SignInWithTicketInput!) {{ signInWithTicket(input: $input) {{ __typename ... on Problem {{ message }}
    ... on SignedIn {{ {SESSION} }} }} }}"""
SIGN_UP = f"""mutation ($input: SignUpWithMiniProgramInput!) {{ signUpWithMiniProgram(input: $input) {{ __typename ... on Problem {{ message }}
    ... on SignedIn {{ {SESSION} }} }} }}"""
LINK = """mutation ($input: LinkIdentityInput!) { linkIdentity(input: $input) { __typename ... on Problem { message }
    ... on IdentityLinked { identityId customer { identities { kind proof } } } } }"""
UNLINK = """mutation ($input: UnlinkIdentityInput!) { unlinkIdentity(input: $input) { __typename ... on Problem { message }
    ... on IdentityUnlinked { identityId customer { identities { kind } identityChanges { identityId change } } } } }"""
RESET_PIN = "mutation ($input: ResetPinInput!) { resetPin(input: $input) { __typename } }"
APP_ID = SANDBOX_MINI_PROGRAMS["sandbox"][0]
DEVICE = {"deviceName": "小程序", "platform": "mini-program"}


class Network:
    """The sandbox's network, and the house's door to it."""

    def __init__(self, app: RunningApp, sandbox: Sandbox) -> None:
        self.app, self.sandbox = app, sandbox

    async def login(self, user: str, **more: Any) -> dict[str, str]:
        answer = await self.sandbox.send("POST", "/mini-programs/login", {"app_id": APP_ID, "user": user, **more})
        found: dict[str, str] = answer.json()
        return found

    async def plan(self, fault: str) -> None:
        assert (await self.sandbox.send("POST", "/mini-programs/faults", {"fault": fault})).status_code == 204

    async def sign_in(self, code: str, name: str = "sandbox", **more: Any) -> Any:
        answer = await self.app.ask(SIGN_IN, input={"miniProgram": name, "code": code, **DEVICE, **more})
        return answer["signInWithMiniProgram"]

    async def ticket(self, user: str) -> str:
        answer = await self.sign_in((await self.login(user))["code"])
        assert answer["__typename"] == "MiniProgramUnlinked"
        return str(answer["ticket"])

    async def people(self) -> tuple[int, int, int]:
        """How many customers, identities and sessions there are."""
        async with self.app.application.house.database.reading() as read:
            counts = [await read.fetchval(f"SELECT count(*) FROM customers_{noun}") for noun in ("customer", "identity", "session")]
        return counts[0], counts[1], counts[2]


@pytest_asyncio.fixture
async def network(app: RunningApp) -> AsyncIterator[Network]:
    wired = app.application.house.database.ports.get(customers.identities.MiniPrograms).by_name
    assert isinstance(wired, dict)
    with running_sandbox() as sandbox:
        client = MiniProgramClient(
            *SANDBOX_MINI_PROGRAMS["sandbox"],
            network="sandbox",
            url=f"{sandbox.url}/mini-programs",
            may_be_loopback=True,
            bounds=Bounds(connect=1.0, total=0.5, answer_max=16 * 1024),
        )
        async with client:
            wired["sandbox"] = client
            yield Network(app, sandbox)
            del wired["sandbox"]


async def test_somebody_unknown_gets_a_ticket_and_nothing_is_written(network: Network) -> None:
    before = await network.people()
    answer = await network.sign_in((await network.login(a_user()))["code"])
    assert (answer["__typename"], answer["expiresInSeconds"]) == ("MiniProgramUnlinked", 600)
    assert answer["waysOn"] == ["SIGN_IN_WITH_TICKET", "SIGN_UP_WITH_MINI_PROGRAM", "LINK_IDENTITY"]
    assert answer["message"] == "This account is not linked yet. Please sign in or sign up with your phone."
    assert await network.people() == before


async def test_a_new_person_signs_up_with_the_networks_phone_and_signs_in_with_a_code_from_then_on(network: Network) -> None:
    user, phone = a_user(), a_phone()
    ticket, shown = await network.ticket(user), await network.login(user, phone=phone[3:])
    sent = {"miniProgram": "sandbox", "ticket": ticket, "phoneCode": shown["phone_code"], **DEVICE}
    signed_up = (await network.app.ask(SIGN_UP, input=sent))["signUpWithMiniProgram"]
    assert (signed_up["__typename"], signed_up["isNew"]) == ("SignedIn", True)
    assert signed_up["customer"]["maskedPhone"] == f"{phone[3:6]}****{phone[10:]}"
    assert [(one["kind"], one["issuer"], one["proof"]) for one in signed_up["customer"]["identities"]] == [
        ("PHONE", "", "CODE"),
        ("MINI_PROGRAM", "sandbox", "PROVIDER"),
    ]
    again = await network.sign_in((await network.login(user))["code"])
    assert (again["isNew"], again["customer"]["id"]) == (False, signed_up["customer"]["id"])
    # The network's word is not a code: it resets no PIN.
    mine = SignedIn(again["customer"]["id"], again["sessionId"], phone, again["tokens"]["accessToken"], again["tokens"]["refreshToken"])
    assert (await network.app.ask(RESET_PIN, mine, input={"newPin": "258036"}))["resetPin"]["__typename"] == "FreshSignInNeeded"
    # The phone code is used up, and the phone is somebody's.
    used = (await network.app.ask(SIGN_UP, input=sent))["signUpWithMiniProgram"]["__typename"]
    taken = (await network.login(a_user(), phone=phone[3:]))["phone_code"]
    in_use = (await network.app.ask(SIGN_UP, input={**sent, "phoneCode": taken}))["signUpWithMiniProgram"]["__typename"]
    assert (used, in_use) == ("MiniProgramCodeUsed", "PhoneInUse")


async def test_a_customer_links_by_code_and_is_found_by_the_mini_program(network: Network) -> None:
    user, known = a_user(), await network.app.customer()
    ticket = await network.ticket(user)
    await network.app.ask(REQUEST_CODE, input={"requestId": str(uuid4()), "phone": known.phone})
    code = await delivered(network.app, known.phone)
    sent = {"ticket": ticket, "phone": known.phone, "code": code, **DEVICE}
    linked = (await network.app.ask(WITH_TICKET, input=sent))["signInWithTicket"]
    assert (linked["isNew"], linked["customer"]["id"]) == (False, str(known.id))
    assert (await network.sign_in((await network.login(user))["code"]))["customer"]["id"] == str(known.id)
    forged = (await network.app.ask(WITH_TICKET, input={**sent, "ticket": ticket[:-6]}))["signInWithTicket"]
    assert forged["__typename"] == "TicketInvalid"


async def test_whoever_is_signed_in_links_and_unlinks_and_a_stranger_cannot(network: Network) -> None:
    user, known, stranger = a_user(), await network.app.customer(), await network.app.customer()
    ticket = await network.ticket(user)
    linked = (await network.app.ask(LINK, known, input={"requestId": str(uuid4()), "ticket": ticket}))["linkIdentity"]
    assert linked["customer"]["identities"][1] == {"kind": "MINI_PROGRAM", "proof": "CODE"}
    taken = (await network.app.ask(LINK, stranger, input={"requestId": str(uuid4()), "ticket": ticket}))["linkIdentity"]
    assert taken == {"__typename": "IdentityTaken", "message": "This account is linked to another customer. Please contact us."}
    theirs = await unlink(network.app, stranger, linked["identityId"])
    assert theirs["__typename"] == "IdentityNotFound"
    assert (await unlink(network.app, known, str(known.id)))["__typename"] == "LastWayToSignIn"
    ended = await unlink(network.app, known, linked["identityId"])
    assert ended["customer"]["identities"] == [{"kind": "PHONE"}]
    assert [one["change"] for one in ended["customer"]["identityChanges"]] == ["UNLINKED", "LINKED"]
    assert (await network.sign_in((await network.login(user))["code"]))["__typename"] == "MiniProgramUnlinked"


async def test_every_trouble_of_the_network_is_a_typed_refusal_and_writes_nothing(network: Network) -> None:
    before = await network.people()
    code = (await network.login(a_user()))["code"]
    await network.sign_in(code)
    assert (await network.sign_in(code))["__typename"] == "MiniProgramCodeUsed"
    assert (await network.sign_in("nobody-gave-this"))["__typename"] == "MiniProgramCodeInvalid"
    assert (await network.sign_in(code, "another"))["__typename"] == "MiniProgramUnknown"
    assert (await network.sign_in(code, platform="Mini Program!"))["__typename"] == "DeviceMalformed"
    shown = await network.login(a_user())
    assert (await network.sign_in(shown["code"], rawData=shown["raw_data"] + " ", signature=shown["signature"]))["__typename"] == "UserInfoForged"
    for fault, refusal in (("busy", "MiniProgramBusy"), ("never_answers", "MiniProgramAway"), ("not_json", "MiniProgramAway"), ("huge", "MiniProgramAway")):
        await network.plan(fault)
        assert (await network.sign_in((await network.login(a_user()))["code"]))["__typename"] == refusal
    assert await network.people() == before


async def unlink(app: RunningApp, who: SignedIn, identity_id: str) -> Any:
    return (await app.ask(UNLINK, who, input={"requestId": str(uuid4()), "identityId": identity_id}))["unlinkIdentity"]


def a_user() -> str:
    return f"user-{uuid4()}"
