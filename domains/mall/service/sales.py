"""Count what is sold for the order in which products are found: beside the orders, so that no purchase waits for a product's row."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domains.kernel.commands import Command, composite_verb
from domains.kernel.transactions import Tx
from domains.mall.queries import sales
from domains.mall.service.search import index_goods


@dataclass(frozen=True, slots=True, kw_only=True)
class CountSalesCommand(Command):
    """Of a business day."""

    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexGoodsCommand(Command):
    """Let products be found as they stand now."""

    ids: tuple[UUID, ...]


@composite_verb(int)
async def count_sales(tx: Tx, command: CountSalesCommand) -> int:
    """How many days were counted: one. Counting a day again puts right what changed."""
    await sales.count_day(tx, command.day)
    await sales.forget_days(tx)
    return 1


@composite_verb(int)
async def index_again(tx: Tx, command: IndexGoodsCommand) -> int:
    """How many products that were."""
    await index_goods(tx, command.ids)
    return len(command.ids)
