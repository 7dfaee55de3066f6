"""Customers: who they are, how they sign in, with which devices and sessions, what proves their consent, and the staff who may look at them.

reading     find_parties, find_by_phone, list_customers, lock_customers, check_sessions, list_sessions, list_devices, list_consents
sign-in     request_code, sign_in, refresh_tokens, issue_tokens, revoke_session, revoke_device, sign_out
PIN         prove_pin (a proof for other domains' verbs), check_pin, set_pin, change_pin, reset_pin
tokens      verify_access_token, public_keys, confirm_use, list_revoked_sessions: for the gateway
worker      deliver_code on CodeRequested
operators   create_operator, make_operator_token, record_look
development make_development_customer, register_customers (seeds)
"""

from domains.customers.errors import (
    AlreadyVerified,
    ConsentUnknown,
    DeviceKeyNeeded,
    DeviceMalformed,
    DeviceUnknown,
    FreshSignInNeeded,
    IdNumberInvalid,
    IdNumberTaken,
    NameMalformed,
    PhoneMalformed,
    PinAlreadySet,
    PinLocked,
    PinMalformed,
    PinNeeded,
    PinNotSet,
    PinTooSimple,
    PinWrong,
    PurposeUnknown,
    RefreshTokenReused,
    SessionEnded,
    SessionUnknown,
    TooManyCodes,
    Underage,
    WrongCode,
)
from domains.customers.events import CodeRequested, CustomerRegistered, SessionRevoked, SessionStarted
from domains.customers.phones import normal_phone
from domains.customers.ports import CodeLimit, CodeLimits, Messenger
from domains.customers.rows import ConsentRow, CustomerRow, DeviceRow, LockedCustomer, RevokedSession, SessionRow, Tier
from domains.customers.service.codes import CodeSent, RequestCode, deliver_code, request_code
from domains.customers.service.development import DevelopmentCustomer, make_development_customer, make_operator_token
from domains.customers.service.lookup import (
    check_sessions,
    find_by_phone,
    list_consents,
    list_customers,
    list_devices,
    list_revoked_sessions,
    list_sessions,
    lock_customers,
)
from domains.customers.service.operators import LookRecorded, RecordLook, create_operator, record_look
from domains.customers.service.parties import Sender, find_parties
from domains.customers.service.pins import PinProof, PinVerdict, change_pin, check_pin, prove_pin, reset_pin, set_pin
from domains.customers.service.registration import NewCustomer, register_customers
from domains.customers.service.sessions import (
    ConfirmUse,
    EndSession,
    RefreshTokens,
    RevokeDevice,
    SessionsEnded,
    confirm_use,
    refresh_tokens,
    revoke_device,
    revoke_session,
    sign_out,
)
from domains.customers.service.sign_in import SignedIn, SignIn, sign_in
from domains.customers.tokens import AccessClaims, PublicKey, SessionGranted, TokenInvalid, TokenPair, issue_tokens, public_keys, verify_access_token

__all__ = [
    "AccessClaims",
    "AlreadyVerified",
    "CodeLimit",
    "CodeLimits",
    "CodeRequested",
    "CodeSent",
    "ConfirmUse",
    "ConsentRow",
    "ConsentUnknown",
    "CustomerRegistered",
    "CustomerRow",
    "DevelopmentCustomer",
    "DeviceKeyNeeded",
    "DeviceMalformed",
    "DeviceRow",
    "DeviceUnknown",
    "EndSession",
    "FreshSignInNeeded",
    "IdNumberInvalid",
    "IdNumberTaken",
    "LockedCustomer",
    "LookRecorded",
    "Messenger",
    "NameMalformed",
    "NewCustomer",
    "PhoneMalformed",
    "PinAlreadySet",
    "PinLocked",
    "PinMalformed",
    "PinNeeded",
    "PinNotSet",
    "PinProof",
    "PinTooSimple",
    "PinVerdict",
    "PinWrong",
    "PublicKey",
    "PurposeUnknown",
    "RecordLook",
    "RefreshTokenReused",
    "RefreshTokens",
    "RequestCode",
    "RevokeDevice",
    "RevokedSession",
    "Sender",
    "SessionEnded",
    "SessionGranted",
    "SessionRevoked",
    "SessionRow",
    "SessionStarted",
    "SessionUnknown",
    "SessionsEnded",
    "SignIn",
    "SignedIn",
    "Tier",
    "TokenInvalid",
    "TokenPair",
    "TooManyCodes",
    "Underage",
    "WrongCode",
    "change_pin",
    "check_pin",
    "check_sessions",
    "confirm_use",
    "create_operator",
    "deliver_code",
    "find_by_phone",
    "find_parties",
    "issue_tokens",
    "list_consents",
    "list_customers",
    "list_devices",
    "list_revoked_sessions",
    "list_sessions",
    "lock_customers",
    "make_development_customer",
    "make_operator_token",
    "normal_phone",
    "prove_pin",
    "public_keys",
    "record_look",
    "refresh_tokens",
    "register_customers",
    "request_code",
    "reset_pin",
    "revoke_device",
    "revoke_session",
    "set_pin",
    "sign_in",
    "sign_out",
    "verify_access_token",
]
