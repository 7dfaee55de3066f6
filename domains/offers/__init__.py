"""Offers: what can be offered, the codes that lead to it, campaigns and coupons, referral, and branches.

products    register_products (called by the domain that sells, within its own verb), register_product, retire_product; find_products, find_standing
codes       make_wall, hang_code, assign_code, withdraw_code, share_product; code_addresses; find_walls, list_walls, list_slots, count_slots
scans       scan, claim_attribution"""

from domains.offers.errors.codes import (
    AttributionExpired,
    AttributionUnknown,
    CodeExpired,
    CodeExpiryOutOfRange,
    CodeUnknown,
    PlacementMalformed,
    PlacementNotFound,
    ProductGone,
    WallMalformed,
)
from domains.offers.errors.products import ProductNameMalformed, ProductNotFound, ProductRetiredAlready, SuccessorNotFound
from domains.offers.events.codes import CodeScanned, PurchaseAttributed, ScanClaimed
from domains.offers.ports import HouseAddress
from domains.offers.queries.codes import OfferCode, Placement, find_codes
from domains.offers.queries.products import NewProduct, Product, find_products, find_standing
from domains.offers.queries.walls import Slot, SlotCount, Wall, count_slots, find_walls, list_slots, list_walls
from domains.offers.rules.codes import DeviceClass, PlacementKind
from domains.offers.rules.products import Kind
from domains.offers.service.attribution import AttributionClaimed, ClaimAttributionCommand, claim_attribution
from domains.offers.service.codes import (
    AssignCodeCommand,
    HangCodeCommand,
    MakeWallCommand,
    ShareProductCommand,
    WithdrawCodeCommand,
    assign_code,
    check_code_token,
    code_addresses,
    hang_code,
    make_wall,
    share_product,
    withdraw_code,
)
from domains.offers.service.products import RegisterProductCommand, RetireProductCommand, register_product, register_products, retire_product
from domains.offers.service.scan import Action, ScanCommand, Scanned, ScannedPerson, scan

__all__ = [
    "Action",
    "AssignCodeCommand",
    "AttributionClaimed",
    "AttributionExpired",
    "AttributionUnknown",
    "ClaimAttributionCommand",
    "CodeExpired",
    "CodeExpiryOutOfRange",
    "CodeScanned",
    "CodeUnknown",
    "DeviceClass",
    "HangCodeCommand",
    "HouseAddress",
    "Kind",
    "MakeWallCommand",
    "NewProduct",
    "OfferCode",
    "Placement",
    "PlacementKind",
    "PlacementMalformed",
    "PlacementNotFound",
    "Product",
    "ProductGone",
    "ProductNameMalformed",
    "ProductNotFound",
    "ProductRetiredAlready",
    "PurchaseAttributed",
    "RegisterProductCommand",
    "RetireProductCommand",
    "ScanClaimed",
    "ScanCommand",
    "Scanned",
    "ScannedPerson",
    "ShareProductCommand",
    "Slot",
    "SlotCount",
    "SuccessorNotFound",
    "Wall",
    "WallMalformed",
    "WithdrawCodeCommand",
    "assign_code",
    "check_code_token",
    "claim_attribution",
    "code_addresses",
    "count_slots",
    "find_codes",
    "find_products",
    "find_standing",
    "find_walls",
    "hang_code",
    "list_slots",
    "list_walls",
    "make_wall",
    "register_product",
    "register_products",
    "retire_product",
    "scan",
    "share_product",
    "withdraw_code",
]
