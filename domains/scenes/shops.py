"""Outside shops, a part of the scenes' public face: `scenes.shops`.

purchases    pay_purchase, refund_purchase, find_purchases, list_purchases, list_refunds
instalments  agree_instalments, pay_instalment, schedule_of, total_of, find_plans, list_parts
members      find_memberships, take_membership"""

from domains.scenes.errors.purchase import (
    InstalmentNotDue,
    InstalmentOfferNotFound,
    PurchaseChanged,
    PurchaseNotFound,
    PurchaseNotOpen,
    PurchaseNotPaid,
    PurchasePartBusy,
)
from domains.scenes.events.purchase import InstalmentHeldBack, InstalmentsAgreed, InstalmentsEnded, MembershipChanged, PurchaseFound, PurchaseRefunded
from domains.scenes.queries.instalment import Instalment, InstalmentPlan, find_plans, list_parts
from domains.scenes.queries.membership import MemberBenefit, Membership, find_memberships
from domains.scenes.queries.purchase import Purchase, find_purchases, list_purchases, list_refunds
from domains.scenes.rules.instalment import InstalmentOffer, Part, PartState, PlanState, schedule_of, total_of
from domains.scenes.rules.purchase import PurchaseState
from domains.scenes.service.instalment import AgreeInstalmentsCommand, PayInstalmentCommand, agree_instalments, pay_instalment
from domains.scenes.service.membership import TakeMembershipCommand, take_membership
from domains.scenes.service.purchase import PayPurchaseCommand, RefundPurchaseCommand, pay_purchase, refund_purchase

__all__ = ["AgreeInstalmentsCommand", "Instalment", "InstalmentHeldBack", "InstalmentNotDue", "InstalmentOffer", "InstalmentOfferNotFound"]
__all__ += ["InstalmentPlan", "InstalmentsAgreed", "InstalmentsEnded", "MembershipChanged", "Part", "PartState", "PayInstalmentCommand"]
__all__ += ["PayPurchaseCommand", "PlanState", "Purchase", "PurchaseChanged", "PurchaseFound", "PurchaseNotFound", "PurchaseNotOpen", "PurchaseNotPaid"]
__all__ += ["PurchasePartBusy", "PurchaseRefunded", "PurchaseState", "RefundPurchaseCommand", "agree_instalments", "find_plans", "find_purchases"]
__all__ += ["list_parts", "list_purchases", "list_refunds", "pay_instalment", "pay_purchase", "refund_purchase", "schedule_of", "total_of"]
__all__ += ["MemberBenefit", "Membership", "TakeMembershipCommand", "find_memberships", "take_membership"]
