"""Which ledger account is whose wallet or till, and which says what a payment channel owes the house: derived, so that no look-up stands before the lock."""

from uuid import UUID

from domains.kernel.assets import CNY, POINTS, Asset
from domains.kernel.commands import HOUSE_ID
from domains.kernel.ids import derived_id
from domains.ledger import DEBIT, NewAccount, tell_one_by_one

WALLET = "wallet"
"""The ledger code of a customer's own money."""

tell_one_by_one(WALLET)

CHANNEL_PREFIX = "channel:"
"""How the ledger code of a channel's account begins; its name follows."""

PAY_OUT_PREFIX = "channel-paid:"
"""How the ledger code of what a channel paid out begins; its name follows."""

SUSPENSE_PREFIX = "suspense:"
"""How the ledger code of the account begins where a channel's unexplained differences stand; its name follows."""

POINTS_CODE = "points"
"""The ledger code of a customer's points."""

POINTS_OWED = "points_owed"

POINTS_RESERVES = 16

MERCHANT = "merchant"
"""The ledger code of what a merchant collected and was not settled yet. Hot: many payers at once."""

MERCHANT_BALANCE = "merchant_balance"
"""The ledger code of what a merchant was settled."""

MERCHANT_FEE = "merchant_fee"
"""The ledger code of what the house earned by settling merchants."""


def wallet_account_id(customer_id: UUID, asset: Asset) -> UUID:
    """The ledger account of a customer's wallet in one asset."""
    return derived_id(customer_id, f"wallet:{asset.code}")


def channel_account_id(channel: str, asset: Asset) -> UUID:
    """The settlement account of a channel in one asset."""
    return derived_id(HOUSE_ID, f"{CHANNEL_PREFIX}{channel}:{asset.code}")


def channel_account(channel: str, asset: Asset) -> NewAccount:
    """That account, to be opened. It grows with every top-up and shrinks as the channel pays; a channel never owes less than nothing."""
    return NewAccount(channel_account_id(channel, asset), HOUSE_ID, CHANNEL_PREFIX + channel, asset, DEBIT)


def pay_out_account_id(channel: str, asset: Asset) -> UUID:
    """The account of what a channel paid out for the house, in one asset."""
    return derived_id(HOUSE_ID, f"{PAY_OUT_PREFIX}{channel}:{asset.code}")


def pay_out_account(channel: str, asset: Asset) -> NewAccount:
    """That account, to be opened. It grows with every withdrawal and shrinks as the house pays the channel. Hot: withdrawals do not wait for one another."""
    return NewAccount(pay_out_account_id(channel, asset), HOUSE_ID, PAY_OUT_PREFIX + channel, asset, hot=True)


def suspense_account_id(channel: str, asset: Asset) -> UUID:
    """Where the differences between a channel's bills and the books stand until they are explained, in one asset."""
    return derived_id(HOUSE_ID, f"{SUSPENSE_PREFIX}{channel}:{asset.code}")


def suspense_account(channel: str, asset: Asset) -> NewAccount:
    """That account, to be opened. Above zero: the channel says more came in, or less went out, than the books know."""
    return NewAccount(suspense_account_id(channel, asset), HOUSE_ID, SUSPENSE_PREFIX + channel, asset, may_go_negative=True)


def points_account_id(customer_id: UUID) -> UUID:
    """The ledger account of a customer's points: what all of their lots hold together."""
    return derived_id(customer_id, POINTS_CODE)


def points_owed_account_id(customer_id: UUID) -> UUID:
    """What a customer owes of points that were taken back after they had been spent."""
    return derived_id(customer_id, POINTS_OWED)


def points_reserve_id(customer_id: UUID) -> UUID:
    """The house's account that a customer's points come from and go back to: one of a few, so that earning customers do not all wait for one another."""
    return derived_id(HOUSE_ID, _points_reserve(customer_id))


def points_paid_id(customer_id: UUID) -> UUID:
    """The house's account for the money that a customer's points pay: one of a few, for the same reason."""
    return derived_id(HOUSE_ID, _points_paid(customer_id))


def points_accounts(customer_id: UUID) -> list[NewAccount]:
    """The four accounts, to be opened with a customer's first points."""
    return [
        NewAccount(points_account_id(customer_id), customer_id, POINTS_CODE, POINTS),
        NewAccount(points_owed_account_id(customer_id), customer_id, POINTS_OWED, POINTS, DEBIT),
        NewAccount(points_reserve_id(customer_id), HOUSE_ID, _points_reserve(customer_id), POINTS, may_go_negative=True),
        NewAccount(points_paid_id(customer_id), HOUSE_ID, _points_paid(customer_id), CNY, may_go_negative=True),
    ]


def _points_reserve(customer_id: UUID) -> str:
    return f"points_reserve:{customer_id.int % POINTS_RESERVES}"


def _points_paid(customer_id: UUID) -> str:
    return f"points_paid:{customer_id.int % POINTS_RESERVES}"


def collected_account_id(merchant_id: UUID) -> UUID:
    """Where payments to a merchant arrive."""
    return derived_id(merchant_id, MERCHANT)


def merchant_balance_id(merchant_id: UUID) -> UUID:
    """Where a merchant's settlements arrive."""
    return derived_id(merchant_id, MERCHANT_BALANCE)


def merchant_fee_id(asset: Asset) -> UUID:
    """Where fees of merchants arrive."""
    return derived_id(HOUSE_ID, f"{MERCHANT_FEE}:{asset.code}")


def merchant_accounts(merchant_id: UUID, asset: Asset) -> list[NewAccount]:
    """The accounts of a merchant, to be opened, and the house's own that its fees go to."""
    return [
        NewAccount(collected_account_id(merchant_id), merchant_id, MERCHANT, asset, hot=True),
        NewAccount(merchant_balance_id(merchant_id), merchant_id, MERCHANT_BALANCE, asset),
        NewAccount(merchant_fee_id(asset), HOUSE_ID, MERCHANT_FEE, asset, hot=True),
    ]
