"""What staff send about agreements."""

from datetime import date
from uuid import UUID

import strawberry

from resolvers.money import MoneyInput
from resolvers.scalars import CurrencyCode

REQUEST_ID = "Made by the caller and kept before its first attempt. A repeat is answered alike."


@strawberry.input(description="Make an agreement with a partner.")
class MakeAgreementInput:
    request_id: UUID = strawberry.field(description=REQUEST_ID + " It becomes the agreement's id.")
    partner_id: strawberry.ID = strawberry.field(description="The partner.")
    scene: str | None = strawberry.field(
        default=None, description="The scene whose orders it is on: one whose manifest names the partner. Without it, the payments that the partner initiates."
    )
    currency: CurrencyCode = strawberry.field(description="The currency of what it is on. Another one is another agreement.")


@strawberry.input(description="What a party gets of the commission.")
class AgreementShareInput:
    party_id: strawberry.ID | None = strawberry.field(default=None, description="A partner; left out for the bank itself.")
    share_bps: int = strawberry.field(description="Its share of the commission, in hundredths of a percent. All shares sum to 10,000.")


@strawberry.input(description="Propose how commission is parted.")
class ProposeAgreementSplitInput:
    request_id: UUID = strawberry.field(description=REQUEST_ID + " It becomes the split's id.")
    agreement_id: strawberry.ID = strawberry.field(description="The agreement.")
    valid_from: date = strawberry.field(description="The first day, in Asia/Shanghai.")
    valid_to: date | None = strawberry.field(default=None, description="The day on which it ends; left out: it stands until another takes its place.")
    commission_bps: int = strawberry.field(description="The commission in hundredths of a percent of the order.")
    fixed: MoneyInput | None = strawberry.field(default=None, description="What comes on top of that for each order.")
    least: MoneyInput | None = strawberry.field(default=None, description="The least commission on an order.")
    shares: list[AgreementShareInput] = strawberry.field(description="Who gets what of it: one to eight different parties.")


@strawberry.input(description="Names a split.")
class AgreementSplitInput:
    request_id: UUID = strawberry.field(description=REQUEST_ID)
    split_id: strawberry.ID = strawberry.field(description="The split.")


@strawberry.input(description="Settle a month of an agreement.")
class SettleAgreementInput:
    request_id: UUID = strawberry.field(description=REQUEST_ID)
    agreement_id: strawberry.ID = strawberry.field(description="The agreement.")
    month: date = strawberry.field(description="The month, by its first day.")
