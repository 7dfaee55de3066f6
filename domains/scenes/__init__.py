"""Scenes: partners, both those who come into the bank by OAuth and those into whose services the bank reaches.

partners    register_partner, find_partners
clients     register_client, update_client, remove_client, renew_secret, find_clients, list_clients
scopes      SCOPES, known_scopes, has_money
requests    push_request, open_request, find_open_request, find_answered_request; inside a verb of the caller's issue_code, deny_request
devices     ask_by_device, find_device_request, poll_device; inside a verb of the caller's decide_device
tokens      exchange_code, refresh_partner_tokens, revoke_partner_token, find_standing, use_once; for the gateway Purpose, text_of, row_of
documents   register_document, find_document, list_documents
consents    grant_consent, lock_standing_consent, spend_consent: inside a verb of the caller's; narrow_consent, revoke_consent, find_consents, list_consents,
            sum_spends, widest_terms, pairwise_id; for the gateway find_partner_grant, read_payment_details,
            answer_request (a customer's yes or no on the page)
payments    initiate_payment, find_initiations, register_payee, find_payees
"""

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
from domains.scenes.events.partner import PartnerRegistered
from domains.scenes.events.payment import PartnerPaymentPosted
from domains.scenes.queries.client import Client, find_clients, list_clients
from domains.scenes.queries.consent import PartnerConsent, PartnerGrant, find_consents, find_partner_grant, list_consents, sum_spends
from domains.scenes.queries.document import Document, find_document, list_documents
from domains.scenes.queries.partner import Partner, find_partners
from domains.scenes.queries.payment import Initiation, Payee, find_initiations, find_payees
from domains.scenes.queries.pushed_request import PushedRequest
from domains.scenes.queries.token_family import Standing, find_family, find_standing
from domains.scenes.rules.client import GRANT_TYPES, AuthMethod, Environment, algorithm_of
from domains.scenes.rules.consent import LIFE_MOST, LIVES, Caps, ConsentState, Narrowing, Spent, Terms, pairwise_id, widest_terms
from domains.scenes.rules.device_code import DEVICE_LIFE, FIRST_INTERVAL_SECONDS, Device, user_code_of
from domains.scenes.rules.document import DOCUMENTS_MAX
from domains.scenes.rules.handle import Handle, Purpose
from domains.scenes.rules.partner import PARTNER_NAME_MAX_CHARACTERS, PartnerState
from domains.scenes.rules.payment import InitiationState, initiation_state
from domains.scenes.rules.payment_details import PaymentDetail, read_payment_details, write_payment_detail
from domains.scenes.rules.pushed_request import ANSWER_LIFE, PUSHED_LIFE
from domains.scenes.rules.scope import SCOPES, Scope, has_money, known_scopes
from domains.scenes.rules.token_family import PARTNER_TOKEN_LIFE, SAME_ANSWER_FOR, Family
from domains.scenes.service.answer import Answer, Answered, answer_request
from domains.scenes.service.client import ClientCommand, RegisterClientCommand, UpdateClientCommand, register_client, remove_client, renew_secret, update_client
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
from domains.scenes.service.partner import RegisterPartnerCommand, register_partner
from domains.scenes.service.payment import InitiatePaymentCommand, RegisterPayeeCommand, initiate_payment, register_payee
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
__all__ += ["PARTNER_TOKEN_LIFE", "PUSHED_LIFE", "SAME_ANSWER_FOR", "SCOPES", "Answer", "Answered", "AskByDeviceCommand", "AssertionReplayed", "AuthMethod"]
__all__ += ["AuthorizationDetailsMalformed", "CapExceeded", "Caps", "Client", "ClientCommand", "ClientMetadataMalformed", "ClientNotFound", "ClientRegistered"]
__all__ += ["ClientRemoved", "CodeInvalid", "CodeReplayed", "ConsentExhausted", "ConsentExpired", "ConsentLacksAccount", "ConsentLacksScope", "ConsentNotFound"]
__all__ += ["ConsentNotNarrower", "ConsentRevoked", "ConsentState", "ConsentTooWide", "Device", "DeviceAsked", "DeviceCodeExpired", "DeviceCodeInvalid"]
__all__ += ["DeviceDenied", "DevicePending", "DeviceRequest", "Document", "DocumentMalformed", "DocumentRegistered", "Environment", "ExchangeCodeCommand"]
__all__ += ["Family", "Handle", "InitiatePaymentCommand", "Initiation", "InitiationState", "NarrowConsentCommand", "Narrowing", "NewConsent", "OpenRequest"]
__all__ += ["OpenRequestCommand", "Partner", "PartnerConsent", "PartnerConsentGranted", "PartnerConsentNarrowed", "PartnerConsentRevoked", "PartnerGrant"]
__all__ += ["PartnerNameMalformed", "PartnerNotFound", "PartnerOrderIdMalformed", "PartnerOrderPaid", "PartnerPayeeNotFound", "PartnerPaymentPosted"]
__all__ += ["PartnerRegistered", "PartnerState", "PartnerTokenReused", "Payee", "PayerAccountUnavailable", "PayerFundsInsufficient", "PayerLimitReached"]
__all__ += ["PaymentDetail", "PaymentNotAgreed", "PollDeviceCommand", "Purpose", "PushRequestCommand", "PushedRequest", "RedirectUriMalformed"]
__all__ += ["RefreshPartnerTokensCommand", "RefreshTokenInvalid", "RegisterClientCommand", "RegisterDocumentCommand", "RegisterPartnerCommand"]
__all__ += ["RegisterPayeeCommand", "RequestNotOpen", "RevokeConsentCommand", "RevokeTokenCommand", "Scope", "ScopeTooWide", "Spent", "Standing", "Terms"]
__all__ += ["TokenReuseDetected", "TokenRevoked", "TokensGranted", "TooManyDocuments", "UpdateClientCommand", "UseOnceCommand", "UsedOnce", "VerifierMismatch"]
__all__ += ["algorithm_of", "answer_request", "ask_by_device", "decide_device", "deny_request", "exchange_code", "find_answered_request", "find_clients"]
__all__ += ["find_consents", "find_device_request", "find_document", "find_family", "find_initiations", "find_open_request", "find_partner_grant"]
__all__ += ["find_partners", "find_payees", "find_standing", "grant_consent", "has_money", "initiate_payment", "initiation_state", "issue_code", "known_scopes"]
__all__ += ["list_clients", "list_consents", "list_documents", "lock_standing_consent", "narrow_consent", "open_request", "pairwise_id", "poll_device"]
__all__ += ["push_request", "read_payment_details", "refresh_partner_tokens", "register_client", "register_document", "register_partner", "register_payee"]
__all__ += ["remove_client", "renew_secret", "revoke_consent", "revoke_partner_token", "row_of", "spend_consent", "sum_spends", "text_of", "update_client"]
__all__ += ["use_once", "user_code_of", "widest_terms", "write_payment_detail"]
