"""Outside networks: friends, cards and likes.

GET  friends          {"friends": [{"account"}]}: of whoever signed in
POST cards            {"card_id", "words", "address"}: 200 with the card, or 402, 409, 422 with an error code
GET  cards/{card_id}  the card as it stands, or 404 card_not_found
GET  likes            {"cards": [{"card_id", "likes", "sequence"}]}: of every card of whoever signed in; the sequence grows with each change of the count

What a network pushes: "account.changed" {"account"}, the customer's there: it is asked at once for likes and friends."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from integrations.partners.answers import CallAnswer
from integrations.partners.kinds.reading import count_of, rows_of, text_of
from integrations.partners.operations import Kind, Operation

FRIENDS_MAX = 2000
CARDS_MAX = 1000
COUNT_MAX = 10**12


def _read_friends(_call_id: UUID, data: Mapping[str, Any]) -> CallAnswer:
    return CallAnswer("done", {"accounts": [text_of(one, "account", 200) for one in rows_of(data, "friends", FRIENDS_MAX)]})


def _read_card(call_id: UUID, data: Mapping[str, Any]) -> CallAnswer:
    if data.get("card_id") != str(call_id):
        raise ValueError("card_id")
    status = text_of(data, "status")
    if status == "processing":
        return CallAnswer("pending")
    if status == "failed":
        return CallAnswer("refused", reason=text_of(data, "failure_code", 60))
    if status != "posted":
        raise ValueError("status")
    return CallAnswer("done", {"reference": text_of(data, "post_id", 80)})


def _card_body(call_id: UUID, given: Mapping[str, Any]) -> dict[str, Any]:
    return {"card_id": str(call_id), "words": given["words"], "address": given["address"]}


def _read_likes(_call_id: UUID, data: Mapping[str, Any]) -> CallAnswer:
    cards = [
        {"card_id": str(UUID(text_of(one, "card_id", 36))), "likes": count_of(one, "likes", 0, COUNT_MAX), "sequence": count_of(one, "sequence", 0, COUNT_MAX)}
        for one in rows_of(data, "cards", CARDS_MAX)
    ]
    if len({one["card_id"] for one in cards}) != len(cards):
        raise ValueError("card_id")
    return CallAnswer("done", {"cards": cards})


KIND = Kind(
    capabilities=frozenset({"friends", "cards", "likes"}),
    operations={
        "list_friends": Operation("GET", "friends", _read_friends),
        "post_card": Operation("POST", "cards", _read_card, _card_body, frozenset({"card_refused", "account_closed"}), keyed=True),
        "ask_card": Operation("GET", "cards/{call_id}", _read_card, absent="card_not_found"),
        "list_likes": Operation("GET", "likes", _read_likes),
    },
)
