"""Ask to be told when something is there again, and tell those who asked: once."""

from dataclasses import dataclass, field
from uuid import UUID

from domains import customers
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Tx
from domains.mall.errors.catalogue import VariantUnavailable
from domains.mall.errors.notices import StockNoticesFull, StockThere
from domains.mall.events.notices import StockCameBack
from domains.mall.queries import catalogue, notices, stock
from domains.mall.queries.notices import StockNotice

NOTICES_MOST = 50
"""Things that a customer waits for."""

TOLD_MOST = 500
"""Customers who are told in one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForStockCommand(Command):
    """`owner_id` wants to be told when there are units of the variant."""

    session_id: UUID = field(metadata=UNHASHED)
    variant_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DropStockNoticeCommand(Command):
    """`owner_id` does not wait for the variant any more. Again is the same."""

    session_id: UUID = field(metadata=UNHASHED)
    variant_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TellWaitingCommand(Command):
    """The house tells those who wait for a variant, some at a time."""

    variant_id: UUID


@dataclass(frozen=True, slots=True)
class StockNoticeDropped:
    variant_id: UUID


@dataclass(frozen=True, slots=True)
class WaitingTold:
    """How many were told; `is_more` when there may be others."""

    count: int
    is_more: bool


@composite_verb(StockNotice)
async def ask_for_stock(tx: Tx, command: AskForStockCommand) -> StockNotice | Refusal:
    """Refuses VariantUnavailable, StockThere where units can be bought, StockNoticesFull."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    offered = (await catalogue.find_offered(tx, [command.variant_id])).get(command.variant_id)
    if offered is None or not offered.is_on_sale or not offered.is_stocked:
        raise VariantUnavailable(str(command.variant_id))
    free = (await stock.count_free(tx, [command.variant_id])).get(command.variant_id, 0)
    if free > 0:
        raise StockThere(free)
    assert command.request_id is not None
    asked = await notices.save_notice(tx, command.owner_id, command.variant_id, derived_id(command.request_id, "stock_notice"), NOTICES_MOST)
    if asked is None:
        raise StockNoticesFull(NOTICES_MOST)
    return asked


@composite_verb(StockNoticeDropped)
async def drop_stock_notice(tx: Tx, command: DropStockNoticeCommand) -> StockNoticeDropped | Refusal:
    """Whatever was asked, nobody is told."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    await notices.remove_notice(tx, command.owner_id, command.variant_id)
    return StockNoticeDropped(command.variant_id)


@composite_verb(WaitingTold)
async def tell_waiting(tx: Tx, command: TellWaitingCommand) -> WaitingTold:
    """Those who have waited longest first. Nobody is told of what was sold meanwhile: they go on waiting."""
    if (await stock.count_free(tx, [command.variant_id])).get(command.variant_id, 0) <= 0:
        return WaitingTold(0, is_more=False)
    told = await notices.mark_told(tx, command.variant_id, TOLD_MOST)
    for customer_id, notice_id in told:
        tx.publish(StockCameBack(customer_id, None, command.variant_id, notice_id))
    return WaitingTold(len(told), is_more=len(told) == TOLD_MOST)
