"""Credit is told of payments to merchants: each once, and not of what went back."""

import domains.wallet.listeners  # noqa: F401  registers what the wallet hears
from domains.kernel.database import Database
from tests.domains.credit.telling import counted, tell_credit
from tests.domains.wallet.people import person
from tests.domains.wallet.tills import pay, refund, shop


async def test_a_payment_counts_once_however_often_it_is_told(database: Database) -> None:
    payer, till = await person(database, 10_000), await shop(database)
    await pay(database, payer, till, 1_200)
    await pay(database, payer, till, 300)
    for _ in range(2):
        await tell_credit(database, "wallet", payer.id)
    assert await counted(database, payer.id) == [("paid", "wallet")] * 2


async def test_a_payment_that_went_back_in_part_counts_and_one_that_went_back_wholly_does_not(database: Database) -> None:
    payer, till = await person(database, 10_000), await shop(database)
    kept, back = await pay(database, payer, till, 1_000), await pay(database, payer, till, 2_000)
    await tell_credit(database, "wallet", payer.id)
    await refund(database, till, kept.payment_id, 400)
    await refund(database, till, back.payment_id, 2_000)
    await tell_credit(database, "wallet", payer.id)
    assert await counted(database, payer.id) == [("paid", "wallet")]
    async with database.reading() as read:
        rows = await read.fetch("SELECT reason FROM credit_void WHERE customer_id = $1", payer.id)
    assert [row["reason"] for row in rows] == ["refunded"]


async def test_a_payment_that_went_back_before_credit_heard_of_it_never_counted(database: Database) -> None:
    payer, till = await person(database, 10_000), await shop(database)
    back = await pay(database, payer, till, 2_000)
    await refund(database, till, back.payment_id, 2_000)
    await tell_credit(database, "wallet", payer.id)
    assert await counted(database, payer.id) == []
