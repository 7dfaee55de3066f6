"""A sandbox network: friends, cards and likes of whoever signs in.

GET  /api/friends, POST /api/cards, GET /api/cards/{id}, GET /api/likes
POST /friends  {"login", "friend", "ended"?}: both are friends, or no more     (with the sandbox's key)
POST /likes    {"card_id", "by", "ended"?}: somebody likes a card, or no more
GET  /cards    every card that was posted"""

from dataclasses import dataclass, field

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from integrations.sandbox.failing import fail, refusal
from integrations.sandbox.faults import NOTHING_TAKEN, Fault
from integrations.sandbox.scenes.payments import Payment, PaymentRequest
from integrations.sandbox.scenes.server import HELD_SECONDS, SceneServer


@dataclass(slots=True)
class Card:
    """A card that was posted. Each change of who likes it counts `sequence` on."""

    card_id: str
    login: str
    words: str
    address: str
    post_id: str
    likers: set[str] = field(default_factory=set)
    sequence: int = 0

    def shown(self) -> dict[str, object]:
        return {"card_id": self.card_id, "post_id": self.post_id, "status": "posted"}

    def counted(self) -> dict[str, object]:
        return {"card_id": self.card_id, "likes": len(self.likers), "sequence": self.sequence}


class NetworkServer(SceneServer):
    """Nobody is anybody's friend at first."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self._friends: dict[str, set[str]] = {}
        self._cards: dict[str, Card] = {}

    def refusal_of(self, login: str, asked: PaymentRequest) -> str | None:
        """Nothing is paid here."""
        return "not_payable"

    def take(self, payment: Payment) -> None:
        """Nothing is paid here."""

    def kind_routes(self) -> list[BaseRoute]:
        return [
            Route("/api/friends", self.signed_in(self._list_friends)),
            Route("/api/cards", self.signed_in(self._post_card), methods=["POST"]),
            Route("/api/cards/{id}", self.signed_in(self._show_card)),
            Route("/api/likes", self.signed_in(self._list_likes)),
            Route("/friends", self.desk(self._befriend), methods=["POST"]),
            Route("/likes", self.desk(self._like), methods=["POST"]),
            Route("/cards", self.desk(self._show_cards)),
        ]

    async def _list_friends(self, _request: Request, login: str) -> Response:
        return JSONResponse({"friends": [{"account": friend} for friend in sorted(self._friends.get(login, ()))]})

    async def _post_card(self, request: Request, login: str) -> Response:
        asked = orjson.loads(await request.body())
        card_id = asked["card_id"]
        if request.headers.get("idempotency-key") != card_id:
            return refusal("idempotency_key", 400)
        fault = self.faults.take(card_id)
        if fault in NOTHING_TAKEN:
            return await fail(request, fault, HELD_SECONDS)
        if card_id not in self._cards:
            if fault is Fault.REFUSE:
                return refusal("card_refused", 402)
            self._cards[card_id] = Card(card_id, login, asked["words"], asked["address"], f"P{len(self._cards) + 1:08d}")
        if fault is not None and fault is not Fault.REFUSE:
            return await fail(request, fault, HELD_SECONDS)
        return JSONResponse(self._cards[card_id].shown())

    async def _show_card(self, request: Request, login: str) -> Response:
        card = self._cards.get(request.path_params["id"])
        return refusal("card_not_found", 404) if card is None or card.login != login else JSONResponse(card.shown())

    async def _list_likes(self, _request: Request, login: str) -> Response:
        return JSONResponse({"cards": [card.counted() for card in self._cards.values() if card.login == login]})

    async def _befriend(self, request: Request) -> Response:
        asked = orjson.loads(await request.body())
        one, other = asked["login"], asked["friend"]
        for mine, theirs in ((one, other), (other, one)):
            friends = self._friends.setdefault(mine, set())
            (friends.discard if asked.get("ended") else friends.add)(theirs)
        return Response(status_code=204)

    async def _like(self, request: Request) -> Response:
        asked = orjson.loads(await request.body())
        card = self._cards.get(asked["card_id"])
        if card is None:
            return refusal("card_not_found", 404)
        before = set(card.likers)
        (card.likers.discard if asked.get("ended") else card.likers.add)(asked["by"])
        card.sequence += card.likers != before
        return JSONResponse(card.counted())

    async def _show_cards(self, _request: Request) -> Response:
        return JSONResponse({"cards": [{**card.shown(), "login": card.login, "words": card.words, "address": card.address} for card in self._cards.values()]})
