"""The mutations of standing consents to pay bills."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers, scenes
from domains.kernel.data_classes import C3
from resolvers.context import NOBODY, Info
from resolvers.fields import mutation
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountProblem, IdReused
from resolvers.scalars import read_id
from resolvers.scenes.auto_pay.problems import AutoPayNotFound, AutoPayStands
from resolvers.scenes.auto_pay.types import AutoPay
from resolvers.scenes.link.problems import LinkNotFound, SceneNotFound
from resolvers.wallet.problems import PinProblem


@strawberry.input(description="Have the bills of a link paid by themselves.")
class SetAutoPayInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt; it becomes the consent's id.")
    link_id: strawberry.ID = strawberry.field(description="The link.")
    cap: MoneyInput = strawberry.field(description="A bill above it is left to the customer.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN: always needed.", metadata={"data_class": C3})


@strawberry.input(description="Stop having bills paid by themselves.")
class StopAutoPayInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    auto_pay_id: strawberry.ID = strawberry.field(description="The consent.")


SetAutoPayResult = Annotated[
    AutoPay | LinkNotFound | SceneNotFound | AutoPayStands | PinProblem | AmountProblem | IdReused,
    strawberry.union("SetAutoPayResult", description="The standing consent, or why it was refused."),
]
StopAutoPayResult = Annotated[
    AutoPay | AutoPayNotFound | IdReused, strawberry.union("StopAutoPayResult", description="The consent, which has ended, or why it was refused.")
]


@mutation("Consent, with the PIN, to have the bills of a link paid by themselves, each up to a cap.", permission=Permission.CUSTOMER)
async def set_auto_pay(info: Info, input: SetAutoPayInput) -> SetAutoPayResult:
    context = info.context
    cap = amount_of(input.cap)
    pin = await customers.prove_pin(context.write, context.viewer.id, input.pin)
    command = scenes.SetAutoPayCommand(
        request_id=input.request_id,
        owner_id=context.viewer.id,
        session_id=context.viewer.session_id,
        link_id=read_id(input.link_id) or NOBODY,
        cap=cap,
        pin=pin,
    )
    return await context.write(scenes.set_auto_pay, command)  # type: ignore[arg-type]


@mutation("Stop having bills paid by themselves. What is being paid goes on.", permission=Permission.CUSTOMER)
async def stop_auto_pay(info: Info, input: StopAutoPayInput) -> StopAutoPayResult:
    command = scenes.StopAutoPayCommand(request_id=input.request_id, owner_id=info.context.viewer.id, auto_pay_id=read_id(input.auto_pay_id) or NOBODY)
    return await info.context.write(scenes.stop_auto_pay, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    set_auto_pay = set_auto_pay
    stop_auto_pay = stop_auto_pay
