"""The payouts' mutations, for staff: one proposes where a partner is paid out to, another decides."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import scenes
from resolvers.context import NOBODY, Info
from resolvers.fields import mutation
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountProblem, IdReused
from resolvers.scalars import read_id
from resolvers.scenes.partner.problems import PartnerNotFound
from resolvers.scenes.payout.problems import PayoutAccountMalformed, PayoutAccountNotFound, PayoutAccountNotOpen, PayoutAccountOwn
from resolvers.scenes.payout.types import PayoutAccount
from resolvers.wallet.problems import ChannelNotFound

paid = scenes.payouts

REQUEST_ID = "Made by the caller and kept before its first attempt. A repeat is answered alike."


@strawberry.input(description="Propose a bank account that a partner is paid out to.")
class ProposePayoutAccountInput:
    request_id: UUID = strawberry.field(description=REQUEST_ID + " It becomes the account's id.")
    partner_id: strawberry.ID = strawberry.field(description="The partner.")
    channel: str = strawberry.field(description="The payment channel that pays there.")
    destination: str = strawberry.field(description="The channel's word for the bank account.")
    least: MoneyInput = strawberry.field(description="Nothing smaller is paid out. Its currency is the balance's.")


@strawberry.input(description="Names an account that was proposed.")
class PayoutAccountInput:
    request_id: UUID = strawberry.field(description=REQUEST_ID)
    account_id: strawberry.ID = strawberry.field(description="The account.")


ProposePayoutAccountResult = Annotated[
    PayoutAccount | PartnerNotFound | ChannelNotFound | PayoutAccountMalformed | AmountProblem | IdReused,
    strawberry.union("ProposePayoutAccountResult", description="The account that was proposed, or why it was refused."),
]
ApprovePayoutAccountResult = Annotated[
    PayoutAccount | PayoutAccountNotFound | PayoutAccountNotOpen | PayoutAccountOwn | IdReused,
    strawberry.union("ApprovePayoutAccountResult", description="The account that stands, or why it was refused."),
]
RejectPayoutAccountResult = Annotated[
    PayoutAccount | PayoutAccountNotFound | PayoutAccountNotOpen | PayoutAccountOwn | IdReused,
    strawberry.union("RejectPayoutAccountResult", description="The account that was turned down, or why that was refused."),
]


@mutation("Propose where a partner's balance is paid out to. Written to the audit log.", permission=Permission.OPERATOR_PARTNERS)
async def propose_payout_account(info: Info, input: ProposePayoutAccountInput) -> ProposePayoutAccountResult:
    command = paid.ProposePayoutAccountCommand(
        request_id=input.request_id,
        owner_id=info.context.viewer.id,
        partner_id=read_id(input.partner_id) or NOBODY,
        channel=input.channel,
        destination=input.destination,
        least=amount_of(input.least),
    )
    return await info.context.write(paid.propose_payout_account, command)  # type: ignore[arg-type]


@mutation("Have a partner paid out to what another of the staff proposed. Written to the audit log.", permission=Permission.OPERATOR_PARTNERS)
async def approve_payout_account(info: Info, input: PayoutAccountInput) -> ApprovePayoutAccountResult:
    return await info.context.write(paid.decide_payout_account, _deciding(info, input, is_approved=True))  # type: ignore[arg-type]


@mutation("Turn down an account that another of the staff proposed. Written to the audit log.", permission=Permission.OPERATOR_PARTNERS)
async def reject_payout_account(info: Info, input: PayoutAccountInput) -> RejectPayoutAccountResult:
    return await info.context.write(paid.decide_payout_account, _deciding(info, input, is_approved=False))  # type: ignore[arg-type]


def _deciding(info: Info, input: PayoutAccountInput, *, is_approved: bool) -> paid.DecidePayoutAccountCommand:
    return paid.DecidePayoutAccountCommand(
        request_id=input.request_id, owner_id=info.context.viewer.id, account_id=read_id(input.account_id) or NOBODY, is_approved=is_approved
    )


@strawberry.type
class Mutation:
    propose_payout_account = propose_payout_account
    approve_payout_account = approve_payout_account
    reject_payout_account = reject_payout_account
