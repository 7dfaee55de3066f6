"""Clients of the app: they send transfers over HTTP under ids of their own, write down what they asked and were told, and ask again until answered."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import httpx

from gateway.torture.history import POSTED, UNKNOWN, Answer, Call, History, Look, Payload

PAUSE_SECONDS = 0.05

MINOR_MOST = 300
"""Small, so that the daily limit of a basic customer outlasts a run."""

TRANSFER = """mutation ($input: TransferInput!) { transfer(input: $input) { __typename ... on Transferred { balanceAfter { amount } } } }"""
BALANCE = """query ($id: ID!) { account(id: $id) { balance { amount } } }"""


@dataclass
class Person:
    """A customer whose wallet takes part."""

    phone: str
    customer_id: UUID
    account_id: UUID
    token: str


SignIn = Callable[[Person], Awaitable[None]]
"""Give a person a new token."""


@dataclass
class Clients:
    """They share one history. `unanswered` counts the attempts that brought no answer, by why."""

    http: httpx.AsyncClient
    people: dict[str, Person]
    history: History
    sign_in: SignIn
    unanswered: Counter[str] = field(default_factory=Counter)
    is_over: bool = False
    """Set when the strike is over and the house mended: the load need last no longer."""

    async def act(self, chance: random.Random, acts: int) -> None:
        """One client: it transfers, looks, repeats what was answered, and misuses an id now and then. It goes on until the strike is over."""
        asked: list[tuple[UUID, Payload]] = []
        done = 0
        while done < acts or not self.is_over:
            done += 1
            draw = chance.random()
            if draw < 0.2:
                await self._look(chance.choice(list(self.people)))
            elif draw < 0.3 and asked:
                await self._ask(*chance.choice(asked))
            elif draw < 0.35 and asked:
                request_id, payload = chance.choice(asked)
                await self._ask(request_id, payload._replace(minor=payload.minor + 1))
            else:
                source, target = chance.sample(list(self.people), 2)
                act = uuid4(), Payload(source, target, chance.randint(1, MINOR_MOST))
                asked.append(act)
                await self._ask(*act)

    async def _ask(self, request_id: UUID, payload: Payload) -> None:
        while True:
            invoked = self.history.tick()
            answer = await self._transfer(request_id, payload)
            self.history.calls.append(Call(request_id, payload, invoked, self.history.tick(), answer))
            if answer.verdict != UNKNOWN:
                return
            await asyncio.sleep(PAUSE_SECONDS)

    async def _transfer(self, request_id: UUID, payload: Payload) -> Answer:
        to = {"customerId": str(self.people[payload.target].customer_id)}
        amount = {"amount": str(Decimal(payload.minor).scaleb(-2)), "currency": "CNY"}
        data = await self._post(payload.source, TRANSFER, {"input": {"requestId": str(request_id), "amount": amount, "to": to}})
        told = (data or {}).get("transfer")
        if told is None:
            return Answer(UNKNOWN)
        if told["__typename"] != "Transferred":
            return Answer(told["__typename"])
        return Answer(POSTED, 0, _minor(told["balanceAfter"]["amount"]))

    async def _look(self, name: str) -> None:
        invoked = self.history.tick()
        data = await self._post(name, BALANCE, {"id": str(self.people[name].account_id)})
        account = (data or {}).get("account")
        if account is not None:
            self.history.looks.append(Look(name, invoked, self.history.tick(), _minor(account["balance"]["amount"])))

    async def _post(self, name: str, query: str, variables: dict[str, Any]) -> dict[str, Any] | None:
        """The answer's data; None when there is no answer, which says nothing about what was done."""
        person = self.people[name]
        token = person.token
        try:
            answer = await self.http.post("/graphql", json={"query": query, "variables": variables}, headers={"authorization": f"Bearer {token}"})
            body = answer.json()
        except (httpx.TransportError, ValueError) as error:
            self.unanswered[type(error).__name__] += 1
            return None
        errors = body.get("errors")
        if not errors:
            return dict(body["data"])
        code = errors[0].get("extensions", {}).get("code", "")
        self.unanswered[code] += 1
        if code == "UNAUTHENTICATED" and person.token == token:
            await self.sign_in(person)
        return None


def _minor(amount: str) -> int:
    return int(Decimal(amount).scaleb(2))
