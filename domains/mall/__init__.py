"""Mall: shops, what they sell, what there is of it, what a cart costs and why, and what becomes of an order.

shops       apply_for_shop, decide_shop; find_shops, list_shops, find_for_acting
catalogue   save_category, list_categories; save_goods, set_goods_state; find_seen_goods, list_on_sale, list_goods_of_shop, list_variants
searching   what products are found by: a leaf of its own
importing   files of products: a leaf of its own
stock       open_warehouse, receive_stock, adjust_stock; list_warehouses, count_free
promotions  make_promotion, end_promotion; list_promotions
carts       set_cart_line; find_carts, quote_lines, find_visits; the port SceneAccounts
orders      place_mall_order, pay_mall_orders, cancel_mall_order, ship_mall_order, confirm_delivery, return_lines; for the house end_due_order;
            find_orders, list_orders, list_orders_of_shop, list_order_lines, find_deliveries
reviews     find_review_rights; inside the verb that writes the review use_review_right

Leaves of their own: flash sales, `mall.flash`, notices that something is there again, `mall.notices`, how it reaches the customer, `mall.fulfilment`, and
what follows a sale (exchanges, prices made good, disputes), `mall.after_sale`."""

from domains.mall import after_sale, flash, fulfilment, importing, notices, searching
from domains.mall.errors.catalogue import CategoryMalformed, GoodsChanged, GoodsMalformed, GoodsNotFound, VariantUnavailable
from domains.mall.errors.orders import CartFull, DeliveryMalformed, MallOrderEnded, MallOrderNotFound, PriceChanged
from domains.mall.errors.parcels import ReviewRightMissing
from domains.mall.errors.promotions import PromotionMalformed, PromotionNotFound
from domains.mall.errors.shops import ShopClosed, ShopMalformed, ShopNotFound
from domains.mall.errors.stock import OutOfStock, UnitsMalformed, WarehouseNotFound
from domains.mall.events.catalogue import GoodsSaved, GoodsStateChanged
from domains.mall.events.orders import MallOrderChanged, MallOrderPlaced, OrderDelivered, OrderReturned
from domains.mall.events.shops import MallShopChanged
from domains.mall.events.stock import StockReceived
from domains.mall.ports import SceneAccounts
from domains.mall.queries.carts import CartLine
from domains.mall.queries.catalogue import (
    Category,
    Goods,
    Offered,
    Variant,
    list_categories,
    list_on_sale,
    list_variants,
)
from domains.mall.queries.catalogue import list_of_shop as list_goods_of_shop
from domains.mall.queries.orders import MallOrder, MallOrderLine, find_orders, list_orders
from domains.mall.queries.orders import list_lines as list_order_lines
from domains.mall.queries.orders import list_of_shop as list_orders_of_shop
from domains.mall.queries.parcels import ReviewRight, find_review_rights
from domains.mall.queries.promotions import list_promotions
from domains.mall.queries.shops import MallShop, find_shops, list_shops
from domains.mall.queries.stock import Warehouse, count_free, list_warehouses
from domains.mall.rules.catalogue import GoodsKind, GoodsState, VariantTerms
from domains.mall.rules.orders import Delivery, OrderState
from domains.mall.rules.promotions import Gift, Promotion, PromotionTerms, Reach
from domains.mall.rules.shops import ShopState
from domains.mall.service.acting import find_for_acting, find_seen_goods
from domains.mall.service.carts import CartChanged, SetCartLineCommand, set_cart_line
from domains.mall.service.catalogue import SaveGoodsCommand, SetGoodsStateCommand, save_goods, set_goods_state
from domains.mall.service.closing import MallClosing
from domains.mall.service.deliveries import find_deliveries
from domains.mall.service.place import CheckedOut, PayMallOrdersCommand, PlaceMallOrderCommand, pay_mall_orders, place_mall_order
from domains.mall.service.promotions import EndPromotionCommand, MakePromotionCommand, end_promotion, make_promotion
from domains.mall.service.quote import Cart, CartQuote, QuotedLine, QuotedRule, ShopQuote, find_carts, quote_lines
from domains.mall.service.refunds import MallOrderStanding
from domains.mall.service.reviews import use_review_right
from domains.mall.service.shops import ApplyForShopCommand, DecideShopCommand, SaveCategoryCommand, apply_for_shop, decide_shop, save_category
from domains.mall.service.steps import (
    CancelMallOrderCommand,
    ConfirmDeliveryCommand,
    EndDueOrderCommand,
    ReturnLinesCommand,
    ShipMallOrderCommand,
    cancel_mall_order,
    confirm_delivery,
    end_due_order,
    return_lines,
    ship_mall_order,
)
from domains.mall.service.stock import (
    AdjustStockCommand,
    OpenWarehouseCommand,
    ReceiveStockCommand,
    StockCounted,
    adjust_stock,
    open_warehouse,
    receive_stock,
)
from domains.mall.service.visits import SceneVisit, find_visits

__all__ = [
    "AdjustStockCommand",
    "ApplyForShopCommand",
    "CancelMallOrderCommand",
    "Cart",
    "CartChanged",
    "CartFull",
    "CartLine",
    "CartQuote",
    "Category",
    "CategoryMalformed",
    "CheckedOut",
    "ConfirmDeliveryCommand",
    "DecideShopCommand",
    "Delivery",
    "DeliveryMalformed",
    "EndDueOrderCommand",
    "EndPromotionCommand",
    "Gift",
    "Goods",
    "GoodsChanged",
    "GoodsKind",
    "GoodsMalformed",
    "GoodsNotFound",
    "GoodsSaved",
    "GoodsState",
    "GoodsStateChanged",
    "MakePromotionCommand",
    "MallClosing",
    "MallOrder",
    "MallOrderChanged",
    "MallOrderEnded",
    "MallOrderLine",
    "MallOrderNotFound",
    "MallOrderPlaced",
    "MallOrderStanding",
    "MallShop",
    "MallShopChanged",
    "Offered",
    "OpenWarehouseCommand",
    "OrderDelivered",
    "OrderReturned",
    "OrderState",
    "OutOfStock",
    "PayMallOrdersCommand",
    "PlaceMallOrderCommand",
    "PriceChanged",
    "Promotion",
    "PromotionMalformed",
    "PromotionNotFound",
    "PromotionTerms",
    "QuotedLine",
    "QuotedRule",
    "Reach",
    "ReceiveStockCommand",
    "ReturnLinesCommand",
    "ReviewRight",
    "ReviewRightMissing",
    "SaveCategoryCommand",
    "SaveGoodsCommand",
    "SceneAccounts",
    "SceneVisit",
    "SetCartLineCommand",
    "SetGoodsStateCommand",
    "ShipMallOrderCommand",
    "ShopClosed",
    "ShopMalformed",
    "ShopNotFound",
    "ShopQuote",
    "ShopState",
    "StockCounted",
    "StockReceived",
    "UnitsMalformed",
    "Variant",
    "VariantTerms",
    "VariantUnavailable",
    "Warehouse",
    "WarehouseNotFound",
    "adjust_stock",
    "after_sale",
    "apply_for_shop",
    "cancel_mall_order",
    "confirm_delivery",
    "count_free",
    "decide_shop",
    "end_due_order",
    "end_promotion",
    "find_carts",
    "find_deliveries",
    "find_for_acting",
    "find_orders",
    "find_review_rights",
    "find_seen_goods",
    "find_shops",
    "find_visits",
    "flash",
    "fulfilment",
    "importing",
    "list_categories",
    "list_goods_of_shop",
    "list_on_sale",
    "list_order_lines",
    "list_orders",
    "list_orders_of_shop",
    "list_promotions",
    "list_shops",
    "list_variants",
    "list_warehouses",
    "make_promotion",
    "notices",
    "open_warehouse",
    "pay_mall_orders",
    "place_mall_order",
    "quote_lines",
    "receive_stock",
    "return_lines",
    "save_category",
    "save_goods",
    "searching",
    "set_cart_line",
    "set_goods_state",
    "ship_mall_order",
    "use_review_right",
]
