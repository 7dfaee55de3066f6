"""The change account, as the app sees it."""

import strawberry

from domains import wealth
from domains.kernel.data_classes import C2
from domains.kernel.money import Amount
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.wealth.orders.types import FundOrder


@computed("How much is held.", C2, name="amount")
def amount_held(row: wealth.HeldChange) -> Money:
    return Amount(row.shares_minor, row.asset)  # type: ignore[return-value]


@type_of(wealth.HeldChange, "Money-market shares that pay at tills and in transfers.")
class Change:
    product_id: strawberry.ID = field("The product.")
    code: str = field("Its code.")
    amount = amount_held


@type_of(wealth.ChangeRedeemed, "What came at once, and what comes later.")
class ChangeRedeemed:
    at_once: Money = field("In the wallet now.", C2)
    later: Money = field("What the order brings.", C2)
    order: FundOrder | None = field("The order of what comes later; null where all came at once.", C2)
