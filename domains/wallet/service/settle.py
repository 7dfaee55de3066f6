"""Settle a merchant's day: the fee to the house, the rest to the merchant's balance."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domains import ledger
from domains.kernel.assets import asset_of
from domains.kernel.clock import business_date
from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.accounts import collected_account_id, merchant_balance_id, merchant_fee_id
from domains.wallet.errors.merchants import DayNotOver, MerchantNotFound
from domains.wallet.events.merchants import MerchantSettled
from domains.wallet.queries import merchants, settlements
from domains.wallet.queries.settlements import Settlement
from domains.wallet.rules.payments import SETTLED_AFTER, is_settled

SETTLEMENT, FEE = "settlement", "merchant_fee"
"""The kinds of its movements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleMerchantCommand(Command):
    """Without a request id: the row of merchant and day makes repeats harmless."""

    merchant_id: UUID
    day: date


@composite_verb(Settlement)
async def settle_merchant(tx: Tx, command: SettleMerchantCommand) -> Settlement | Refusal:
    """Settle the day once; a repeat is told the same. Refuses MerchantNotFound; DayNotOver for a day that is not over, or not the merchant's next one."""
    settled_through = await merchants.lock_merchant(tx, command.merchant_id)
    if settled_through is None:
        raise MerchantNotFound
    if is_settled(command.day, settled_through):
        (there,) = await settlements.find_settlements(tx, [command.merchant_id], [command.day])
        if there is None:
            raise DayNotOver
        return there
    last_over = business_date(tx.now - SETTLED_AFTER)
    if command.day >= last_over or await settlements.find_next_day(tx, command.merchant_id, settled_through, command.day) != command.day:
        raise DayNotOver
    total = await settlements.total_of(tx, command.merchant_id, command.day)
    asset = asset_of(total.asset)
    gross, refunded, fee = (Amount(minor, asset) for minor in (total.gross_minor, total.refunded_minor, total.fee_minor))
    settlement = Settlement(command.merchant_id, command.day, total.payments, gross, refunded, fee, gross - refunded - fee, tx.now)
    planned = _plan(settlement)
    if planned:
        (verdict,) = await ledger.post(tx, [(derived_id(command.merchant_id, f"settlement:{command.day}"), planned)])
        if isinstance(verdict, Refusal):
            raise verdict
    await settlements.insert_settlement(tx, settlement)
    tx.publish(MerchantSettled(command.merchant_id, None, command.day, gross.minor, refunded.minor, fee.minor, asset.code))
    return settlement


def _plan(settlement: Settlement) -> list[ledger.Planned]:
    source = collected_account_id(settlement.merchant_id)
    targets = ((FEE, merchant_fee_id(settlement.fee.asset), settlement.fee), (SETTLEMENT, merchant_balance_id(settlement.merchant_id), settlement.net))
    return [
        ledger.PlannedMovement(derived_id(settlement.merchant_id, f"{kind}:{settlement.day}"), kind, source, target, amount)
        for kind, target, amount in targets
        if amount.minor
    ]
