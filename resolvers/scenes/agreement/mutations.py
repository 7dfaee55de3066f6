"""The agreements' mutations, for staff: one proposes how commission is parted, another decides."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import scenes
from domains.kernel.assets import asset_of
from domains.kernel.commands import HOUSE_ID
from resolvers.context import NOBODY, Info
from resolvers.fields import mutation
from resolvers.money import amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountMalformed, CurrencyMismatch, IdReused, UnknownCurrency
from resolvers.scalars import read_id
from resolvers.scenes.agreement.inputs import (
    AgreementShareInput,
    AgreementSplitInput,
    MakeAgreementInput,
    ProposeAgreementSplitInput,
    SettleAgreementInput,
)
from resolvers.scenes.agreement.problems import (
    AgreementExists,
    AgreementMonthNotOver,
    AgreementNotFound,
    AgreementPartyNotFound,
    AgreementSceneNotFound,
    AgreementSplitEndsEarly,
    AgreementSplitInPast,
    AgreementSplitNotOpen,
    AgreementSplitOverlaps,
    AgreementSplitOwn,
    AgreementSplitUneven,
)
from resolvers.scenes.agreement.types import Agreement, AgreementMonth, AgreementSplit
from resolvers.scenes.partner.problems import PartnerNotFound

agreed = scenes.agreements

SHARES_READ = 20
"""More parties than a split may have: enough to be refused for it."""

MakeAgreementResult = Annotated[
    Agreement | PartnerNotFound | AgreementSceneNotFound | AgreementExists | UnknownCurrency | IdReused,
    strawberry.union("MakeAgreementResult", description="The agreement, or why it was refused."),
]
ProposeAgreementSplitResult = Annotated[
    AgreementSplit
    | AgreementSplitUneven
    | AgreementSplitEndsEarly
    | AgreementNotFound
    | AgreementPartyNotFound
    | CurrencyMismatch
    | AmountMalformed
    | UnknownCurrency
    | IdReused,
    strawberry.union("ProposeAgreementSplitResult", description="The split that was proposed, or why it was refused."),
]
ApproveAgreementSplitResult = Annotated[
    AgreementSplit | AgreementNotFound | AgreementSplitNotOpen | AgreementSplitOwn | AgreementSplitInPast | AgreementSplitOverlaps | IdReused,
    strawberry.union("ApproveAgreementSplitResult", description="The split that is in force, or why it was refused."),
]
RejectAgreementSplitResult = Annotated[
    AgreementSplit | AgreementNotFound | AgreementSplitNotOpen | AgreementSplitOwn | IdReused,
    strawberry.union("RejectAgreementSplitResult", description="The split that was turned down, or why that was refused."),
]
WithdrawAgreementSplitResult = Annotated[
    AgreementSplit | AgreementNotFound | AgreementSplitNotOpen | IdReused,
    strawberry.union("WithdrawAgreementSplitResult", description="The split that was taken back, or why that was refused."),
]
SettleAgreementResult = Annotated[
    AgreementMonth | AgreementNotFound | AgreementMonthNotOver | IdReused,
    strawberry.union("SettleAgreementResult", description="The month, or why it was refused."),
]


@mutation("Make an agreement with a partner. Nothing is parted before a split is approved. Written to the audit log.", permission=Permission.OPERATOR_PARTNERS)
async def make_agreement(info: Info, input: MakeAgreementInput) -> MakeAgreementResult:
    command = agreed.MakeAgreementCommand(
        request_id=input.request_id,
        owner_id=info.context.viewer.id,
        partner_id=read_id(input.partner_id) or NOBODY,
        scene=input.scene,
        asset=asset_of(input.currency),
    )
    return await info.context.write(agreed.make_agreement, command)  # type: ignore[arg-type]


@mutation("Propose how commission is parted from a day on. Written to the audit log.", permission=Permission.OPERATOR_PARTNERS)
async def propose_agreement_split(info: Info, input: ProposeAgreementSplitInput) -> ProposeAgreementSplitResult:
    shares = input.shares[:SHARES_READ]
    command = agreed.ProposeSplitCommand(
        request_id=input.request_id,
        owner_id=info.context.viewer.id,
        agreement_id=read_id(input.agreement_id) or NOBODY,
        valid_from=input.valid_from,
        valid_to=input.valid_to,
        commission_bps=input.commission_bps,
        fixed=None if input.fixed is None else amount_of(input.fixed),
        least=None if input.least is None else amount_of(input.least),
        parties=tuple(_party_of(one) for one in shares),
        shares_bps=tuple(one.share_bps for one in shares),
    )
    return await info.context.write(agreed.propose_split, command)  # type: ignore[arg-type]


@mutation("Put into force what another of the staff proposed. Written to the audit log.", permission=Permission.OPERATOR_PARTNERS)
async def approve_agreement_split(info: Info, input: AgreementSplitInput) -> ApproveAgreementSplitResult:
    return await info.context.write(agreed.decide_split, _deciding(info, input, is_approved=True))  # type: ignore[arg-type]


@mutation("Turn down what another of the staff proposed. Written to the audit log.", permission=Permission.OPERATOR_PARTNERS)
async def reject_agreement_split(info: Info, input: AgreementSplitInput) -> RejectAgreementSplitResult:
    return await info.context.write(agreed.decide_split, _deciding(info, input, is_approved=False))  # type: ignore[arg-type]


@mutation("Take back what one has proposed oneself. Written to the audit log.", permission=Permission.OPERATOR_PARTNERS)
async def withdraw_agreement_split(info: Info, input: AgreementSplitInput) -> WithdrawAgreementSplitResult:
    command = agreed.WithdrawSplitCommand(request_id=input.request_id, owner_id=info.context.viewer.id, split_id=read_id(input.split_id) or NOBODY)
    return await info.context.write(agreed.withdraw_split, command)  # type: ignore[arg-type]


@mutation("Settle a month now that would be settled within the hour. A month is settled once.", permission=Permission.OPERATOR_PARTNERS)
async def settle_agreement(info: Info, input: SettleAgreementInput) -> SettleAgreementResult:
    command = agreed.SettleAgreementCommand(
        request_id=input.request_id, owner_id=info.context.viewer.id, agreement_id=read_id(input.agreement_id) or NOBODY, month=input.month
    )
    return await info.context.write(agreed.settle_agreement, command)  # type: ignore[arg-type]


def _deciding(info: Info, input: AgreementSplitInput, *, is_approved: bool) -> agreed.DecideSplitCommand:
    return agreed.DecideSplitCommand(
        request_id=input.request_id, owner_id=info.context.viewer.id, split_id=read_id(input.split_id) or NOBODY, is_approved=is_approved
    )


def _party_of(share: AgreementShareInput) -> UUID:
    return HOUSE_ID if share.party_id is None else read_id(share.party_id) or NOBODY


@strawberry.type
class Mutation:
    make_agreement = make_agreement
    propose_agreement_split = propose_agreement_split
    approve_agreement_split = approve_agreement_split
    reject_agreement_split = reject_agreement_split
    withdraw_agreement_split = withdraw_agreement_split
    settle_agreement = settle_agreement
