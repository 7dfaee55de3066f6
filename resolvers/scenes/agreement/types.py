"""Agreements with partners: as staff see them, and what became of them as their parties do too."""

from datetime import date
from enum import Enum
from typing import NamedTuple
from uuid import UUID

import strawberry

from domains import ledger, scenes
from domains.kernel.commands import HOUSE_ID
from domains.kernel.data_classes import C1, C2
from domains.kernel.money import Amount
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.paging import Connection
from resolvers.scalars import CurrencyCode, Cursor, Instant
from resolvers.scenes.partner.types import Partner

agreed = scenes.agreements


def _party(party_id: UUID) -> strawberry.ID | None:
    return None if party_id == HOUSE_ID else strawberry.ID(str(party_id))


@strawberry.enum(description="Where a split of an agreement stands.")
class AgreementSplitState(Enum):
    PROPOSED = strawberry.enum_value("proposed", description="Another of the staff decides on it.")
    APPROVED = strawberry.enum_value("approved", description="It is in force from its first day.")
    REJECTED = strawberry.enum_value("rejected", description="Another of the staff turned it down.")
    WITHDRAWN = strawberry.enum_value("withdrawn", description="Whoever proposed it took it back.")


class ShareRow(NamedTuple):
    """A party of a split and its share."""

    party_id: UUID
    share_bps: int


@computed("The partner; null for the bank itself.", name="partyId")
def party_of_share(row: ShareRow) -> strawberry.ID | None:
    return _party(row.party_id)


@type_of(ShareRow, "What a party gets of the commission.")
class AgreementShare:
    party_id = party_of_share
    share_bps: int = field("Its share of the commission, in hundredths of a percent.")


@computed("Who gets what of it; the shares sum to 10,000.")
def shares(row: agreed.AgreementSplit) -> list[AgreementShare]:
    return [ShareRow(party, share) for party, share in zip(row.parties, row.shares_bps, strict=True)]  # type: ignore[misc]


@computed("Where it stands.", name="state")
def split_state(row: agreed.AgreementSplit) -> AgreementSplitState:
    return AgreementSplitState(row.state.value)


@type_of(agreed.AgreementSplit, "How commission on orders is parted from a day on.")
class AgreementSplit:
    id: strawberry.ID = field("The split.")
    agreement_id: strawberry.ID = field("The agreement.")
    valid_from: date = field("The first day, in Asia/Shanghai.")
    valid_to: date | None = field("The day on which it ends; null while it stands without end.")
    commission_bps: int = field("The commission in hundredths of a percent of the order.")
    fixed: Money = field("What comes on top of that for each order.", C2)
    least: Money = field("The least commission on an order.", C2)
    shares = shares
    state = split_state
    proposed_by: strawberry.ID = field("Who of the staff proposed it.")
    proposed_at: Instant = field("When.")
    decided_by: strawberry.ID | None = field("Who of the staff approved or rejected it.")


@computed("The partner; null for the bank itself.", name="partyId")
def party_of_reconciliation(row: agreed.Reconciled) -> strawberry.ID | None:
    return _party(row.party_id)


async def _owed(read: Read, rows: list[agreed.Reconciled]) -> list[Amount | None]:
    """What the ledger has as owed to each; None for the bank, which owes itself nothing."""
    ids = [agreed.payable_account_id(row.agreement_id, row.party_id) for row in rows]
    found = await ledger.find_accounts(read, ids)
    return [found[id_].posted if id_ in found else None for id_ in ids]


@batched(Money | None, "What the ledger has as owed to the party; null for the bank itself, whose part never leaves it.", name="owed")
async def owed(read: Read, rows: list[agreed.Reconciled], viewers: list[Viewer]) -> list[Amount | None]:
    return await _owed(read, rows)


@batched(bool, "Whether the ledger agrees: `owed` is `open`. Of the bank's own part there is nothing to agree on.", data_class=C1)
async def is_reconciled(read: Read, rows: list[agreed.Reconciled], viewers: list[Viewer]) -> list[bool]:
    told = await _owed(read, rows)
    return [row.party_id == HOUSE_ID or amount == row.open for row, amount in zip(rows, told, strict=True)]


@type_of(agreed.Reconciled, "What a party has from an agreement in all: accrued less reversed is settled and open.")
class AgreementReconciliation:
    party_id = party_of_reconciliation
    accrued: Money = field("What orders earned for it.", C2)
    reversed: Money = field("What refunds took back.", C2)
    settled: Money = field("What was paid into its balance.", C2)
    open: Money = field("What is neither; less than nothing where refunds took back what was settled.", C2)
    owed = owed
    is_reconciled = is_reconciled


@type_of(agreed.SettlementLine, "A party's part of an order, or of what a refund took back.")
class AgreementSettlementLine:
    entry_id: strawberry.ID = field("The order or the refund.")
    order_id: strawberry.ID = field("The order, or the payment that the partner initiated.")
    is_refund: bool = field("Whether it was taken back.")
    amount: Money = field("What the order came to, or the refund.", C2)
    commission: Money = field("The commission on it.", C2)
    part: Money = field("The party's part of the commission.", C2)
    accrued_at: Instant = field("When it was written down.")


@computed("The partner; null for the bank itself.", name="partyId")
def party_of_settlement(row: agreed.AgreementSettlement) -> strawberry.ID | None:
    return _party(row.party_id)


@batched(Connection[AgreementSettlementLine], "What it was made of, by the id of the order or refund.")
async def lines(
    read: Read, rows: list[agreed.AgreementSettlement], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[agreed.SettlementLine]]:
    return await agreed.list_line_pages(read, rows, first, after)


@type_of(agreed.AgreementSettlement, "What a month came to for a party: brought and accrued, less reversed, is paid and carried.")
class AgreementSettlement:
    id: strawberry.ID = field("The settlement.")
    agreement_id: strawberry.ID = field("The agreement.")
    party_id = party_of_settlement
    month: date = field("The month, by its first day.")
    orders: int = field("How many orders it had a part of.")
    refunds: int = field("How many refunds took from it.")
    brought: Money = field("What was carried from the month before: nothing, or less.", C2)
    accrued: Money = field("What orders earned for it.", C2)
    reversed: Money = field("What refunds took back.", C2)
    paid: Money = field("What was paid into its balance.", C2)
    carried: Money = field("What is carried to the next month: nothing, or less.", C2)
    settled_at: Instant = field("When.")
    lines = lines


@type_of(agreed.AgreementMonth, "A month that is settled.")
class AgreementMonth:
    agreement_id: strawberry.ID = field("The agreement.")
    month: date = field("The month, by its first day.")
    settlements: list[AgreementSettlement] = field("One for each party that earned something, or had something carried.", list_size=8)


@computed("The currency of what it is on.", name="currency")
def agreement_currency(row: agreed.Agreement) -> CurrencyCode:
    return CurrencyCode(row.asset.code)


@batched(Partner | None, "The partner; null if it cannot be read just now.", data_class=C1, name="partner")
async def agreement_partner(read: Read, rows: list[agreed.Agreement], viewers: list[Viewer]) -> list[scenes.Partner | None]:
    return await scenes.find_partners(read, [row.partner_id for row in rows])


@batched(list[AgreementSplit], "All of its splits, also those that were not approved, by their first day.", data_class=C1, list_size=12)
async def splits(read: Read, rows: list[agreed.Agreement], viewers: list[Viewer]) -> list[list[agreed.AgreementSplit]]:
    found = await agreed.list_splits(read, [row.id for row in rows])
    return [found[row.id] for row in rows]


@batched(
    list[AgreementReconciliation],
    "What each party has from it in all, and whether the ledger agrees.",
    cost=20,
    list_size=8,
)
async def reconciliation(read: Read, rows: list[agreed.Agreement], viewers: list[Viewer]) -> list[list[agreed.Reconciled]]:
    found = await agreed.reconcile_agreements(read, [row.id for row in rows])
    return [[one for one in found if one.agreement_id == row.id] for row in rows]


@batched(Connection[AgreementSettlement], "Its settlements with all parties, newest month first.", name="settlements")
async def agreement_settlements(
    read: Read, rows: list[agreed.Agreement], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[agreed.AgreementSettlement]]:
    return await agreed.list_settlement_pages_of_agreements(read, [row.id for row in rows], first, after)


@type_of(agreed.Agreement, "What the bank and a partner have agreed on commission.")
class Agreement:
    id: strawberry.ID = field("The agreement.")
    partner_id: strawberry.ID = field("The partner.")
    partner = agreement_partner
    scene: str | None = field("The scene whose orders it is on; null where it is on the payments that the partner initiates.")
    currency = agreement_currency
    settled_through: date = field("The last month that is settled, by its first day.")
    made_by: strawberry.ID = field("Who of the staff made it.")
    made_at: Instant = field("When.")
    splits = splits
    settlements = agreement_settlements
    reconciliation = reconciliation
