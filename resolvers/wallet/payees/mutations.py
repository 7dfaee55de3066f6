"""The payees' mutations."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import wallet
from resolvers.context import NOBODY, Info
from resolvers.fields import mutation
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import read_id
from resolvers.wallet.payees.problems import AliasTooLong, PayeeNotFound, TooManyPayees
from resolvers.wallet.payees.types import Payee
from resolvers.wallet.problems import RecipientNotFound, TransferToSelf
from resolvers.wallet.recipients import RecipientInput


@strawberry.input(description="Keep somebody to pay again.")
class SavePayeeInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    to: RecipientInput = strawberry.field(description="Whom to keep.")
    alias: str = strawberry.field(default="", description="What to call them, 20 characters at most.")


@strawberry.input(description="Keep a payee no more.")
class RemovePayeeInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    target_id: strawberry.ID = strawberry.field(description="The payee's customer id.")


SavePayeeResult = Annotated[
    Payee | AliasTooLong | RecipientNotFound | TransferToSelf | TooManyPayees | IdReused,
    strawberry.union("SavePayeeResult", description="The payee, or why it was refused."),
]

RemovePayeeResult = Annotated[Payee | PayeeNotFound | IdReused, strawberry.union("RemovePayeeResult", description="The payee, or why it was refused.")]


@mutation("Keep somebody to pay again, or change the alias of one who is kept.", permission=Permission.CUSTOMER)
async def save_payee(info: Info, input: SavePayeeInput) -> SavePayeeResult:
    viewer = info.context.viewer
    command = wallet.SavePayeeCommand(
        request_id=input.request_id,
        owner_id=viewer.id,
        session_id=viewer.session_id,
        target_id=read_id(input.to.customer_id.value) if input.to.customer_id else None,
        target_phone=input.to.phone.value if input.to.phone else None,
        alias=wallet.normal_note(input.alias),
    )
    return await info.context.write(wallet.save_payee, command)  # type: ignore[arg-type]


@mutation("Keep a payee no more. When they were first paid is still known.", permission=Permission.CUSTOMER)
async def remove_payee(info: Info, input: RemovePayeeInput) -> RemovePayeeResult:
    command = wallet.RemovePayeeCommand(request_id=input.request_id, owner_id=info.context.viewer.id, target_id=read_id(input.target_id) or NOBODY)
    return await info.context.write(wallet.remove_payee, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    save_payee = save_payee
    remove_payee = remove_payee
