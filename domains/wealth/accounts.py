"""The ledger accounts of wealth: each customer's shares of a fund, what the fund has issued, and the money between customers, house and registrar."""

from collections.abc import Iterable
from uuid import UUID

from domains import ledger
from domains.kernel.assets import Asset, fund_shares
from domains.kernel.commands import HOUSE_ID
from domains.kernel.ids import derived_id, ordered_ids

SHARES, ISSUED, CLEARING, FEES, ADVANCE = "fund_shares", "fund_issued", "fund_clearing", "fund_fee", "fund_advance"


def shares_id(owner_id: UUID, code: str) -> UUID:
    """The owner's shares of the fund with that code; the house holds those that it has paid out at once, until the fund pays them."""
    return shares_ids([owner_id], code)[0]


def shares_ids(owner_ids: Iterable[UUID], code: str) -> list[UUID]:
    """What `shares_id` tells of each of many. They lie as their owners do, so that a day's income goes through the ledger's indexes once."""
    return ordered_ids(owner_ids, f"{SHARES}:{code}")


def issued_id(code: str) -> UUID:
    """Where a fund's shares come from and go to: what it has issued, below nothing."""
    return derived_id(HOUSE_ID, f"{ISSUED}:{code}")


def clearing_id(code: str) -> UUID:
    """Money on its way between customers and the fund."""
    return derived_id(HOUSE_ID, f"{CLEARING}:{code}")


def advance_id(code: str) -> UUID:
    """The house's own money that pays out shares of a fund at once."""
    return derived_id(HOUSE_ID, f"{ADVANCE}:{code}")


def fee_id(asset: Asset) -> UUID:
    """What the house earns by subscriptions and redemptions."""
    return derived_id(HOUSE_ID, f"{FEES}:{asset.code}")


def product_accounts(code: str, asset: Asset) -> list[ledger.NewAccount]:
    """What a new product needs; the house's fee account is opened once."""
    return [
        ledger.NewAccount(issued_id(code), HOUSE_ID, ISSUED, fund_shares(code), may_go_negative=True),
        ledger.NewAccount(clearing_id(code), HOUSE_ID, f"{CLEARING}:{code}", asset, may_go_negative=True),
        ledger.NewAccount(advance_id(code), HOUSE_ID, f"{ADVANCE}:{code}", asset, may_go_negative=True),
        ledger.NewAccount(fee_id(asset), HOUSE_ID, FEES, asset),
        shares_account(HOUSE_ID, code),
    ]


def shares_account(owner_id: UUID, code: str) -> ledger.NewAccount:
    """The account of `shares_id`, opened when it is first needed."""
    return ledger.NewAccount(shares_id(owner_id, code), owner_id, SHARES, fund_shares(code))
