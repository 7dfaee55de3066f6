"""Webhooks: one endpoint's trouble is no other's; nothing is lost with a worker; old deliveries are forgotten."""

import asyncio
from datetime import UTC, datetime, timedelta

from domains import scenes
from domains.kernel.database import Database
from domains.kernel.jobs import PERIODIC_JOBS
from domains.kernel.relay import relay_until_idle
from tests.domains.scenes.partners import a_partner
from tests.domains.scenes.webhooks import a_receiver, an_endpoint, deliveries_of, hanging, ping
from tests.gateway.webhooks import a_sender, send
from tests.patience import patience


async def test_endpoints_that_hang_delay_no_other_by_a_second(fresh_database: Database) -> None:
    well = await a_partner(fresh_database)
    async with a_receiver() as good, a_receiver() as bad, a_sender(fresh_database, total_seconds=3.0) as sender:
        bad.answer = hanging
        registered = await an_endpoint(fresh_database, well, good.address())
        for _ in range(8):
            one = await an_endpoint(fresh_database, await a_partner(fresh_database), bad.address())
            await ping(fresh_database, one, 30)
        stop = asyncio.Event()
        running = asyncio.create_task(sender.run(stop))
        try:
            late = []
            for _ in range(12):
                count = len(good.received)
                await ping(fresh_database, registered)
                began = asyncio.get_running_loop().time()
                await relay_until_idle(fresh_database)
                async with patience():
                    while len(good.received) == count:
                        await asyncio.sleep(0.005)
                late.append(good.at[-1] - began)
                await asyncio.sleep(0.3)
        finally:
            stop.set()
            await running
    print(f"webhooks beside 8 hanging endpoints: {max(late) * 1000:.0f} ms at most, {sum(late) / len(late) * 1000:.0f} ms on average")
    assert max(late) < 1
    assert len(bad.received) >= 32


async def test_a_claim_of_which_nothing_is_heard_runs_out_and_a_late_failure_of_it_is_not_heard(fresh_database: Database) -> None:
    clock = fresh_database.clock
    clock.freeze(datetime.now(UTC))
    partner_id = await a_partner(fresh_database)
    registered = await an_endpoint(fresh_database, partner_id)
    await ping(fresh_database, registered)
    await relay_until_idle(fresh_database)
    claim = scenes.webhooks.ClaimDeliveriesCommand(request_id=None, owner_id=partner_id, busy=(), most=10, most_failing=10)
    ((first, _),) = (await fresh_database.write(scenes.webhooks.claim_deliveries, claim)).due
    assert (await fresh_database.write(scenes.webhooks.claim_deliveries, claim)).due == ()
    clock.advance(timedelta(seconds=30))
    ((second, _),) = (await fresh_database.write(scenes.webhooks.claim_deliveries, claim)).due
    assert (first.attempt, second.attempt, first.id) == (1, 2, second.id)

    def settle(attempt: int, status: int) -> scenes.webhooks.SettleDeliveryCommand:
        return scenes.webhooks.SettleDeliveryCommand(
            request_id=None, owner_id=partner_id, endpoint_id=first.endpoint_id, delivery_id=first.id, attempt=attempt, status=status
        )

    await fresh_database.write(scenes.webhooks.settle_deliveries, settle(1, 500))
    (delivery,) = await deliveries_of(fresh_database, partner_id)
    assert (delivery.state, delivery.status, delivery.next_at) == ("pending", None, clock.now() + timedelta(seconds=30))
    await fresh_database.write(scenes.webhooks.settle_deliveries, settle(1, 200))
    await fresh_database.write(scenes.webhooks.settle_deliveries, settle(2, 500))
    (delivery,) = await deliveries_of(fresh_database, partner_id)
    assert (delivery.state, delivery.status) == ("delivered", 200)


async def test_old_deliveries_that_are_over_are_forgotten(fresh_database: Database) -> None:
    clock = fresh_database.clock
    clock.freeze(datetime.now(UTC))
    partner_id = await a_partner(fresh_database)
    async with a_receiver() as receiver:
        registered = await an_endpoint(fresh_database, partner_id, receiver.address())
        await ping(fresh_database, registered, 3)
        await send(fresh_database)
        clock.advance(timedelta(days=30, seconds=1))
        await ping(fresh_database, registered)
        await relay_until_idle(fresh_database)
        await PERIODIC_JOBS["scenes.prune_webhook_log"].run(fresh_database)
    assert [one.state for one in await deliveries_of(fresh_database, partner_id)] == ["pending"]
