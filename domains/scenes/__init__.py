"""Scenes: partners, both those who come into the bank by OAuth and those into whose services the bank reaches.

partners    register_partner, find_partners
clients     register_client, update_client, remove_client, renew_secret, find_clients, list_clients
scopes      SCOPES, known_scopes, has_money
requests    push_request, open_request, find_open_request, find_answered_request; inside a verb of the caller's issue_code, deny_request
devices     ask_by_device, find_device_request, poll_device; inside a verb of the caller's decide_device
tokens      exchange_code, refresh_partner_tokens, revoke_partner_token, find_standing, use_once; for the gateway Purpose, text_of, row_of
documents   register_document, find_document, list_documents
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
from domains.scenes.errors.document import DocumentMalformed, TooManyDocuments
from domains.scenes.errors.partner import PartnerNameMalformed, PartnerNotFound
from domains.scenes.events.client import ClientRegistered, ClientRemoved, TokenReuseDetected
from domains.scenes.events.document import DocumentRegistered
from domains.scenes.events.partner import PartnerRegistered
from domains.scenes.queries.client import Client, find_clients, list_clients
from domains.scenes.queries.document import Document, find_document, list_documents
from domains.scenes.queries.partner import Partner, find_partners
from domains.scenes.queries.pushed_request import PushedRequest
from domains.scenes.queries.token_family import Standing, find_family, find_standing
from domains.scenes.rules.client import GRANT_TYPES, AuthMethod, Environment, algorithm_of
from domains.scenes.rules.device_code import DEVICE_LIFE, FIRST_INTERVAL_SECONDS, Device, user_code_of
from domains.scenes.rules.document import DOCUMENTS_MAX
from domains.scenes.rules.handle import Handle, Purpose
from domains.scenes.rules.partner import PARTNER_NAME_MAX_CHARACTERS, PartnerState
from domains.scenes.rules.pushed_request import ANSWER_LIFE, PUSHED_LIFE
from domains.scenes.rules.scope import SCOPES, Scope, has_money, known_scopes
from domains.scenes.rules.token_family import PARTNER_TOKEN_LIFE, SAME_ANSWER_FOR, Family
from domains.scenes.service.client import ClientCommand, RegisterClientCommand, UpdateClientCommand, register_client, remove_client, renew_secret, update_client
from domains.scenes.service.code import ExchangeCodeCommand, TokensGranted, deny_request, exchange_code, issue_code
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

__all__ = ["ANSWER_LIFE", "DEVICE_LIFE", "DOCUMENTS_MAX", "FIRST_INTERVAL_SECONDS", "GRANT_TYPES", "PARTNER_NAME_MAX_CHARACTERS", "PARTNER_TOKEN_LIFE"]
__all__ += ["PUSHED_LIFE", "SAME_ANSWER_FOR", "SCOPES", "AskByDeviceCommand", "AssertionReplayed", "AuthMethod", "Client", "ClientCommand"]
__all__ += ["ClientMetadataMalformed", "ClientNotFound", "ClientRegistered", "ClientRemoved", "CodeInvalid", "CodeReplayed", "Device", "DeviceAsked"]
__all__ += ["DeviceCodeExpired", "DeviceCodeInvalid", "DeviceDenied", "DevicePending", "DeviceRequest", "Document", "DocumentMalformed"]
__all__ += ["DocumentRegistered", "Environment", "ExchangeCodeCommand", "Family", "Handle", "OpenRequest", "OpenRequestCommand", "Partner"]
__all__ += ["PartnerNameMalformed", "PartnerNotFound", "PartnerRegistered", "PartnerState", "PartnerTokenReused", "PollDeviceCommand", "Purpose"]
__all__ += ["PushRequestCommand", "PushedRequest", "RedirectUriMalformed", "RefreshPartnerTokensCommand", "RefreshTokenInvalid"]
__all__ += ["RegisterClientCommand", "RegisterDocumentCommand", "RegisterPartnerCommand", "RequestNotOpen", "RevokeTokenCommand", "Scope"]
__all__ += ["ScopeTooWide", "Standing", "TokenReuseDetected", "TokenRevoked", "TokensGranted", "TooManyDocuments", "UpdateClientCommand"]
__all__ += ["UseOnceCommand", "UsedOnce", "VerifierMismatch", "algorithm_of", "ask_by_device", "decide_device", "deny_request", "exchange_code"]
__all__ += ["find_answered_request", "find_clients", "find_device_request", "find_document", "find_family", "find_open_request", "find_partners"]
__all__ += ["find_standing", "has_money", "issue_code", "known_scopes", "list_clients", "list_documents", "open_request", "poll_device"]
__all__ += ["push_request", "refresh_partner_tokens", "register_client", "register_document", "register_partner", "remove_client", "renew_secret"]
__all__ += ["revoke_partner_token", "row_of", "text_of", "update_client", "use_once", "user_code_of"]
