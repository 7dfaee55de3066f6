"""A customer and their accounts, as a partner sees them: masked, unless the customer said otherwise."""

import strawberry

from domains import customers
from domains.kernel.data_classes import C1, C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.scalars import CurrencyCode
from resolvers.scenes.profile.rows import AccountRow, ProfileRow

NAME, PHONE = "name", "phone_number"


@batched(bool | None, "Whether the bank checked name and ID number; null if it cannot be read just now.", data_class=C1)
async def is_verified(read: Read, rows: list[ProfileRow], viewers: list[Viewer]) -> list[bool | None]:
    found = await customers.list_customers(read, [row.customer_id for row in rows])
    return [None if (one := found.get(row.customer_id)) is None else one.tier is customers.Tier.VERIFIED for row in rows]


@batched(str | None, "For example 张*; null until the identity was verified.")
async def masked_name(read: Read, rows: list[ProfileRow], viewers: list[Viewer]) -> list[str | None]:
    found = await customers.list_parties(read, [row.customer_id for row in rows])
    return [None if party is None else party.masked_name for party in found]


@batched(str | None, "The whole name; null unless the customer let the partner see it, and until the identity was verified.")
async def name(read: Read, rows: list[ProfileRow], viewers: list[Viewer]) -> list[str | None]:
    wanted = [(row.customer_id, frozenset({"name"}) if NAME in row.open_claims else frozenset[str]()) for row in rows]
    return [claims.name for claims in await customers.list_open_claims(read, wanted)]


@batched(str | None, "For example 138****8000.")
async def masked_phone(read: Read, rows: list[ProfileRow], viewers: list[Viewer]) -> list[str | None]:
    found = await customers.list_parties(read, [row.customer_id for row in rows])
    return [None if party is None else party.masked_phone for party in found]


@batched(str | None, "The whole number, for example +8613800138000; null unless the customer let the partner see it.")
async def phone(read: Read, rows: list[ProfileRow], viewers: list[Viewer]) -> list[str | None]:
    wanted = [(row.customer_id, frozenset({"phone"}) if PHONE in row.open_claims else frozenset[str]()) for row in rows]
    return [claims.phone for claims in await customers.list_open_claims(read, wanted)]


@type_of(ProfileRow, "The customer of a partner's token.")
class PartnerProfile:
    subject: strawberry.ID = field("The partner's own name for the customer, the `sub` of its tokens. No other partner knows the customer by it.", C2)
    is_verified = is_verified
    masked_name = masked_name
    name = name
    masked_phone = masked_phone
    phone = phone


@computed("Which currency.", name="currency")
def currency_of_consented(row: AccountRow) -> CurrencyCode:
    return CurrencyCode(row.account.asset.code)


@computed("All that it holds.", C2, name="balance")
def balance_of_consented(row: AccountRow) -> Money:
    return row.account.posted  # type: ignore[return-value]


@computed("What can be spent now.", C2, name="available")
def available_of_consented(row: AccountRow) -> Money:
    return row.account.available  # type: ignore[return-value]


@type_of(AccountRow, "An account that the customer's consent covers.")
class PartnerAccount:
    id: strawberry.ID = field("The partner's own name for the account.")
    currency = currency_of_consented
    balance = balance_of_consented
    available = available_of_consented
