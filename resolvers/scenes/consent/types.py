"""Consents to partners, as the customer who gave them sees them."""

from enum import Enum

import strawberry

from domains import ledger, scenes, wallet
from domains.kernel.clock import business_date
from domains.kernel.data_classes import C1, C2
from domains.kernel.money import Amount
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.scalars import Instant
from resolvers.scenes.consent.rows import AgreedPaymentRow
from resolvers.wallet.merchants.types import Merchant
from resolvers.wallet.types import WalletAccount


@strawberry.enum(description="Where a consent to a partner stands.")
class PartnerConsentState(Enum):
    ACTIVE = strawberry.enum_value("active", description="The partner may act under it.")
    EXPIRED = strawberry.enum_value("expired", description="Its time has come.")
    USED_UP = strawberry.enum_value("used_up", description="All of its uses were made. What was done can still be seen.")
    REVOKED = strawberry.enum_value("revoked", description="The customer took it back.")


@batched(str | None, "What the partner is called; null if it cannot be read just now.", data_class=C1, name="partnerName")
async def partner_name_of_consent(read: Read, consents: list[scenes.PartnerConsent], viewers: list[Viewer]) -> list[str | None]:
    found = await scenes.find_partners(read, [consent.partner_id for consent in consents])
    return [None if partner is None else partner.name for partner in found]


@batched(PartnerConsentState, "Where it stands.", data_class=C1, name="state")
async def consent_state(read: Read, consents: list[scenes.PartnerConsent], viewers: list[Viewer]) -> list[PartnerConsentState]:
    return [PartnerConsentState(consent.state_at(read.now).value) for consent in consents]


@batched(list[WalletAccount], "The accounts that it covers.", list_size=5, name="accounts")
async def accounts_of_consent(read: Read, consents: list[scenes.PartnerConsent], viewers: list[Viewer]) -> list[list[ledger.Account]]:
    pairs = [(account_id, consent.customer_id) for consent in consents for account_id in consent.terms.account_ids]
    accounts = iter(await wallet.find_wallets(read, [id_ for id_, _ in pairs], [owner_id for _, owner_id in pairs]) if pairs else ())
    return [[account for _ in consent.terms.account_ids if (account := next(accounts)) is not None] for consent in consents]


@batched(Money | None, "What was paid under it this month (Asia/Shanghai); null where it allows no payments.", name="spentThisMonth")
async def spent_this_month(read: Read, consents: list[scenes.PartnerConsent], viewers: list[Viewer]) -> list[Amount | None]:
    paying = [consent for consent in consents if consent.terms.caps is not None]
    ids = [consent.id for consent in paying]
    sums = await scenes.sum_spends(read, [consent.customer_id for consent in paying], ids, business_date(read.now)) if paying else []
    spent = dict(zip(ids, sums, strict=True))
    return [None if (caps := consent.terms.caps) is None else Amount(spent[consent.id].month_minor, caps.asset) for consent in consents]


@computed("What the partner may do and see, for example payments.write.")
def scopes(row: scenes.PartnerConsent) -> list[str]:
    return list(row.terms.scopes)


@computed("What the partner sees in full, not masked: name, phone_number.")
def open_claims(row: scenes.PartnerConsent) -> list[str]:
    return list(row.terms.open_claims)


@computed("The most for one payment; null where it allows none.", C2)
def payment_cap(row: scenes.PartnerConsent) -> Money | None:
    return row.terms.caps and row.terms.caps.payment  # type: ignore[return-value]


@computed("The most for one day; null where there is no such cap.", C2)
def day_cap(row: scenes.PartnerConsent) -> Money | None:
    return row.terms.caps and row.terms.caps.day  # type: ignore[return-value]


@computed("The most for one month; null where it allows no payments.", C2)
def month_cap(row: scenes.PartnerConsent) -> Money | None:
    return row.terms.caps and row.terms.caps.month  # type: ignore[return-value]


@computed("How many payments are left; null where they are not counted.")
def uses_left(row: scenes.PartnerConsent) -> int | None:
    return row.terms.uses_left


@computed("Until when it stands.")
def expires_at(row: scenes.PartnerConsent) -> Instant:
    return Instant(row.terms.expires_at)


@batched(Merchant | None, "Who is paid; null if it cannot be read just now.", data_class=C1, name="payee")
async def payee_of_agreed_payment(read: Read, rows: list[AgreedPaymentRow], viewers: list[Viewer]) -> list[wallet.Merchant | None]:
    payees = await scenes.find_payees(read, [row.partner_id for row in rows], [row.detail.payee_id for row in rows])
    found = await wallet.find_merchants(read, [payee.merchant_id for payee in payees if payee is not None])
    return [None if payee is None else found.get(payee.merchant_id) for payee in payees]


@computed("How much.", C2, name="amount")
def agreed_amount(row: AgreedPaymentRow) -> Money:
    return row.detail.amount  # type: ignore[return-value]


@computed("What the partner calls it; empty where it says nothing.", C2, name="reference")
def agreed_reference(row: AgreedPaymentRow) -> str:
    return row.detail.reference


@type_of(AgreedPaymentRow, "The one payment that a consent is about.")
class AgreedPayment:
    amount = agreed_amount
    payee = payee_of_agreed_payment
    reference = agreed_reference


@computed("The one payment that it is about; null where it is about more.", C2, name="payment")
def agreed_payment(row: scenes.PartnerConsent) -> AgreedPayment | None:
    return None if row.terms.detail is None else AgreedPaymentRow(row.partner_id, row.terms.detail)  # type: ignore[return-value]


@type_of(scenes.PartnerConsent, "What the customer lets a partner do and see.")
class PartnerConsent:
    id: strawberry.ID = field("The consent.")
    partner_name = partner_name_of_consent
    purpose: str = field("What the partner says it is for; empty where it says nothing.")
    scopes = scopes
    open_claims = open_claims
    accounts = accounts_of_consent
    payment_cap = payment_cap
    day_cap = day_cap
    month_cap = month_cap
    spent_this_month = spent_this_month
    uses_left = uses_left
    payment = agreed_payment
    state = consent_state
    version: int = field("Counts what the customer changed of it, from 1.")
    granted_at: Instant = field("When it was given.")
    expires_at = expires_at
    revoked_at: Instant | None = field("When it was taken back; null while it was not.")
