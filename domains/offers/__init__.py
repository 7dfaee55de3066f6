"""Offers: what can be offered, the codes that lead to it, campaigns and coupons, referral, and branches.

products    register_products (called by the domain that sells, within its own verb), register_product, retire_product; find_products, find_standing
codes       make_wall, hang_code, assign_code, withdraw_code, share_product; code_addresses; find_walls, list_walls, list_slots, count_slots
scans       scan, claim_attribution
campaigns   open_campaign, fund_campaign, set_campaign_state, make_unique_codes, unique_codes; find_campaigns, list_campaigns, list_open_campaigns
coupons     claim_coupon, quote_coupons, reserve_coupons, release_coupons, redeem_cash_coupon, sweep_coupons; find_coupons, list_coupons;
            CouponSource at the till
budgets     return_budget, return_budgets: what an ended campaign has left
for me      list_offers_for_me; contact_customer, set_contact_cap, list_caps
branches    `offers.branches` is a face of its own
games       `offers.games` is another"""

from domains.offers import branches, games
from domains.offers.accounts import budget_id
from domains.offers.errors.campaigns import (
    BudgetExhausted,
    BudgetReserved,
    CampaignEnded,
    CampaignMalformed,
    CampaignNotFound,
    CampaignStillRuns,
    CouponLimitReached,
    CouponNotForYou,
    CouponNotFound,
    CouponUnusable,
)
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
from domains.offers.errors.contacts import ContactCapMalformed, ContactCapReached, ContactNotAgreed
from domains.offers.errors.products import ProductNameMalformed, ProductNotFound, ProductRetiredAlready, SuccessorNotFound
from domains.offers.events.codes import CodeScanned, PurchaseAttributed, ScanClaimed
from domains.offers.events.contacts import CustomerContacted
from domains.offers.ports import HouseAddress
from domains.offers.queries.campaigns import Campaign, find_campaigns, list_campaigns, list_open_campaigns
from domains.offers.queries.codes import OfferCode, Placement, find_codes
from domains.offers.queries.coupons import Coupon, find_coupons, find_reserved_merchant, list_coupons
from domains.offers.queries.products import NewProduct, Product, find_products, find_standing
from domains.offers.queries.ranking import list_caps
from domains.offers.queries.walls import Slot, SlotCount, Wall, count_slots, find_walls, list_slots, list_walls
from domains.offers.rules.campaigns import Benefit, BenefitKind, Conditions, Limits, Reason, Terms
from domains.offers.rules.codes import DeviceClass, PlacementKind
from domains.offers.rules.products import Kind
from domains.offers.rules.ranking import Channel, ContactCap, Why
from domains.offers.service.attribution import AttributionClaimed, ClaimAttributionCommand, claim_attribution
from domains.offers.service.budgets import BudgetsReturned, CampaignBudgetReturned, ReturnBudgetCommand, ReturnBudgetsCommand, return_budget, return_budgets
from domains.offers.service.campaigns import (
    CampaignFunded,
    FundCampaignCommand,
    MakeUniqueCodesCommand,
    OpenCampaignCommand,
    SetCampaignStateCommand,
    UniqueCodesMade,
    fund_campaign,
    make_unique_codes,
    open_campaign,
    set_campaign_state,
    unique_codes,
)
from domains.offers.service.claim import ClaimCouponCommand, CouponGranted, claim_coupon
from domains.offers.service.closing import OffersClosing
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
from domains.offers.service.contacts import ContactCapSet, ContactCustomerCommand, ContactRecorded, SetContactCapCommand, contact_customer, set_contact_cap
from domains.offers.service.coupon_source import CouponSource
from domains.offers.service.later_benefits import SweepCouponsCommand, sweep_coupons
from domains.offers.service.offers_for_me import OfferForMe, list_offers_for_me
from domains.offers.service.products import RegisterProductCommand, RetireProductCommand, register_product, register_products, retire_product
from domains.offers.service.quote import CouponQuote, quote_coupons
from domains.offers.service.reserve import (
    CashCouponRedeemed,
    CouponsReleased,
    CouponsReserved,
    RedeemCashCouponCommand,
    ReleaseCouponsCommand,
    ReserveCouponsCommand,
    redeem_cash_coupon,
    release_coupons,
    reserve_coupons,
)
from domains.offers.service.scan import Action, ScanCommand, Scanned, ScannedPerson, scan

__all__ = [
    "Action",
    "AssignCodeCommand",
    "AttributionClaimed",
    "AttributionExpired",
    "AttributionUnknown",
    "Benefit",
    "BenefitKind",
    "BudgetExhausted",
    "BudgetReserved",
    "BudgetsReturned",
    "Campaign",
    "CampaignBudgetReturned",
    "CampaignEnded",
    "CampaignFunded",
    "CampaignMalformed",
    "CampaignNotFound",
    "CampaignStillRuns",
    "CashCouponRedeemed",
    "Channel",
    "ClaimAttributionCommand",
    "ClaimCouponCommand",
    "CodeExpired",
    "CodeExpiryOutOfRange",
    "CodeScanned",
    "CodeUnknown",
    "Conditions",
    "ContactCap",
    "ContactCapMalformed",
    "ContactCapReached",
    "ContactCapSet",
    "ContactCustomerCommand",
    "ContactNotAgreed",
    "ContactRecorded",
    "Coupon",
    "CouponGranted",
    "CouponLimitReached",
    "CouponNotForYou",
    "CouponNotFound",
    "CouponQuote",
    "CouponSource",
    "CouponUnusable",
    "CouponsReleased",
    "CouponsReserved",
    "CustomerContacted",
    "DeviceClass",
    "FundCampaignCommand",
    "HangCodeCommand",
    "HouseAddress",
    "Kind",
    "Limits",
    "MakeUniqueCodesCommand",
    "MakeWallCommand",
    "NewProduct",
    "OfferCode",
    "OfferForMe",
    "OpenCampaignCommand",
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
    "Reason",
    "RedeemCashCouponCommand",
    "RegisterProductCommand",
    "ReleaseCouponsCommand",
    "ReserveCouponsCommand",
    "RetireProductCommand",
    "ReturnBudgetCommand",
    "ReturnBudgetsCommand",
    "ScanClaimed",
    "ScanCommand",
    "Scanned",
    "ScannedPerson",
    "SetCampaignStateCommand",
    "SetContactCapCommand",
    "ShareProductCommand",
    "Slot",
    "SlotCount",
    "SuccessorNotFound",
    "SweepCouponsCommand",
    "Terms",
    "UniqueCodesMade",
    "Wall",
    "WallMalformed",
    "Why",
    "WithdrawCodeCommand",
    "assign_code",
    "branches",
    "budget_id",
    "check_code_token",
    "claim_attribution",
    "claim_coupon",
    "code_addresses",
    "contact_customer",
    "count_slots",
    "find_campaigns",
    "find_codes",
    "find_coupons",
    "find_products",
    "find_reserved_merchant",
    "find_standing",
    "find_walls",
    "fund_campaign",
    "games",
    "hang_code",
    "list_campaigns",
    "list_caps",
    "list_coupons",
    "list_offers_for_me",
    "list_open_campaigns",
    "list_slots",
    "list_walls",
    "make_unique_codes",
    "make_wall",
    "open_campaign",
    "quote_coupons",
    "redeem_cash_coupon",
    "register_product",
    "register_products",
    "release_coupons",
    "reserve_coupons",
    "retire_product",
    "return_budget",
    "return_budgets",
    "scan",
    "set_campaign_state",
    "set_contact_cap",
    "share_product",
    "sweep_coupons",
    "unique_codes",
    "withdraw_code",
]
__all__ += ["OffersClosing"]
