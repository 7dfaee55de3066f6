"""Documents that partners registered run for that partner's tokens, on every transport, until the schema no longer takes them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import httpx
import pytest

from gateway.graphql.documents import OperationRequest
from gateway.graphql.partner_documents import PreparedPartnerDocuments
from tests.gateway.graphql.conftest import Serve, Served
from tests.gateway.graphql.test_documents import COUNT, HELLO, documents, sha
from tests.gateway.graphql.test_sockets import client
from tests.gateway.graphql.world import PARTNERS, DatabaseAway

WHO = "query Who { whoami }"
GONE = "query Gone { nothingOfThatName }"


class Kept:
    """Documents in memory that count how often they are asked for."""

    def __init__(self, *texts: str, partner_id: UUID = PARTNERS["taxi"], away: bool = False) -> None:
        self.texts = {(partner_id, sha(text)): text for text in texts}
        self.away = away
        self.asked = 0

    async def find(self, partner_id: UUID, document_id: str) -> str | None:
        self.asked += 1
        if self.away:
            raise DatabaseAway
        return self.texts.get((partner_id, document_id))


async def started(serve: Serve, kept: Kept) -> Served:
    served: Served = await serve(documents={"trusted": {sha(HELLO): HELLO}, "trusted_only": True, "partner_documents": kept})
    return served


def sent(served: Served, text: str, name: str, **headers: str) -> Any:
    accept = {"accept": "application/graphql-response+json", **headers}
    return served.http.post("", json={"documentId": sha(text)}, headers={**accept, "authorization": f"Bearer {name}"})


def code_of(answer: httpx.Response) -> str:
    return str(answer.json()["errors"][0]["extensions"]["code"])


async def test_a_partners_document_runs_for_its_own_tokens_alone(serve: Serve) -> None:
    kept = Kept(WHO)
    served = await started(serve, kept)
    assert (await sent(served, WHO, "taxi")).json() == {"data": {"whoami": "taxi"}}
    assert code_of(await sent(served, WHO, "cinema")) == "PERSISTED_QUERY_NOT_FOUND"
    assert kept.asked == 2
    assert code_of(await sent(served, WHO, "alice")) == "PERSISTED_QUERY_NOT_FOUND"
    assert kept.asked == 2


async def test_it_is_looked_for_once(serve: Serve) -> None:
    kept = Kept(WHO)
    served = await started(serve, kept)
    for _ in range(3):
        assert (await sent(served, WHO, "taxi")).status_code == 200
    assert kept.asked == 1


async def test_the_apps_own_documents_are_not_looked_for(serve: Serve) -> None:
    kept = Kept()
    served = await started(serve, kept)
    assert (await sent(served, HELLO, "taxi")).json() == {"data": {"hello": "hello world"}}
    assert kept.asked == 0


async def test_a_text_is_refused_from_a_partner_as_from_anybody(serve: Serve) -> None:
    served = await started(serve, Kept(WHO))
    answer = await served.http.post("", json={"query": WHO}, headers={"authorization": "Bearer taxi", "accept": "application/graphql-response+json"})
    assert code_of(answer) == "DOCUMENT_NOT_TRUSTED"


async def test_a_document_that_the_schema_no_longer_takes_is_retired(serve: Serve) -> None:
    served = await started(serve, Kept(GONE))
    answer = await sent(served, GONE, "taxi")
    assert code_of(answer) == "DOCUMENT_RETIRED"
    assert answer.json()["errors"][0]["message"].startswith("This document does not fit the schema any more: Cannot query field")
    assert served.world.ledger.calls == []


async def test_streams_and_sockets_serve_it_too(serve: Serve) -> None:
    served = await started(serve, Kept(COUNT))
    assert '{"data":{"count":1}}' in (await sent(served, COUNT, "taxi", accept="text/event-stream")).text
    async with client(served, init={"authorization": "Bearer taxi"}) as socket:
        await socket.tell(id="1", type="subscribe", payload={"documentId": sha(COUNT)})
        assert (await socket.hear())["payload"] == {"data": {"count": 1}}


async def test_while_the_store_is_away_nothing_is_said_of_the_document(serve: Serve) -> None:
    served = await started(serve, Kept(WHO, away=True))
    answer = await sent(served, WHO, "taxi")
    assert (answer.status_code, code_of(answer)) == (503, "UNAVAILABLE")


@pytest.mark.parametrize("document_id", [None, "", "x"])
async def test_what_is_no_id_is_not_theirs(document_id: str | None) -> None:
    prepared = PreparedPartnerDocuments(Kept(WHO), documents())
    assert await prepared.operations(PARTNERS["taxi"], OperationRequest(WHO, document_id)) is None


async def test_so_many_are_kept_prepared(serve: Serve) -> None:
    texts = [f"query A{number} {{ whoami }}" for number in range(5)]
    kept = Kept(*texts)
    prepared = PreparedPartnerDocuments(kept, documents(), kept_max=2)
    for text in [*texts, texts[4], texts[3]]:
        assert await prepared.operations(PARTNERS["taxi"], OperationRequest(None, sha(text)))
    assert kept.asked == 5
