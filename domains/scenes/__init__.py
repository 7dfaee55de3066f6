"""Scenes: partners, both those who come into the bank by OAuth and those into whose services the bank reaches.

partners    register_partner, find_partners; for the portal open_portal, find_portal_partner
clients     register_client, update_client, remove_client, renew_secret, find_clients, list_clients; keys at an address: claim_client_keys, renew_client_keys
scopes      SCOPES, known_scopes, has_money
requests    push_request, open_request, find_open_request, find_answered_request; inside a verb of the caller's issue_code, deny_request
devices     ask_by_device, find_device_request, poll_device; inside a verb of the caller's decide_device
tokens      exchange_code, refresh_partner_tokens, revoke_partner_token, find_standing, use_once; for the gateway Purpose, text_of, row_of
documents   register_document, find_document, list_documents
consents    grant_consent, lock_standing_consent, spend_consent: inside a verb of the caller's; narrow_consent, revoke_consent, find_consents, list_consents,
            sum_spends, widest_terms, pairwise_id; for the gateway find_partner_grant, read_payment_details,
            answer_request and decline_request (a customer's yes or no on the page)
payments    initiate_payment, find_initiations, find_initiations_of_orders, register_payee, find_payees
scenes      Scene, scene_of, and the ports ScenePartners, PartnerConnector, CallAnswer, GrantAnswer
links       start_link, link_address, confirm_link, ask_partner, unlink_partner, find_links, find_linked, list_links; for the gateway
            open_link, return_from_partner
orders      find_orders, list_orders, settle_order, find_refunds, sum_refunded; scene_account_id; what partners were asked: find_calls
bills       pay_bill, find_bills, list_bills; set_auto_pay, stop_auto_pay, find_auto_pays, find_next_due
`scenes.webhooks`, `scenes.bookings`, `scenes.agreements`, `scenes.shops` and `scenes.networks` are faces of their own: what partners are told; appointments and
seats; parting commission; what is ordered at outside shops and paid here; friends and cards of outside networks
"""

from domains.scenes import agreements, bookings, companies, networks, payouts, pushes, shops, webhooks
from domains.scenes.errors.authorization import (
    AssertionReplayed,
    CodeInvalid,
    CodeReplayed,
    DeviceCodeExpired,
    DeviceCodeInvalid,
    DeviceDenied,
    DevicePending,
    PartnerTokenReused,
    RefreshTokenInvalid,
    RequestNotOpen,
    ScopeTooWide,
    VerifierMismatch,
)
from domains.scenes.errors.client import ClientMetadataMalformed, ClientNotFound, RedirectUriMalformed
from domains.scenes.errors.consent import (
    AuthorizationDetailsMalformed,
    CapExceeded,
    ConsentExhausted,
    ConsentExpired,
    ConsentLacksAccount,
    ConsentLacksScope,
    ConsentNotFound,
    ConsentNotNarrower,
    ConsentRevoked,
    ConsentTooWide,
    PaymentNotAgreed,
)
from domains.scenes.errors.document import DocumentMalformed, TooManyDocuments
from domains.scenes.errors.link import AlreadyLinked, LinkAnswerRefused, LinkBusy, LinkNotFound, LinkProofWrong, SceneNotFound
from domains.scenes.errors.order import (
    AlreadyOrdered,
    AutoPayNotFound,
    AutoPayStands,
    BillChanged,
    BillNotFound,
    BillNotOpen,
    CallReused,
    OrderNotFound,
    OrderNotPaid,
    PaymentTooLarge,
    RefundNotFound,
    SceneRefundTooLarge,
)
from domains.scenes.errors.partner import PartnerNameMalformed, PartnerNotFound
from domains.scenes.errors.payment import (
    PartnerOrderIdMalformed,
    PartnerOrderPaid,
    PartnerPayeeNotFound,
    PayerAccountUnavailable,
    PayerFundsInsufficient,
    PayerLimitReached,
)
from domains.scenes.events.client import ClientRegistered, ClientRemoved, TokenReuseDetected
from domains.scenes.events.consent import PartnerConsentGranted, PartnerConsentNarrowed, PartnerConsentRevoked
from domains.scenes.events.document import DocumentRegistered
from domains.scenes.events.link import PartnerAsked, PartnerLinked, PartnerLinkLost, PartnerUnlinked
from domains.scenes.events.order import (
    AutoPaySet,
    AutoPayStopped,
    BillFound,
    BillHeldBack,
    SceneOrderMismatched,
    SceneOrderPaid,
    SceneOrderRefunded,
    SceneOrderRefused,
    SceneOrderRequested,
    SceneRefundRefused,
    SceneRefundRequested,
)
from domains.scenes.events.partner import PartnerRegistered
from domains.scenes.events.payment import PartnerPaymentPosted
from domains.scenes.ports import CallAnswer, GrantAnswer, PartnerConnector, ScenePartner, ScenePartners
from domains.scenes.queries.auto_pay import AutoPay, find_auto_pays
from domains.scenes.queries.bill import Bill, find_bills, find_next_due, list_bills
from domains.scenes.queries.call import LoggedCall, find_calls
from domains.scenes.queries.client import Client, find_clients, list_clients
from domains.scenes.queries.consent import (
    PartnerConsent,
    PartnerGrant,
    find_consents,
    find_partner_grant,
    find_standing_consent,
    list_consents,
    sum_spends,
)
from domains.scenes.queries.document import Document, find_document, list_documents
from domains.scenes.queries.link import Link, find_links, find_standing_links, list_links
from domains.scenes.queries.marketing import find_loan_marketing, find_loan_marketing_in
from domains.scenes.queries.order import Order, find_orders, list_orders
from domains.scenes.queries.partner import Partner, find_partners
from domains.scenes.queries.payment import Initiation, Payee, find_initiations, find_initiations_of_orders, find_payees
from domains.scenes.queries.pushed_request import PushedRequest
from domains.scenes.queries.refund import SceneRefund, find_refunds, sum_refunded
from domains.scenes.queries.token_family import Standing, find_family, find_standing
from domains.scenes.rules.bill import AutoPayState, BillState
from domains.scenes.rules.client import GRANT_TYPES, AuthMethod, Environment, algorithm_of, are_keys_due
from domains.scenes.rules.consent import LIFE_MOST, LIVES, Caps, ConsentState, Narrowing, Spent, Terms, pairwise_id, widest_terms
from domains.scenes.rules.device_code import DEVICE_LIFE, FIRST_INTERVAL_SECONDS, Device, user_code_of
from domains.scenes.rules.document import DOCUMENTS_MAX
from domains.scenes.rules.handle import Handle, Purpose
from domains.scenes.rules.link import LinkState
from domains.scenes.rules.order import OrderState
from domains.scenes.rules.partner import PARTNER_NAME_MAX_CHARACTERS, PartnerState
from domains.scenes.rules.payment import InitiationState, initiation_state
from domains.scenes.rules.payment_details import PaymentDetail, read_payment_details, write_payment_detail
from domains.scenes.rules.pushed_request import ANSWER_LIFE, PUSHED_LIFE
from domains.scenes.rules.scene import Scene, SceneKind, ShopScene, UtilityScene, scene_of
from domains.scenes.rules.scope import SCOPES, Scope, has_money, known_scopes
from domains.scenes.rules.token_family import PARTNER_TOKEN_LIFE, SAME_ANSWER_FOR, Family
from domains.scenes.service.answer import Answer, Answered, Decline, answer_request, decline_request
from domains.scenes.service.authorize import LinkAuthorized, PartnerReturn, open_link, return_from_partner
from domains.scenes.service.auto_pay import SetAutoPayCommand, StopAutoPayCommand, set_auto_pay, stop_auto_pay
from domains.scenes.service.bill import AutoPayBillCommand, PayBillCommand, TakeBillsCommand, auto_pay_bill, pay_bill, take_bills
from domains.scenes.service.client import (
    ClientCommand,
    ClientKeysCommand,
    RegisterClientCommand,
    UpdateClientCommand,
    claim_client_keys,
    register_client,
    remove_client,
    renew_client_keys,
    renew_secret,
    update_client,
)
from domains.scenes.service.closing import ScenesClosing
from domains.scenes.service.code import ExchangeCodeCommand, TokensGranted, deny_request, exchange_code, issue_code
from domains.scenes.service.consent import (
    NarrowConsentCommand,
    NewConsent,
    RevokeConsentCommand,
    grant_consent,
    lock_standing_consent,
    narrow_consent,
    revoke_consent,
    spend_consent,
)
from domains.scenes.service.device import (
    AskByDeviceCommand,
    DeviceAsked,
    DeviceRequest,
    PollDeviceCommand,
    ask_by_device,
    decide_device,
    find_device_request,
    poll_device,
)
from domains.scenes.service.document import RegisterDocumentCommand, register_document
from domains.scenes.service.handles import row_of, text_of
from domains.scenes.service.link import (
    ConfirmLinkCommand,
    LinkCommand,
    StartLinkCommand,
    ask_partner,
    confirm_link,
    find_linked,
    link_address,
    start_link,
    unlink_partner,
)
from domains.scenes.service.order import SCENE_PREFIX, scene_account_id, settle_order, settlement
from domains.scenes.service.partner import RegisterPartnerCommand, register_partner
from domains.scenes.service.payment import InitiatePaymentCommand, RegisterPayeeCommand, initiate_payment, register_payee
from domains.scenes.service.portal import OpenPortalCommand, PortalOpened, PortalPartner, find_portal_partner, open_portal
from domains.scenes.service.pushed_request import (
    OpenRequest,
    OpenRequestCommand,
    PushRequestCommand,
    find_answered_request,
    find_open_request,
    open_request,
    push_request,
)
from domains.scenes.service.refresh import (
    RefreshPartnerTokensCommand,
    RevokeTokenCommand,
    TokenRevoked,
    UsedOnce,
    UseOnceCommand,
    refresh_partner_tokens,
    revoke_partner_token,
    use_once,
)

__all__ = ["ANSWER_LIFE", "DEVICE_LIFE", "DOCUMENTS_MAX", "FIRST_INTERVAL_SECONDS", "GRANT_TYPES", "LIFE_MOST", "LIVES", "PARTNER_NAME_MAX_CHARACTERS"]
__all__ += ["PARTNER_TOKEN_LIFE", "PUSHED_LIFE", "SAME_ANSWER_FOR", "SCENE_PREFIX", "SCOPES", "AlreadyLinked", "AlreadyOrdered", "Answer", "Answered"]
__all__ += ["AskByDeviceCommand", "AssertionReplayed", "AuthMethod", "AuthorizationDetailsMalformed", "AutoPay", "AutoPayBillCommand", "AutoPayNotFound"]
__all__ += ["AutoPaySet", "AutoPayStands", "AutoPayState", "AutoPayStopped", "Bill", "BillChanged", "BillFound", "BillHeldBack", "BillNotFound"]
__all__ += ["BillNotOpen", "BillState", "CallAnswer", "CallReused", "CapExceeded", "Caps", "Client", "ClientCommand", "ClientKeysCommand"]
__all__ += ["ClientMetadataMalformed", "ClientNotFound", "ClientRegistered", "ClientRemoved", "CodeInvalid", "CodeReplayed", "ConfirmLinkCommand"]
__all__ += ["ConsentExhausted", "ConsentExpired", "ConsentLacksAccount", "ConsentLacksScope", "ConsentNotFound", "ConsentNotNarrower", "ConsentRevoked"]
__all__ += ["ConsentState", "ConsentTooWide", "Decline", "Device", "DeviceAsked", "DeviceCodeExpired", "DeviceCodeInvalid", "DeviceDenied", "DevicePending"]
__all__ += ["DeviceRequest", "Document", "DocumentMalformed", "DocumentRegistered", "Environment", "ExchangeCodeCommand", "Family", "GrantAnswer", "Handle"]
__all__ += ["InitiatePaymentCommand", "Initiation", "InitiationState", "Link", "LinkAnswerRefused", "LinkAuthorized", "LinkBusy", "LinkCommand"]
__all__ += ["LinkNotFound", "LinkProofWrong", "LinkState", "LoggedCall", "NarrowConsentCommand", "Narrowing", "NewConsent", "OpenPortalCommand"]
__all__ += ["OpenRequest", "OpenRequestCommand", "Order", "OrderNotFound", "OrderNotPaid", "OrderState", "Partner", "PartnerAsked", "PartnerConnector"]
__all__ += ["PartnerConsent", "PartnerConsentGranted", "PartnerConsentNarrowed", "PartnerConsentRevoked", "PartnerGrant", "PartnerLinkLost", "PartnerLinked"]
__all__ += ["PartnerNameMalformed", "PartnerNotFound", "PartnerOrderIdMalformed", "PartnerOrderPaid", "PartnerPayeeNotFound", "PartnerPaymentPosted"]
__all__ += ["PartnerRegistered", "PartnerReturn", "PartnerState", "PartnerTokenReused", "PartnerUnlinked", "PayBillCommand", "Payee"]
__all__ += ["PayerAccountUnavailable", "PayerFundsInsufficient", "PayerLimitReached", "PaymentDetail", "PaymentNotAgreed", "PaymentTooLarge"]
__all__ += ["PollDeviceCommand", "PortalOpened", "PortalPartner", "Purpose", "PushRequestCommand", "PushedRequest", "RedirectUriMalformed"]
__all__ += ["RefreshPartnerTokensCommand", "RefreshTokenInvalid", "RefundNotFound", "RegisterClientCommand", "RegisterDocumentCommand"]
__all__ += ["RegisterPartnerCommand", "RegisterPayeeCommand", "RequestNotOpen", "RevokeConsentCommand", "RevokeTokenCommand", "Scene", "SceneKind"]
__all__ += ["SceneNotFound", "SceneOrderMismatched", "SceneOrderPaid", "SceneOrderRefunded", "SceneOrderRefused", "SceneOrderRequested", "ScenePartner"]
__all__ += ["ScenePartners", "SceneRefund", "SceneRefundRefused", "SceneRefundRequested", "SceneRefundTooLarge", "ScenesClosing", "Scope", "ScopeTooWide"]
__all__ += ["SetAutoPayCommand", "ShopScene", "Spent", "Standing", "StartLinkCommand", "StopAutoPayCommand", "TakeBillsCommand", "Terms"]
__all__ += ["TokenReuseDetected", "TokenRevoked", "TokensGranted", "TooManyDocuments", "UpdateClientCommand", "UseOnceCommand", "UsedOnce", "UtilityScene"]
__all__ += ["VerifierMismatch", "agreements", "algorithm_of", "answer_request", "are_keys_due", "ask_by_device", "ask_partner", "auto_pay_bill", "bookings"]
__all__ += ["claim_client_keys", "companies", "confirm_link", "decide_device", "decline_request", "deny_request", "exchange_code", "find_answered_request"]
__all__ += ["find_auto_pays", "find_bills", "find_calls", "find_clients", "find_consents", "find_device_request", "find_document", "find_family"]
__all__ += [
    "find_initiations",
    "find_initiations_of_orders",
    "find_linked",
    "find_links",
    "find_loan_marketing",
    "find_loan_marketing_in",
    "find_next_due",
    "find_open_request",
    "find_orders",
]
__all__ += ["find_partner_grant", "find_partners", "find_payees", "find_portal_partner", "find_refunds", "find_standing", "find_standing_consent"]
__all__ += ["find_standing_links", "grant_consent", "has_money", "initiate_payment", "initiation_state", "issue_code", "known_scopes", "link_address"]
__all__ += ["list_bills", "list_clients", "list_consents", "list_documents", "list_links", "list_orders", "lock_standing_consent", "narrow_consent"]
__all__ += ["networks", "open_link", "open_portal", "open_request", "pairwise_id", "pay_bill", "payouts", "poll_device", "push_request", "pushes"]
__all__ += ["read_payment_details", "refresh_partner_tokens", "register_client", "register_document", "register_partner", "register_payee", "remove_client"]
__all__ += ["renew_client_keys", "renew_secret", "return_from_partner", "revoke_consent", "revoke_partner_token", "row_of", "scene_account_id", "scene_of"]
__all__ += ["set_auto_pay", "settle_order", "settlement", "shops", "spend_consent", "start_link", "stop_auto_pay", "sum_refunded", "sum_spends"]
__all__ += ["take_bills", "text_of", "unlink_partner", "update_client", "use_once", "user_code_of", "webhooks", "widest_terms", "write_payment_detail"]
