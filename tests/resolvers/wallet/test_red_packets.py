"""Red packets in the schema's language: what each viewer sees of one packet, and every refusal as a type."""

from typing import Any
from uuid import uuid4

import pytest

from domains.kernel.database import Database
from tests.domains.wallet.people import Person, person
from tests.domains.wallet.red_packets import grab, link_of, open_, send
from tests.resolvers.wallet.conftest import Ask

SEND = """mutation ($input: SendRedPacketInput!) { sendRedPacket(input: $input) { __typename ... on Problem { message }
    ... on RedPacket { id link kind audience state amount { amount } mine { place } } } }"""
GRAB = "mutation ($input: GrabRedPacketInput!) { grabRedPacket(input: $input) { __typename ... on Problem { message } } }"
OPEN = "mutation ($input: OpenRedPacketInput!) { openRedPacket(input: $input) { __typename ... on Problem { message } } }"
SEEN = """query ($id: ID!) { redPacket(id: $id) { link state mine { place share { amount } }
    shares { nodes { place share { amount } party { displayName } } } } }"""


def an_input(amount: str = "10", places: int = 2, currency: str = "CNY", **more: Any) -> dict[str, Any]:
    return {"requestId": str(uuid4()), "kind": "LUCKY", "amount": {"amount": amount, "currency": currency}, "places": places, "to": {"link": True}, **more}


async def test_each_viewer_sees_of_a_packet_what_is_theirs_to_see(database: Database, ask: Ask) -> None:
    sender, opener, waiting, stranger = [await person(database, minor) for minor in (10_000, 0, 0, 0)]
    packet = await send(database, sender, 200, 2)
    await grab(database, opener, packet)
    await grab(database, waiting, packet)
    share = (await open_(database, opener, packet)).share
    seen = [(await ask(one, SEEN, id=str(packet.id)))["redPacket"] for one in (sender, opener, waiting, stranger)]
    assert seen[3] is None
    assert [one["link"] for one in seen[:3]] == [link_of(database, packet), None, None]
    assert [one["mine"] for one in seen[:3]] == [None, {"place": 1, "share": {"amount": f"{share.minor / 100:.2f}"}}, {"place": 2, "share": None}]
    assert [len(one["shares"]["nodes"]) for one in seen[:3]] == [1, 1, 0]
    assert seen[0]["shares"]["nodes"][0]["party"]["displayName"].startswith("136****")


@pytest.mark.parametrize(
    ("input_", "typename"),
    [
        (an_input(places=0), "RedPacketPlacesWrong"),
        (an_input(places=101), "RedPacketPlacesWrong"),
        (an_input("0.01"), "RedPacketTooSmall"),
        (an_input("400.01"), "RedPacketTooLarge"),
        (an_input("0.03", kind="FIXED"), "RedPacketUneven"),
        (an_input(to={"members": [str(uuid4()) for _ in range(501)]}), "RedPacketGroupTooLarge"),
        (an_input(places=1, to={"customerId": "x"}), "RecipientNotFound"),
        (an_input("0"), "AmountOutOfRange"),
        (an_input("1.234"), "AmountMalformed"),
        (an_input("5", currency="PTS"), "UnknownCurrency"),
        (an_input("5", currency="USD"), "AccountNotFound"),
        (an_input("300"), "PinRequired"),
        (an_input("150"), "InsufficientFunds"),
        (an_input(greeting="字" * 141), "NoteTooLong"),
    ],
)
async def test_each_refusal_is_a_type_with_a_message_in_both_languages(database: Database, ask: Ask, input_: dict[str, Any], typename: str) -> None:
    sender = await person(database, 10_000)
    answers = [(await ask(sender, SEND, language, input=input_ | {"requestId": str(uuid4())}))["sendRedPacket"] for language in ("en", "zh")]
    assert [answer["__typename"] for answer in answers] == [typename] * 2
    assert answers[0]["message"].isascii() and not answers[1]["message"].isascii()


async def test_ids_and_links_that_lead_nowhere_are_not_found(database: Database, ask: Ask) -> None:
    someone = await person(database)
    for where in ({"id": "x"}, {"id": str(uuid4())}, {"link": "x"}, {"link": ""}):
        answer = (await ask(someone, GRAB, input={"requestId": str(uuid4()), "packet": where}))["grabRedPacket"]
        assert answer == {"__typename": "RedPacketNotFound", "message": "The red packet was not found."}
    for id_ in ("x", str(uuid4())):
        assert (await ask(someone, OPEN, input={"requestId": str(uuid4()), "packetId": id_}))["openRedPacket"]["__typename"] == "RedPacketNotGrabbed"
    assert (await ask(someone, SEEN, id="x"))["redPacket"] is None


async def test_a_packet_to_a_group_has_no_link_and_its_members_see_it(database: Database, ask: Ask) -> None:
    sender, member = await person(database, 1_000), await person(database)
    answer = (await ask(sender, SEND, input=an_input("1", 2, to={"members": [str(member.id), str(sender.id)]})))["sendRedPacket"]
    assert (answer["link"], answer["audience"], answer["mine"]) == (None, "GROUP", None)
    assert (await seen_by(ask, member, answer["id"]))["mine"] is None


async def seen_by(ask: Ask, someone: Person, id_: str) -> Any:
    return (await ask(someone, SEEN, id=id_))["redPacket"]
