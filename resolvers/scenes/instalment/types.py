"""Instalments, as the app sees them."""

from datetime import date
from enum import Enum

import strawberry

from domains import scenes
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.scalars import Instant


@strawberry.enum(description="Where a plan of instalments stands.")
class InstalmentPlanState(Enum):
    OFFERED = strawberry.enum_value("offered", description="The shop has not taken the first part yet.")
    ACTIVE = strawberry.enum_value("active", description="Parts are collected on their days.")
    COMPLETED = strawberry.enum_value("completed", description="Every part is paid.")
    REFUSED = strawberry.enum_value("refused", description="The shop did not take the first part.")
    STOPPED = strawberry.enum_value("stopped", description="Nothing more is collected.")


@strawberry.enum(description="Where one part stands.")
class InstalmentState(Enum):
    DUE = strawberry.enum_value("due", description="It is collected on its day, or tried again each day after it.")
    COLLECTING = strawberry.enum_value("collecting", description="The money is held; the shop has not said yet that it has it.")
    PAID = strawberry.enum_value("paid", description="The shop has it.")
    DROPPED = strawberry.enum_value("dropped", description="It will not be collected.")


@computed("Where it stands.", name="state")
def plan_state(row: scenes.shops.InstalmentPlan) -> InstalmentPlanState:
    return InstalmentPlanState(row.state.value)


@computed("Where it stands.", name="state")
def part_state(row: scenes.shops.Instalment) -> InstalmentState:
    return InstalmentState(row.state.value)


@type_of(scenes.shops.Instalment, "One part of what is paid in instalments.")
class Instalment:
    number: int = field("Which, from 1.")
    amount: Money = field("How much.", C2)
    due_on: date = field("The day on which it is collected.")
    state = part_state
    held_back: str | None = field("Why it was not collected on its day: a refusal's name, or the shop's code; null where nothing kept it.")


@batched(list[Instalment], "Its parts, the first first: they sum to the total.", name="parts", list_size=36)
async def parts_of_plan(read: Read, plans: list[scenes.shops.InstalmentPlan], viewers: list[Viewer]) -> list[list[scenes.shops.Instalment]]:
    return await scenes.shops.list_parts(read, [plan.id for plan in plans], [plan.customer_id for plan in plans])


@type_of(scenes.shops.InstalmentPlan, "What a customer agreed to pay a shop in parts.")
class InstalmentPlan:
    id: strawberry.ID = field("The plan: the id that the app made.")
    purchase_id: strawberry.ID = field("What is paid: see `purchase`.")
    total: Money = field("What all parts come to.", C2)
    state = plan_state
    parts = parts_of_plan
    agreed_at: Instant = field("When it was agreed to.")
    ended_at: Instant | None = field("When the last part was paid, or it ended otherwise.")
