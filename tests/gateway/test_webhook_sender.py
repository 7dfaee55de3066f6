"""Webhooks on their way: signed, repeated, given up, held, replayed; one endpoint's trouble is no other's; nothing is lost with a worker."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from domains import scenes
from domains.kernel.database import Database
from domains.kernel.relay import relay_until_idle
from integrations.signatures import check_signature
from tests.domains.scenes.partners import a_partner
from tests.domains.scenes.webhooks import a_receiver, an_endpoint, answering, deliveries_of, of, ping
from tests.gateway.webhooks import secrets_of, send, the_endpoint


async def test_a_fact_arrives_signed_with_a_type_a_time_and_ids(fresh_database: Database) -> None:
    partner_id = await a_partner(fresh_database)
    async with a_receiver() as receiver:
        registered = await an_endpoint(fresh_database, partner_id, receiver.address())
        await ping(fresh_database, registered)
        assert await send(fresh_database) == 1
    ((headers, body),) = receiver.received
    (delivery,) = await deliveries_of(fresh_database, partner_id)
    assert check_signature(await secrets_of(fresh_database, registered), headers, body, datetime.now(UTC)) == str(delivery.id)
    payload = orjson.loads(body)
    assert (payload["type"], payload["data"]) == ("webhook.test", {"endpoint_id": str(registered.endpoint.id)})
    assert datetime.fromisoformat(payload["timestamp"]) - delivery.created_at < timedelta(milliseconds=1)
    assert (delivery.state, delivery.attempts, delivery.status, delivery.next_at) == ("delivered", 1, 204, None)
    assert await send(fresh_database) == 0


async def test_while_a_secret_is_replaced_both_sign(fresh_database: Database) -> None:
    partner_id = await a_partner(fresh_database)
    async with a_receiver() as receiver:
        registered = await an_endpoint(fresh_database, partner_id, receiver.address())
        (old,) = await secrets_of(fresh_database, registered)
        endpoint_id = registered.endpoint.id
        rotate = scenes.webhooks.RotateWebhookSecretCommand(request_id=uuid4(), owner_id=partner_id, partner_id=partner_id, endpoint_id=endpoint_id)
        await fresh_database.write(scenes.webhooks.rotate_webhook_secret, rotate)
        new, _ = await secrets_of(fresh_database, registered)
        await ping(fresh_database, registered)
        await send(fresh_database)
    ((headers, body),) = receiver.received
    for secret in (old, new):
        check_signature([secret], headers, body, datetime.now(UTC))


async def test_what_is_not_accepted_is_sent_again_under_the_same_id_until_it_is(fresh_database: Database) -> None:
    clock = fresh_database.clock
    clock.freeze(datetime.now(UTC))
    partner_id = await a_partner(fresh_database)
    async with a_receiver() as receiver:
        registered = await an_endpoint(fresh_database, partner_id, receiver.address())
        secret = (await secrets_of(fresh_database, registered))[0]
        await ping(fresh_database, registered)
        receiver.answer = answering(500, f"no, {secret}!\n")
        assert await send(fresh_database) == 1
        (delivery,) = await deliveries_of(fresh_database, partner_id)
        assert (delivery.state, delivery.status, delivery.excerpt) == ("pending", 500, "no, ***! ")
        assert delivery.next_at is not None
        assert await send(fresh_database) == 0
        clock.freeze(delivery.next_at)
        receiver.answer = answering(302, extra="location: http://127.0.0.1:1/\r\n")
        assert await send(fresh_database) == 1
        (delivery,) = await deliveries_of(fresh_database, partner_id)
        assert delivery.next_at is not None
        clock.freeze(delivery.next_at)
        receiver.answer = None
        assert await send(fresh_database) == 1
    (delivery,) = await deliveries_of(fresh_database, partner_id)
    assert (delivery.state, delivery.attempts, delivery.status) == ("delivered", 3, 204)
    assert len({headers["webhook-id"] for headers, _ in receiver.received}) == 1
    assert len({body for _, body in receiver.received}) == 1


async def test_after_24_hours_a_delivery_is_given_up_and_a_replay_sends_it(fresh_database: Database) -> None:
    clock = fresh_database.clock
    clock.freeze(datetime.now(UTC))
    partner_id = await a_partner(fresh_database)
    async with a_receiver() as receiver:
        receiver.answer = answering(503)
        registered = await an_endpoint(fresh_database, partner_id, receiver.address())
        await ping(fresh_database, registered)
        began = clock.now()
        await send(fresh_database)
        while (delivery := (await deliveries_of(fresh_database, partner_id))[0]).next_at is not None:
            clock.freeze(delivery.next_at)
            assert await send(fresh_database) == 1
        assert (delivery.state, delivery.status) == ("failed", 503)
        assert 28 <= delivery.attempts <= 43
        assert timedelta(hours=22) < clock.now() - began <= timedelta(hours=24)
        receiver.answer = None
        command = scenes.webhooks.ReplayDeliveryCommand(request_id=uuid4(), owner_id=partner_id, partner_id=partner_id, delivery_id=delivery.id)
        for _ in range(2):
            assert (await fresh_database.write(scenes.webhooks.replay_webhook_delivery, command)).state == "pending"
        assert await send(fresh_database) == 1
    (delivery,) = await deliveries_of(fresh_database, partner_id)
    assert (delivery.state, delivery.attempts) == ("delivered", 1)
    assert len({headers["webhook-id"] for headers, _ in receiver.received}) == 1


async def test_an_endpoint_that_is_gone_is_disabled_and_the_partners_others_are_told(fresh_database: Database) -> None:
    partner_id = await a_partner(fresh_database)
    async with a_receiver() as gone, a_receiver() as other:
        gone.answer = answering(410)
        registered = await an_endpoint(fresh_database, partner_id, gone.address())
        await an_endpoint(fresh_database, partner_id, other.address())
        await ping(fresh_database, registered, 3)
        await send(fresh_database)
        await send(fresh_database)
    endpoint = await the_endpoint(fresh_database, registered)
    assert (endpoint.state, endpoint.disabled_reason) == ("disabled", "gone")
    states = [one.state for one in await deliveries_of(fresh_database, partner_id) if one.endpoint_id == endpoint.id]
    assert set(states) <= {"held", "pending"}
    assert "pending" not in states
    assert [orjson.loads(body)["type"] for _, body in other.received] == ["webhook.disabled"]
    assert orjson.loads(other.received[0][1])["data"] == {"endpoint_id": str(endpoint.id)}


async def test_an_endpoint_that_fails_for_three_days_is_disabled_and_its_period_can_be_replayed(fresh_database: Database) -> None:
    clock = fresh_database.clock
    clock.freeze(datetime.now(UTC))
    partner_id = await a_partner(fresh_database)
    async with a_receiver() as receiver:
        receiver.answer = answering(500)
        registered = await an_endpoint(fresh_database, partner_id, receiver.address())
        since = clock.now()
        endpoint = registered.endpoint
        while endpoint.state == "active":
            await ping(fresh_database, registered)
            await send(fresh_database)
            clock.advance(timedelta(hours=2))
            endpoint = await the_endpoint(fresh_database, registered)
        assert clock.now() - since == timedelta(hours=74)
        assert (endpoint.state, endpoint.disabled_reason) == ("disabled", "failing")
        with pytest.raises(scenes.webhooks.WebhookEndpointDisabled):
            await ping(fresh_database, registered)
        period = scenes.webhooks.ReplayPeriodCommand(
            request_id=uuid4(), owner_id=partner_id, partner_id=partner_id, endpoint_id=endpoint.id, since=since, until=clock.now() + timedelta(seconds=1)
        )
        with pytest.raises(scenes.webhooks.WebhookEndpointDisabled):
            await fresh_database.write(scenes.webhooks.replay_webhook_period, period)
        await relay_until_idle(fresh_database)
        await fresh_database.write(scenes.webhooks.enable_webhook_endpoint, of(registered))
        receiver.answer = None
        receiver.received.clear()
        missed = len(await deliveries_of(fresh_database, partner_id))
        again = scenes.webhooks.ReplayPeriodCommand(
            request_id=uuid4(), owner_id=partner_id, partner_id=partner_id, endpoint_id=endpoint.id, since=since, until=clock.now() + timedelta(seconds=1)
        )
        assert (await fresh_database.write(scenes.webhooks.replay_webhook_period, again)).count == missed
        while await send(fresh_database):
            pass
    assert len({headers["webhook-id"] for headers, _ in receiver.received}) == len(receiver.received) == missed
    assert {one.state for one in await deliveries_of(fresh_database, partner_id)} == {"delivered"}


async def test_what_happens_while_an_endpoint_is_disabled_is_held_for_a_replay(fresh_database: Database) -> None:
    partner_id = await a_partner(fresh_database)
    async with a_receiver() as receiver:
        first, second = [await an_endpoint(fresh_database, partner_id, receiver.address(path)) for path in ("/a", "/b")]
        await fresh_database.write(scenes.webhooks.disable_webhook_endpoint, of(first))
        await fresh_database.write(scenes.webhooks.disable_webhook_endpoint, of(second))
        assert await send(fresh_database) == 0
        assert [one.state for one in await deliveries_of(fresh_database, partner_id)] == ["held"] * 4
        await fresh_database.write(scenes.webhooks.enable_webhook_endpoint, of(second))
        assert await send(fresh_database) == 0
        assert receiver.received == []


async def test_a_registered_query_shapes_what_is_told_and_where_it_fails_the_ids_are_told(fresh_database: Database) -> None:
    partner_id = await a_partner(fresh_database)
    text = "query Hook($endpointId: ID!) { viewer { id } }"
    document_id = hashlib.sha256(text.encode()).hexdigest()
    await fresh_database.write(
        scenes.register_document,
        scenes.RegisterDocumentCommand(request_id=None, owner_id=partner_id, partner_id=partner_id, document_id=document_id, name="Hook", text=text),
    )
    asked: list[tuple[UUID, str, str, dict[str, Any]]] = []

    class Shaper:
        answer: dict[str, Any] | None = None

        async def shape(self, partner: UUID, document: str, event_type: str, ids: dict[str, Any]) -> dict[str, Any] | None:
            asked.append((partner, document, event_type, ids))
            return self.answer

    shaper = Shaper()
    async with a_receiver() as receiver:
        registered = await fresh_database.write(
            scenes.webhooks.register_webhook_endpoint,
            scenes.webhooks.RegisterWebhookEndpointCommand(
                request_id=uuid4(),
                owner_id=partner_id,
                partner_id=partner_id,
                address=receiver.address(),
                event_types=("webhook.test",),
                document_id=document_id,
            ),
        )
        ids = {"endpoint_id": str(registered.endpoint.id)}
        for answer, data in (({"order": {"total": "12.30"}}, {"order": {"total": "12.30"}}), (None, ids)):
            shaper.answer = answer
            await ping(fresh_database, registered)
            await send(fresh_database, shaper=shaper)
            assert orjson.loads(receiver.received[-1][1])["data"] == data
    assert asked == [(partner_id, document_id, "webhook.test", ids)] * 2
