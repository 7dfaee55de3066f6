"""Notices that something is there again, the part of the mall's public face that is about them: `mall.notices`.

ask_for_stock, drop_stock_notice, list_waiting   a customer's; who asked is told once, when there are units"""

from domains.mall.errors.notices import StockNoticesFull, StockThere
from domains.mall.events.notices import StockCameBack
from domains.mall.queries.notices import StockNotice, list_waiting
from domains.mall.service.notices import (
    NOTICES_MOST,
    AskForStockCommand,
    DropStockNoticeCommand,
    StockNoticeDropped,
    ask_for_stock,
    drop_stock_notice,
)

__all__ = ["NOTICES_MOST", "AskForStockCommand", "DropStockNoticeCommand", "StockCameBack", "StockNotice", "StockNoticeDropped", "StockNoticesFull"]
__all__ += ["StockThere", "ask_for_stock", "drop_stock_notice", "list_waiting"]
