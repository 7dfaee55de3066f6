"""Make, pause, resume and stop regular plans; have a wallet swept."""

from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers, wealth
from domains.kernel.data_classes import C3
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import mutation
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountMalformed, AmountProblem, CurrencyMismatch, IdReused, UnknownCurrency
from resolvers.scalars import read_id
from resolvers.wallet.problems import PinProblem
from resolvers.wealth.plans.problems import PlanBeginsInThePast, PlanNotFound, PlanStopped, TooManyPlans
from resolvers.wealth.plans.types import PlanRhythm, PlanState, RegularPlan, WalletSweep
from resolvers.wealth.products.problems import CalendarMissing, FundClosed, FundNotFound


@strawberry.input(description="So much into a product each period.")
class MakePlanInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt; it becomes the plan's id.")
    fund_id: strawberry.ID = strawberry.field(description="The product.")
    amount: MoneyInput = strawberry.field(description="How much each time.")
    rhythm: PlanRhythm = strawberry.field(description="How it repeats.")
    first_on: date = strawberry.field(description="The day of the first occurrence.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN: always needed.", metadata={"data_class": C3})


@strawberry.input(description="Pause, resume or stop a plan.")
class SetPlanStateInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    plan_id: strawberry.ID = strawberry.field(description="The plan.")
    state: PlanState = strawberry.field(description="How it is to stand.")


@strawberry.input(description="Have the wallet swept, or no longer.")
class SetWalletSweepInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    fund_id: strawberry.ID = strawberry.field(description="A money-market product.")
    keep: MoneyInput = strawberry.field(description="What stays in the wallet.")
    is_active: bool = strawberry.field(description="Whether it is swept.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN: always needed.", metadata={"data_class": C3})


MakePlanResult = Annotated[
    RegularPlan | FundNotFound | FundClosed | PlanBeginsInThePast | TooManyPlans | CalendarMissing | PinProblem | AmountProblem | CurrencyMismatch | IdReused,
    strawberry.union("MakePlanResult", description="The plan, or why it was refused."),
]
SetPlanStateResult = Annotated[
    RegularPlan | PlanNotFound | PlanStopped | CalendarMissing | IdReused,
    strawberry.union("SetPlanStateResult", description="The plan, or why it was refused."),
]
SetWalletSweepResult = Annotated[
    WalletSweep | FundNotFound | FundClosed | PinProblem | AmountMalformed | CurrencyMismatch | UnknownCurrency | IdReused,
    strawberry.union("SetWalletSweepResult", description="How the wallet is swept, or why it was refused."),
]


@mutation("Consent, with the PIN, to put so much into a product each period.", permission=Permission.CUSTOMER)
async def make_plan(info: Info, input: MakePlanInput) -> MakePlanResult:
    amount = amount_of(input.amount)
    pin = await customers.prove_pin(info.context.write, info.context.viewer.id, input.pin)
    named = {"product_id": read_id(input.fund_id) or NOBODY, "amount": amount, "first_on": input.first_on, "pin": pin}
    rhythm = wealth.PlanRhythm[input.rhythm.name]
    return await info.context.write(wealth.make_plan, wealth.MakePlanCommand(**command_of(info, input.request_id), rhythm=rhythm, **named))  # type: ignore[arg-type]


@mutation("Pause, resume or stop a plan. What falls into a pause is left out.", permission=Permission.CUSTOMER)
async def set_plan_state(info: Info, input: SetPlanStateInput) -> SetPlanStateResult:
    plan_id, state = read_id(input.plan_id) or NOBODY, wealth.PlanState[input.state.name]
    command = wealth.SetPlanStateCommand(**command_of(info, input.request_id), plan_id=plan_id, state=state)
    return await info.context.write(wealth.set_plan_state, command)  # type: ignore[arg-type]


@mutation("Consent, with the PIN, to have idle money put into a money-market product every trading day; or end it.", permission=Permission.CUSTOMER)
async def set_wallet_sweep(info: Info, input: SetWalletSweepInput) -> SetWalletSweepResult:
    keep = amount_of(input.keep)
    pin = await customers.prove_pin(info.context.write, info.context.viewer.id, input.pin)
    named = {"product_id": read_id(input.fund_id) or NOBODY, "keep": keep, "is_active": input.is_active, "pin": pin}
    return await info.context.write(wealth.set_sweep, wealth.SetSweepCommand(**command_of(info, input.request_id), **named))  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    make_plan = make_plan
    set_plan_state = set_plan_state
    set_wallet_sweep = set_wallet_sweep
