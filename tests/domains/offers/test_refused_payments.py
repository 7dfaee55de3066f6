"""A payment that is refused after its coupons were asked leaves them as they were."""

import pytest

from domains import ledger
from domains.kernel.database import Database
from tests.domains.offers.campaigns import FIVE_OFF, budget, campaign, claim, coupon, pay_with, reserve
from tests.domains.offers.staff import Staff
from tests.domains.wallet import tills
from tests.domains.wallet.people import balance, fund, person


async def test_a_payment_that_the_wallet_cannot_bear_leaves_the_coupon_reserved(database: Database, staff: Staff) -> None:
    shop, payer = await tills.shop(database), await person(database, 5_499)
    one = await campaign(staff, FIVE_OFF, 5_000)
    granted = await claim(database, payer, one)
    await reserve(database, payer, [granted], shop, 6_000)
    with pytest.raises(ledger.InsufficientFunds):
        await pay_with(database, payer, shop, 6_000, 500)
    kept = await coupon(database, granted)
    assert (kept.state, kept.payment_id) == ("reserved", None)
    assert (await balance(database, payer), await budget(database, one)) == (5_499, (5_000, 4_500))
    await fund(database, payer, 1)
    await pay_with(database, payer, shop, 6_000, 500)
    assert ((await coupon(database, granted)).state, await balance(database, payer), await budget(database, one)) == ("redeemed", 0, (4_500, 4_500))
