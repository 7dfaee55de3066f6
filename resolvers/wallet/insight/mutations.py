"""Categories and budgets as the viewer wants them."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import wallet
from domains.kernel.data_classes import C2
from resolvers.context import NOBODY, Info
from resolvers.fields import computed, field, mutation, type_of
from resolvers.money import Money, MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountProblem, IdReused
from resolvers.scalars import read_id
from resolvers.wallet.insight.problems import LineNotFound
from resolvers.wallet.insight.types import MovementCategory


@strawberry.input(description="Put a movement into a category.")
class SetCategoryInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    movement_id: strawberry.ID = strawberry.field(description="The movement.")
    category: MovementCategory = strawberry.field(description="Where it belongs.")


@strawberry.input(description="Set a budget for a category.")
class SetBudgetInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    category: MovementCategory = strawberry.field(description="Of which category.")
    most: MoneyInput = strawberry.field(description="What may be spent in a month; zero takes the budget away.")


@computed("Where it belongs now.", C2, name="category")
def category_of_movement(row: wallet.CategorySet) -> MovementCategory:
    return MovementCategory(row.category.value)


@type_of(wallet.CategorySet, "The movement is in its category.")
class CategorySet:
    movement_id: strawberry.ID = field("The movement.")
    category = category_of_movement


@computed("Of which category.", C2, name="category")
def category_of_budget(row: wallet.BudgetSet) -> MovementCategory:
    return MovementCategory(row.category.value)


@type_of(wallet.BudgetSet, "The budget stands.")
class BudgetSet:
    category = category_of_budget
    most: Money = field("What may be spent in a month.", C2)


SetCategoryResult = Annotated[CategorySet | LineNotFound | IdReused, strawberry.union("SetCategoryResult", description="The category, or why it was refused.")]

SetBudgetResult = Annotated[
    BudgetSet | AmountProblem | IdReused,
    strawberry.union("SetBudgetResult", description="The budget, or why it was refused."),
]


@mutation("Put a movement into another category than its usual one.", permission=Permission.CUSTOMER)
async def set_category(info: Info, input: SetCategoryInput) -> SetCategoryResult:
    # What cannot be an id is the id of nothing.
    movement_id = read_id(input.movement_id) or NOBODY
    category = wallet.Category[input.category.name]
    command = wallet.SetCategoryCommand(request_id=input.request_id, owner_id=info.context.viewer.id, movement_id=movement_id, category=category)
    return await info.context.write(wallet.set_category, command)  # type: ignore[arg-type]


@mutation("Set a budget for a category, or take it away. At 80 and 100 per cent of it the viewer is nudged.", permission=Permission.CUSTOMER)
async def set_budget(info: Info, input: SetBudgetInput) -> SetBudgetResult:
    category = wallet.Category[input.category.name]
    command = wallet.SetBudgetCommand(request_id=input.request_id, owner_id=info.context.viewer.id, category=category, most=amount_of(input.most))
    return await info.context.write(wallet.set_budget, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    set_category = set_category
    set_budget = set_budget
