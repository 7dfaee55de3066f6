"""What stands on a side of a movement."""

from enum import Enum

import strawberry

from domains import wallet


@strawberry.enum(description="What is on the other side of a movement.")
class CounterpartyKind(Enum):
    CUSTOMER = strawberry.enum_value("customer", description="Another customer: see `counterparty`.")
    CHANNEL = strawberry.enum_value("channel", description="A payment channel.")
    MERCHANT = strawberry.enum_value("merchant", description="A merchant: see `merchant`.")
    BANK = strawberry.enum_value("bank", description="The bank itself, or one of its partners.")


def counterparty_kind_of(account_code: str) -> CounterpartyKind:
    """By the ledger's code of the account."""
    if account_code == wallet.WALLET:
        return CounterpartyKind.CUSTOMER
    if account_code in (wallet.MERCHANT, wallet.MERCHANT_BALANCE):
        return CounterpartyKind.MERCHANT
    return CounterpartyKind.CHANNEL if account_code.startswith((wallet.CHANNEL_PREFIX, wallet.PAY_OUT_PREFIX)) else CounterpartyKind.BANK
