"""What a webhook tells is what its partner may see when it is sent: shaped by the partner's query, else the plain ids."""

from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from domains import scenes
from domains.kernel.database import Database
from gateway.limits import CostOptions
from gateway.partner_documents import register
from gateway.webhook_payloads import QueryPayloads
from resolvers.schema import build_schema
from tests.domains.scenes import consenting
from tests.domains.scenes.partners import a_partner
from tests.domains.scenes.webhooks import a_receiver, ping
from tests.domains.wallet.people import person
from tests.gateway.webhooks import send

SCHEMA = build_schema()
OWN = "query Own($endpointId: ID) { webhookDeliveries(first: 1, endpointId: $endpointId) { nodes { endpointId eventType state attempts } } }"
PROFILE = "query Who { profile { maskedName } }"
EVIL = "mutation Evil($input: ReplayWebhooksInput!) { replayWebhooks(input: $input) { __typename ... on Problem { message } } }"


async def registered(database: Database, partner_id: UUID, text: str) -> str:
    return (await register(database, SCHEMA._schema, partner_id, text, CostOptions())).id


async def an_endpoint_with(database: Database, partner_id: UUID, address: str, document_id: str) -> scenes.webhooks.WebhookEndpointRegistered:
    command = scenes.webhooks.RegisterWebhookEndpointCommand(
        request_id=uuid4(), owner_id=partner_id, partner_id=partner_id, address=address, event_types=("consent.granted",), document_id=document_id
    )
    return await database.write(scenes.webhooks.register_webhook_endpoint, command)


async def told(database: Database, partner_id: UUID, text: str) -> tuple[dict[str, Any], str]:
    """What arrives when an endpoint with that query is tested, and the endpoint."""
    async with a_receiver() as receiver:
        endpoint = await an_endpoint_with(database, partner_id, receiver.address(), await registered(database, partner_id, text))
        await ping(database, endpoint)
        await send(database, shaper=QueryPayloads(database, SCHEMA))
    return orjson.loads(receiver.received[-1][1])["data"], str(endpoint.endpoint.id)


async def test_a_query_of_the_partners_own_things_shapes_what_is_told(fresh_database: Database) -> None:
    data, endpoint_id = await told(fresh_database, await a_partner(fresh_database), OWN)
    delivery = {"endpointId": endpoint_id, "eventType": "webhook.test", "state": "PENDING", "attempts": 1}
    assert data == {"webhookDeliveries": {"nodes": [delivery]}}


@pytest.mark.parametrize("text", [PROFILE, EVIL], ids=["needs a customer", "is no query"])
async def test_where_the_query_may_not_run_the_ids_are_told(fresh_database: Database, text: str) -> None:
    data, endpoint_id = await told(fresh_database, await a_partner(fresh_database), text)
    assert data == {"endpoint_id": endpoint_id}


async def test_a_customers_data_is_told_as_far_as_the_consent_goes_and_not_after_it(fresh_database: Database) -> None:
    payloads = QueryPayloads(fresh_database, SCHEMA)
    someone = await person(fresh_database)
    consent = await consenting.consent_to(fresh_database, someone, await consenting.a_partner(fresh_database))
    document_id = await registered(fresh_database, consent.partner_id, PROFILE)
    ids = {"consent_id": str(consent.id)}
    shaped = await payloads.shape(consent.partner_id, document_id, "consent.granted", ids)
    assert shaped is not None
    assert set(shaped["profile"]) == {"maskedName"}
    await consenting.revoke(fresh_database, someone, consent.id)
    assert await payloads.shape(consent.partner_id, document_id, "consent.revoked", ids) is None
    stranger = await a_partner(fresh_database)
    other = await registered(fresh_database, stranger, PROFILE)
    assert await payloads.shape(stranger, other, "consent.granted", ids) is None
    assert await payloads.shape(stranger, document_id, "consent.granted", ids) is None
