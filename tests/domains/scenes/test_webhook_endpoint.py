"""Webhook endpoints: registered, changed, rotated, disabled, enabled, removed; each by its own partner alone."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domains import scenes
from domains.kernel.clock import Clock
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from tests.domains.scenes.partners import a_partner
from tests.domains.scenes.webhooks import TEST, an_endpoint, of


def register(by: UUID, **changed: object) -> scenes.webhooks.RegisterWebhookEndpointCommand:
    values = {"request_id": uuid4(), "owner_id": by, "partner_id": by, "address": "https://partner.example/x", "event_types": TEST} | changed
    return scenes.webhooks.RegisterWebhookEndpointCommand(**values)  # type: ignore[arg-type]


async def secrets_of(database: Database, endpoint_id: UUID) -> list[str]:
    async with database.reading(single=True) as read:
        (found,) = await scenes.webhooks.list_webhook_secrets(read, [endpoint_id])
    return [scenes.webhooks.webhook_secret(database.ports.get(Keyring), secret.id) for secret in found]


async def test_a_repeat_of_a_registration_is_the_same_endpoint_with_the_same_secret(database: Database) -> None:
    partner_id = await a_partner(database)
    command = register(partner_id, event_types=("webhook.test", "webhook.disabled", "webhook.test"))
    first = await database.write(scenes.webhooks.register_webhook_endpoint, command)
    assert first == await database.write(scenes.webhooks.register_webhook_endpoint, command)
    assert (first.endpoint.state, first.endpoint.event_types, first.endpoint.failures) == ("active", ("webhook.disabled", "webhook.test"), 0)
    assert await secrets_of(database, first.endpoint.id) == [scenes.webhooks.webhook_secret(database.ports.get(Keyring), first.secret.id)]


async def test_no_secret_stands_in_the_database(database: Database) -> None:
    registered = await an_endpoint(database, await a_partner(database))
    (secret,) = await secrets_of(database, registered.endpoint.id)
    assert secret.startswith("whsec_")
    assert len(secret) == len("whsec_") + 44
    async with database.reading() as read:
        for table in ("scenes_webhook_endpoint", "scenes_webhook_secret", "kernel_request", "kernel_outbox"):
            rows = await read.fetch(f"SELECT row::text AS text FROM {table} AS row")
            assert not [row for row in rows if secret.removeprefix("whsec_") in row["text"]]


async def test_what_breaks_a_rule_is_refused_and_nothing_is_kept(database: Database) -> None:
    partner_id = await a_partner(database)
    for changed, refusal in (
        ({"address": "https://10.0.0.1/"}, scenes.webhooks.WebhookAddressRefused),
        ({"event_types": ("nothing.known",)}, scenes.webhooks.WebhookEventUnknown),
        ({"partner_id": uuid4()}, scenes.PartnerNotFound),
        ({"document_id": "0" * 64}, scenes.webhooks.WebhookDocumentNotFound),
    ):
        with pytest.raises(refusal):
            await database.write(scenes.webhooks.register_webhook_endpoint, register(partner_id, **changed))
    async with database.reading(single=True) as read:
        assert [page.items for page in await scenes.webhooks.list_webhook_endpoints(read, [partner_id], 50, None)] == [[]]


async def test_a_partner_has_twenty_endpoints_and_those_removed_do_not_count(database: Database) -> None:
    partner_id = await a_partner(database)
    made = [await an_endpoint(database, partner_id) for _ in range(20)]
    with pytest.raises(scenes.webhooks.TooManyWebhookEndpoints):
        await an_endpoint(database, partner_id)
    await database.write(scenes.webhooks.remove_webhook_endpoint, of(made[0]))
    await an_endpoint(database, partner_id)


async def test_secrets_overlap_while_one_is_replaced_and_at_most_four_sign(database: Database, clock: Clock) -> None:
    partner_id = await a_partner(database)
    endpoint_id = (await an_endpoint(database, partner_id)).endpoint.id

    def rotate(hours: int = 24) -> scenes.webhooks.RotateWebhookSecretCommand:
        return scenes.webhooks.RotateWebhookSecretCommand(
            request_id=uuid4(), owner_id=partner_id, partner_id=partner_id, endpoint_id=endpoint_id, overlap_hours=hours
        )

    clock.freeze(clock.now())
    (first,) = await secrets_of(database, endpoint_id)
    command = rotate()
    assert await database.write(scenes.webhooks.rotate_webhook_secret, command) == await database.write(scenes.webhooks.rotate_webhook_secret, command)
    second, also_first = await secrets_of(database, endpoint_id)
    assert (also_first, second == first) == (first, False)
    clock.advance(timedelta(hours=24))
    assert await secrets_of(database, endpoint_id) == [second]
    for _ in range(6):
        clock.advance(timedelta(minutes=1))
        await database.write(scenes.webhooks.rotate_webhook_secret, rotate())
    assert len(await secrets_of(database, endpoint_id)) == 4
    clock.advance(timedelta(minutes=1))
    await database.write(scenes.webhooks.rotate_webhook_secret, rotate(0))
    assert len(await secrets_of(database, endpoint_id)) == 1
    for hours in (-1, 169):
        with pytest.raises(scenes.webhooks.WebhookOverlapOutOfRange):
            await database.write(scenes.webhooks.rotate_webhook_secret, rotate(hours))


async def test_another_partner_finds_and_changes_nothing_of_an_endpoint(database: Database) -> None:
    mine, stranger = await a_partner(database), await a_partner(database)
    registered = await an_endpoint(database, mine)
    endpoint_id = registered.endpoint.id
    alien = scenes.webhooks.WebhookEndpointCommand(request_id=None, owner_id=stranger, partner_id=stranger, endpoint_id=endpoint_id)
    for verb in (
        scenes.webhooks.disable_webhook_endpoint,
        scenes.webhooks.enable_webhook_endpoint,
        scenes.webhooks.remove_webhook_endpoint,
        scenes.webhooks.ping_webhook_endpoint,
    ):
        with pytest.raises(scenes.webhooks.WebhookEndpointNotFound):
            await database.write(verb, alien)
    with pytest.raises(scenes.webhooks.WebhookEndpointNotFound):
        await database.write(
            scenes.webhooks.rotate_webhook_secret,
            scenes.webhooks.RotateWebhookSecretCommand(request_id=uuid4(), owner_id=stranger, partner_id=stranger, endpoint_id=endpoint_id),
        )
    change = scenes.webhooks.ChangeWebhookEndpointCommand(
        request_id=uuid4(), owner_id=stranger, partner_id=stranger, endpoint_id=endpoint_id, address="https://evil.example/", event_types=TEST
    )
    with pytest.raises(scenes.webhooks.WebhookEndpointNotFound):
        await database.write(scenes.webhooks.change_webhook_endpoint, change)
    async with database.reading(single=True) as read:
        assert await scenes.webhooks.find_webhook_endpoints(read, [endpoint_id, endpoint_id], [mine, stranger]) == [registered.endpoint, None]


async def test_an_endpoint_is_disabled_enabled_changed_and_removed(database: Database) -> None:
    partner_id = await a_partner(database)
    registered = await an_endpoint(database, partner_id)
    disabled = await database.write(scenes.webhooks.disable_webhook_endpoint, of(registered))
    assert (disabled.state, disabled.disabled_reason) == ("disabled", "partner")
    assert await database.write(scenes.webhooks.disable_webhook_endpoint, of(registered)) == disabled
    with pytest.raises(scenes.webhooks.WebhookEndpointDisabled):
        await database.write(scenes.webhooks.ping_webhook_endpoint, of(registered))
    enabled = await database.write(scenes.webhooks.enable_webhook_endpoint, of(registered))
    assert (enabled.state, enabled.disabled_reason) == ("active", None)
    change = scenes.webhooks.ChangeWebhookEndpointCommand(
        request_id=uuid4(),
        owner_id=partner_id,
        partner_id=partner_id,
        endpoint_id=enabled.id,
        address="https://partner.example/new",
        event_types=("webhook.test",),
    )
    changed = await database.write(scenes.webhooks.change_webhook_endpoint, change)
    assert (changed.address, changed.event_types) == ("https://partner.example/new", ("webhook.test",))
    assert (await database.write(scenes.webhooks.remove_webhook_endpoint, of(registered))).state == "removed"
    with pytest.raises(scenes.webhooks.WebhookEndpointNotFound):
        await database.write(scenes.webhooks.enable_webhook_endpoint, of(registered))
