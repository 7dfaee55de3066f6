"""From what happens to what is accrued and told: payments, refunds and orders as the relay brings them, and the webhooks of partners."""

from datetime import timedelta
from uuid import UUID, uuid4

from domains import scenes
from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.events import LISTENERS
from domains.kernel.relay import relay_until_idle
from domains.scenes.listeners import agreement as agreement_listeners
from domains.scenes.rules.agreement import month_of, next_month
from tests.domains.scenes.agreeing import a_split, agreed, an_agreement, at, posted, run_settlements
from tests.domains.scenes.consenting import a_partner, consent_to, initiate, payer
from tests.domains.scenes.webhooks import deliveries_of
from tests.domains.wallet import tills

OURS = {name: one for name, one in LISTENERS.items() if one.listen in (agreement_listeners.accrue_commissions, agreement_listeners.name_partners_refunds)} | {
    "scenes.tell_partners": LISTENERS["scenes.tell_partners"]
}


async def relayed(database: Database) -> None:
    await relay_until_idle(database, listeners=OURS, jobs={})


async def an_endpoint(database: Database, partner_id: UUID) -> None:
    command = scenes.webhooks.RegisterWebhookEndpointCommand(
        request_id=uuid4(),
        owner_id=partner_id,
        partner_id=partner_id,
        address="https://partner.example/hooks",
        event_types=("payment.paid", "payment.refunded", "settlement.paid"),
    )
    await database.write(scenes.webhooks.register_webhook_endpoint, command)


async def test_payments_and_refunds_are_accrued_and_the_partner_is_told_of_refund_and_settlement(fresh_database: Database) -> None:
    database = fresh_database
    today = business_date(database.clock.now())
    someone, partner = await payer(database, 100_000), await a_partner(database)
    await an_endpoint(database, partner.id)
    agreement = await an_agreement(database, partner.id)
    await a_split(database, agreement, {partner.id: 3_000, HOUSE_ID: 7_000}, valid_from=today, commission_bps=1_000)
    made = await initiate(database, partner, await consent_to(database, someone, partner), 12_345)
    await relayed(database)
    owed, paid = agreed.payable_account_id(agreement.id, partner.id), agreed.partner_balance_id(partner.id, agreement.asset)
    assert await posted(database, owed) == [371]
    back = await tills.refund(database, partner.shop, made.payment_id, 4_115)
    for _ in range(2):
        await relayed(database)
    assert await posted(database, owed) == [371 - 371 * 4_115 // 12_345]
    database.clock.advance(at(next_month(month_of(today))) - database.clock.now() + timedelta(hours=1))
    await run_settlements(database)
    await relayed(database)
    assert await posted(database, owed, paid) == [0, 248]
    told = {one.event_type: one for one in await deliveries_of(database, partner.id)}
    assert sorted(told) == ["payment.paid", "payment.refunded", "settlement.paid"]
    async with database.reading() as read:
        ((settled,),) = [page.items for page in await agreed.list_settlement_pages_of_parties(read, [partner.id], 10, None)]
        rows = await read.fetch("SELECT event_type, data FROM scenes_webhook_delivery WHERE partner_id = $1", partner.id)
    data = {row["event_type"]: row["data"] for row in rows}
    assert data["payment.refunded"] == {"initiation_id": str(made.id), "refund_id": str(back.id), "consent_id": str(made.consent_id)}
    assert data["settlement.paid"] == {"settlement_id": str(settled.id), "agreement_id": str(agreement.id)}


async def test_a_refund_of_a_payment_that_no_partner_initiated_is_told_to_none(fresh_database: Database) -> None:
    database = fresh_database
    someone, one = await payer(database, 10_000), await tills.shop(database)
    paid = await tills.pay(database, someone, one, 500)
    await tills.refund(database, one, paid.payment_id, 500)
    await relayed(database)
    async with database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM kernel_outbox WHERE name = 'PartnerPaymentRefunded'") == 0
