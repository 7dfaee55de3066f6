"""Webhooks in the partners' language: registered, seen and replayed by their own partner alone."""

from typing import Any
from uuid import UUID, uuid4

import strawberry

from domains import scenes
from domains.kernel.database import Database
from domains.kernel.relay import relay_until_idle
from gateway.wiring import register_domains
from resolvers.context import PartnerPrincipal, Viewer
from resolvers.permissions import Permission
from resolvers.schema import build_schema
from tests.domains.scenes.partners import a_partner
from tests.resolvers import asking

register_domains()

REGISTER = """mutation ($input: RegisterWebhookEndpointInput!) { registerWebhookEndpoint(input: $input) { __typename
    ... on WebhookEndpointRegistered { secret endpoint { id address eventTypes state secrets { id expiresAt } } } ... on Problem { message } } }"""
ROTATE = """mutation ($input: RotateWebhookSecretInput!) { rotateWebhookSecret(input: $input) { __typename
    ... on WebhookEndpointRegistered { secret endpoint { secrets { expiresAt } } } ... on Problem { message } } }"""
ENDPOINTS = "{ webhookEndpoints(first: 10) { nodes { id state disabledReason failures failingSince } } }"
DELIVERIES = """query ($state: WebhookDeliveryState, $endpointId: ID) { webhookDeliveries(first: 10, state: $state, endpointId: $endpointId) {
    nodes { id endpointId eventType state attempts status excerpt } pageInfo { hasNextPage } } }"""
REPLAY = """mutation ($input: ReplayWebhookDeliveryInput!) { replayWebhookDelivery(input: $input) { __typename ... on WebhookDelivery { id state }
    ... on Problem { message } } }"""
PERIOD = (
    """mutation ($input: ReplayWebhooksInput!) { replayWebhooks(input: $input) { __typename ... on WebhooksReplayed { count } ... on Problem { message } } }"""
)


def about(verb: str) -> str:
    return f"""mutation ($input: WebhookEndpointInput!) {{ {verb}(input: $input) {{ __typename ... on WebhookEndpoint {{ id state disabledReason }}
        ... on Problem {{ message }} }} }}"""


def partner_viewer(partner_id: UUID) -> Viewer:
    """The partner's own token."""
    principal = PartnerPrincipal(partner_id, uuid4(), frozenset({"webhooks.manage"}))
    return Viewer(partner_id, permissions=frozenset({Permission.PARTNER}), language="en", partner=principal)


async def registered(schema: strawberry.Schema, database: Database, viewer: Viewer, **changed: object) -> Any:
    values = {"requestId": str(uuid4()), "address": "https://partner.example/hooks", "eventTypes": ["consent.revoked", "webhook.disabled"]} | changed
    return (await asking.ask(schema, database, viewer, REGISTER, input=values))["registerWebhookEndpoint"]


async def test_an_endpoint_is_registered_with_a_secret_that_a_repeat_tells_again(database: Database) -> None:
    schema, viewer, id_ = build_schema(), partner_viewer(await a_partner(database)), str(uuid4())
    first = await registered(schema, database, viewer, requestId=id_)
    assert first == await registered(schema, database, viewer, requestId=id_)
    assert first["secret"].startswith("whsec_")
    endpoint = first["endpoint"]
    assert (endpoint["id"], endpoint["state"], endpoint["eventTypes"]) == (id_, "ACTIVE", ["consent.revoked", "webhook.disabled"])
    assert [secret["expiresAt"] for secret in endpoint["secrets"]] == [None]
    rotate = {"requestId": str(uuid4()), "id": id_, "overlapHours": 2}
    rotated = (await asking.ask(schema, database, viewer, ROTATE, input=rotate))["rotateWebhookSecret"]
    assert rotated["secret"] != first["secret"]
    new, old = rotated["endpoint"]["secrets"]
    assert new["expiresAt"] is None
    assert old["expiresAt"] is not None


async def test_what_is_refused_is_worded(database: Database) -> None:
    schema, viewer = build_schema(), partner_viewer(await a_partner(database))
    for changed, problem, words in (
        ({"address": "http://partner.example/"}, "WebhookAddressRefused", "This address cannot be used: it must be a public one, by https."),
        ({"eventTypes": ["x"]}, "WebhookEventUnknown", "Nothing of that name is told: x."),
        ({"documentId": "0"}, "WebhookDocumentNotFound", "No such query is registered."),
    ):
        assert await registered(schema, database, viewer, **changed) == {"__typename": problem, "message": words}


async def test_a_partner_sees_and_replays_its_own_deliveries_and_no_others(fresh_database: Database) -> None:
    database = fresh_database
    schema, partner_id = build_schema(), await a_partner(database)
    mine, stranger = partner_viewer(partner_id), partner_viewer(await a_partner(database))
    endpoint_id = (await registered(schema, database, mine))["endpoint"]["id"]
    named = {"requestId": str(uuid4()), "id": endpoint_id}
    assert (await asking.ask(schema, database, stranger, about("pingWebhookEndpoint"), input=named))["pingWebhookEndpoint"]["__typename"] == (
        "WebhookEndpointNotFound"
    )
    named["requestId"] = str(uuid4())
    assert (await asking.ask(schema, database, mine, about("pingWebhookEndpoint"), input=named))["pingWebhookEndpoint"]["state"] == "ACTIVE"
    await relay_until_idle(database)
    page = (await asking.ask(schema, database, mine, DELIVERIES, state="PENDING", endpointId=endpoint_id))["webhookDeliveries"]
    (delivery,) = page["nodes"]
    assert (delivery["endpointId"], delivery["eventType"], delivery["attempts"], page["pageInfo"]["hasNextPage"]) == (endpoint_id, "webhook.test", 0, False)
    for state, id_ in (("DELIVERED", None), (None, str(uuid4())), (None, "x")):
        assert (await asking.ask(schema, database, mine, DELIVERIES, state=state, endpointId=id_))["webhookDeliveries"]["nodes"] == []
    assert (await asking.ask(schema, database, stranger, DELIVERIES))["webhookDeliveries"]["nodes"] == []
    assert (await asking.ask(schema, database, stranger, ENDPOINTS))["webhookEndpoints"]["nodes"] == []
    for viewer, outcome in ((stranger, "WebhookDeliveryNotFound"), (mine, "WebhookDelivery")):
        replay = {"requestId": str(uuid4()), "id": delivery["id"]}
        assert (await asking.ask(schema, database, viewer, REPLAY, input=replay))["replayWebhookDelivery"]["__typename"] == outcome
    period = {"requestId": str(uuid4()), "endpointId": endpoint_id, "since": "2026-01-01T00:00:00Z", "until": "2100-01-01T00:00:00Z"}
    assert (await asking.ask(schema, database, mine, PERIOD, input=period))["replayWebhooks"] == {"__typename": "WebhooksReplayed", "count": 0}


async def test_an_endpoint_is_disabled_and_enabled_by_its_partner(database: Database) -> None:
    schema, viewer = build_schema(), partner_viewer(await a_partner(database))
    endpoint_id = (await registered(schema, database, viewer))["endpoint"]["id"]
    for verb, state, reason in (
        ("disableWebhookEndpoint", "DISABLED", "PARTNER"),
        ("enableWebhookEndpoint", "ACTIVE", None),
        ("removeWebhookEndpoint", "REMOVED", None),
    ):
        answer = (await asking.ask(schema, database, viewer, about(verb), input={"requestId": str(uuid4()), "id": endpoint_id}))[verb]
        assert answer == {"__typename": "WebhookEndpoint", "id": endpoint_id, "state": state, "disabledReason": reason}
    assert (await asking.ask(schema, database, viewer, ENDPOINTS))["webhookEndpoints"]["nodes"] == []


async def test_a_revoked_consent_is_told_to_its_partner_with_ids_alone(fresh_database: Database) -> None:
    database = fresh_database
    schema, partner_id = build_schema(), await a_partner(database)
    viewer, customer_id, consent_id = partner_viewer(partner_id), uuid4(), uuid4()
    await registered(schema, database, viewer)
    async with database.transaction() as tx:
        tx.publish(scenes.PartnerConsentRevoked(customer_id, partner_id, consent_id, 2))
    await relay_until_idle(database)
    async with database.reading(single=True) as read:
        (page,) = await scenes.webhooks.list_webhook_deliveries(read, [partner_id], 10, None)
    assert [(one.event_type, one.data, one.state) for one in page.items] == [("consent.revoked", {"consent_id": str(consent_id)}, "pending")]
