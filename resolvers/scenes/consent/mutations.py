"""The consents' mutations, for the customer who gave them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from domains import scenes
from domains.kernel.money import Amount
from resolvers.context import NOBODY, Info
from resolvers.fields import mutation
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountMalformed, IdReused, UnknownCurrency
from resolvers.scalars import Instant, read_id
from resolvers.scenes.consent.problems import ConsentExpired, ConsentNotFound, ConsentNotNarrower, ConsentRevoked
from resolvers.scenes.consent.types import PartnerConsent


@strawberry.input(description="Take something away from a consent. What is left out stays as it is.")
class NarrowConsentInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    id: strawberry.ID = strawberry.field(description="The consent.")
    scopes: list[str] | None = strawberry.field(default=None, description="Those that are to be left.")
    account_ids: list[strawberry.ID] | None = strawberry.field(default=None, description="The accounts that are to be left.")
    open_claims: list[str] | None = strawberry.field(default=None, description="What the partner may go on to see in full.")
    payment_cap: MoneyInput | None = strawberry.field(default=None, description="The most for one payment.")
    day_cap: MoneyInput | None = strawberry.field(default=None, description="The most for one day.")
    month_cap: MoneyInput | None = strawberry.field(default=None, description="The most for one month.")
    uses_left: int | None = strawberry.field(default=None, description="How many payments are to be left.")
    expires_at: Instant | None = strawberry.field(default=None, description="Until when it is to stand.")


@strawberry.input(description="Take a consent back.")
class RevokeConsentInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    id: strawberry.ID = strawberry.field(description="The consent.")


NarrowConsentResult = Annotated[
    PartnerConsent | ConsentNotFound | ConsentRevoked | ConsentExpired | ConsentNotNarrower | AmountMalformed | UnknownCurrency | IdReused,
    strawberry.union("NarrowConsentResult", description="The consent as it stands, or why it was refused."),
]

RevokeConsentResult = Annotated[
    PartnerConsent | ConsentNotFound | IdReused,
    strawberry.union("RevokeConsentResult", description="The consent, which has ended, or why it was refused."),
]


@mutation("Make a consent to a partner narrower, at once. It never becomes wider: for that the partner asks again.", permission=Permission.CUSTOMER)
async def narrow_consent(info: Info, input: NarrowConsentInput) -> NarrowConsentResult:
    viewer = info.context.viewer
    expires_at: datetime | None = input.expires_at
    narrowing = scenes.Narrowing(
        scopes=None if input.scopes is None else tuple(sorted(set(input.scopes))),
        account_ids=None if input.account_ids is None else tuple(sorted({read_id(id_) or NOBODY for id_ in input.account_ids})),
        open_claims=None if input.open_claims is None else tuple(sorted(set(input.open_claims))),
        payment_cap=_cap(input.payment_cap),
        day_cap=_cap(input.day_cap),
        month_cap=_cap(input.month_cap),
        uses_left=input.uses_left,
        expires_at=expires_at,
    )
    command = scenes.NarrowConsentCommand(
        request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, consent_id=read_id(input.id) or NOBODY, narrowing=narrowing
    )
    return await info.context.write(scenes.narrow_consent, command)  # type: ignore[arg-type]


@mutation("Take a consent back. From the answer on nothing of the partner's passes under it.", permission=Permission.CUSTOMER)
async def revoke_consent(info: Info, input: RevokeConsentInput) -> RevokeConsentResult:
    viewer = info.context.viewer
    command = scenes.RevokeConsentCommand(request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, consent_id=read_id(input.id) or NOBODY)
    return await info.context.write(scenes.revoke_consent, command)  # type: ignore[arg-type]


def _cap(money: MoneyInput | None) -> Amount | None:
    return None if money is None else amount_of(money)


@strawberry.type
class Mutation:
    narrow_consent = narrow_consent
    revoke_consent = revoke_consent
