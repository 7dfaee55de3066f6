"""Regular plans and swept wallets, as the app sees them."""

from datetime import date
from enum import Enum

import strawberry

from domains import wealth
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.scalars import Instant
from resolvers.wealth.products.types import Fund


@strawberry.enum(description="How a plan repeats.")
class PlanRhythm(Enum):
    WEEKLY = strawberry.enum_value("weekly", description="Every week.")
    FORTNIGHTLY = strawberry.enum_value("fortnightly", description="Every other week.")
    MONTHLY = strawberry.enum_value("monthly", description="Every month on the day of the first; in a month without it, on the last day.")


@strawberry.enum(description="Where a plan stands.")
class PlanState(Enum):
    ACTIVE = strawberry.enum_value("active", description="Its next occurrence will be ordered.")
    PAUSED = strawberry.enum_value("paused", description="Occurrences are left out until it is resumed.")
    STOPPED = strawberry.enum_value("stopped", description="Its owner stopped it, or three failures in a row did.")


@computed("How it repeats.", name="rhythm")
def rhythm_of_plan(row: wealth.Plan) -> PlanRhythm:
    return PlanRhythm(row.rhythm.value)


@computed("Where it stands.", name="state")
def state_of_plan(row: wealth.Plan) -> PlanState:
    return PlanState(row.state.value)


@batched(Fund | None, "The product.", name="fund")
async def fund_of_plan(read: Read, plans: list[wealth.Plan], viewers: list[Viewer]) -> list[wealth.Fund | None]:
    found = {one.id: one for one in await wealth.find_products(read, {plan.product_id for plan in plans})}
    return [found.get(plan.product_id) for plan in plans]


@type_of(wealth.Plan, "So much into a product each period.")
class RegularPlan:
    id: strawberry.ID = field("The plan: the id that the app made.")
    fund = fund_of_plan
    amount: Money = field("What goes in each time.", C2)
    rhythm = rhythm_of_plan
    state = state_of_plan
    first_on: date = field("The day of the first occurrence.")
    number: int = field("How many occurrences lie behind it, left-out ones included.")
    try_on: date = field("When the next one is ordered.")
    failures: int = field("How often in a row it could not be.")
    reason: str | None = field("Why the last time; null where it could.")
    made_at: Instant = field("When it was made.")


@batched(Fund | None, "The money-market product.", name="fund")
async def fund_of_sweep(read: Read, sweeps: list[wealth.Sweep], viewers: list[Viewer]) -> list[wealth.Fund | None]:
    found = {one.id: one for one in await wealth.find_products(read, {sweep.product_id for sweep in sweeps})}
    return [found.get(sweep.product_id) for sweep in sweeps]


@type_of(wealth.Sweep, "What the viewer's wallet holds above an amount goes into a money-market product every trading day.")
class WalletSweep:
    fund = fund_of_sweep
    keep: Money = field("What stays in the wallet.", C2)
    is_active: bool = field("Whether it does.")
    swept_on: date | None = field("When the wallet was last looked at; null before the first time.")
