"""Flash sales, the part of the mall's public face that is about them: `mall.flash`.

announce_flash_sale, cancel_flash_sale   by who acts for a shop, or by staff
join_flash_sale                          a customer's place in the queue; deal_flash_sale is the house's, for those whose turn it is
find_sales, list_live, count_slots, find_places   what is shown"""

from domains.mall.errors.flash import FlashPlaceHeld, FlashSaleMalformed, FlashSaleNotBegun, FlashSaleNotFound, FlashSaleOver, FlashSaleSoldOut
from domains.mall.events.flash import FlashQueueAdvanced, FlashQueueStirred, FlashSaleAnnounced, FlashTurnBegun
from domains.mall.queries.flash import FlashPlace, count_slots, find_places, find_sales, list_live
from domains.mall.rules.flash import LIVE_MOST, FlashSale, FlashState, Slots
from domains.mall.service.deal_flash import DealFlashSaleCommand, FlashDealt, deal_flash_sale
from domains.mall.service.flash import (
    AnnounceFlashSaleCommand,
    CancelFlashSaleCommand,
    FlashSaleJoined,
    JoinFlashSaleCommand,
    announce_flash_sale,
    cancel_flash_sale,
    join_flash_sale,
)

__all__ = ["LIVE_MOST", "AnnounceFlashSaleCommand", "CancelFlashSaleCommand", "DealFlashSaleCommand", "FlashDealt", "FlashPlace", "FlashPlaceHeld"]
__all__ += ["FlashQueueAdvanced", "FlashQueueStirred", "FlashSale", "FlashSaleAnnounced", "FlashSaleJoined", "FlashSaleMalformed", "FlashSaleNotBegun"]
__all__ += ["FlashSaleNotFound", "FlashSaleOver", "FlashSaleSoldOut", "FlashState", "FlashTurnBegun", "JoinFlashSaleCommand", "Slots"]
__all__ += ["announce_flash_sale", "cancel_flash_sale", "count_slots", "deal_flash_sale", "find_places", "find_sales", "join_flash_sale", "list_live"]
