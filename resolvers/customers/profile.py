"""What customers change about themselves in the app's language: PIN, identity, consents, push token, language.

PINs and push tokens are of class C3 where the app sends them: they are kept hashed or sealed, and never come back. What carries a PIN has no request id,
so that nothing is stored by which a PIN could be guessed: after silence the app asks `viewer { hasPin }`, or tries the PIN."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers
from domains.kernel.data_classes import C2, C3
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Info, Viewer
from resolvers.customers.problems import (
    AlreadyVerified,
    ConsentUnknown,
    DeviceMalformed,
    DeviceUnknown,
    FreshSignInNeeded,
    IdNumberInvalid,
    IdNumberTaken,
    NameMalformed,
    PinAlreadySet,
    PinLocked,
    PinMalformed,
    PinNotSet,
    PinTooSimple,
    PinWrong,
    PurposeUnknown,
    Underage,
)
from resolvers.customers.types import Customer, Language
from resolvers.fields import field, mutation, type_of
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import Instant

PIN_COST = 30
"""Hashing a PIN is made dear on purpose."""

Changed = customers.PinStored | customers.IdentityConfirmed | customers.ConsentRecorded | customers.PushTokenRegistered | customers.LanguageSet


@batched(Customer | None, "The customer as they are now; null if it cannot be read just now.")
async def changed_customer(read: Read, outcomes: list[Changed], viewers: list[Viewer]) -> list[customers.CustomerRow | None]:
    found = await customers.list_customers(read, [outcome.customer_id for outcome in outcomes])
    return [found.get(outcome.customer_id) for outcome in outcomes]


@type_of(customers.PinStored, "The payment PIN is the new one.")
class PinStored:
    customer = changed_customer


@type_of(customers.IdentityConfirmed, "The identity is verified.")
class IdentityVerified:
    customer = changed_customer


@type_of(customers.ConsentRecorded, "The consent, as it stands or as it ended.")
class ConsentRecorded:
    id: strawberry.ID = field("The consent.")
    purpose: str = field('For example "credit_scoring".')
    version: str = field("Which wording the customer agreed to.")
    granted_at: Instant = field("Since when.")
    withdrawn_at: Instant | None = field("Until when; null while it stands.")
    customer = changed_customer


@type_of(customers.PushTokenRegistered, "Notifications go to this device.")
class PushTokenRegistered:
    device_id: strawberry.ID = field("The device of the session.")
    customer = changed_customer


@type_of(customers.LanguageSet, "The language is set.")
class LanguageSet:
    customer = changed_customer


@strawberry.input(description="Set the first payment PIN.")
class SetPinInput:
    pin: str = field("Six digits, not easy to guess.", C3)


@strawberry.input(description="Replace the payment PIN by proving the old one.")
class ChangePinInput:
    current_pin: str = field("The PIN as it is.", C3)
    new_pin: str = field("Six digits, not easy to guess.", C3)


@strawberry.input(description="Replace a forgotten payment PIN, within ten minutes of signing in with a code.")
class ResetPinInput:
    new_pin: str = field("Six digits, not easy to guess.", C3)


@strawberry.input(description="Prove who the customer is.")
class VerifyIdentityInput:
    request_id: UUID = field("Made by the app and kept before its first attempt.")
    name: str = field("The name as the identity card writes it.", C2)
    id_number: str = field("The eighteen characters of the resident ID number.", C2)


@strawberry.input(description="Say yes to a purpose.")
class GrantConsentInput:
    request_id: UUID = field("Made by the app and kept before its first attempt.")
    purpose: str = field("credit_scoring, personal_offers, marketing_messages, location or credit_band_display.")
    version: str = field('Version of the wording that the customer was shown, for example "2026-11".')


@strawberry.input(description="Take back the yes to a purpose.")
class WithdrawConsentInput:
    request_id: UUID = field("Made by the app and kept before its first attempt.")
    purpose: str = field("Which purpose.")


@strawberry.input(description="Where notifications for this device go.")
class RegisterPushTokenInput:
    request_id: UUID = field("Made by the app and kept before its first attempt.")
    service: str = field('The push service, for example "apns", "fcm" or "hms".')
    token: str = field("What the push service gave the app.", C3)


@strawberry.input(description="Choose a language.")
class SetLanguageInput:
    request_id: UUID = field("Made by the app and kept before its first attempt.")
    language: Language = field("Which language.")


SetPinResult = Annotated[
    PinStored | PinMalformed | PinTooSimple | PinAlreadySet, strawberry.union("SetPinResult", description="The PIN is set, or why it is not.")
]
ChangePinResult = Annotated[
    PinStored | PinMalformed | PinTooSimple | PinWrong | PinLocked | PinNotSet,
    strawberry.union("ChangePinResult", description="The PIN is changed, or why it is not."),
]
ResetPinResult = Annotated[
    PinStored | PinMalformed | PinTooSimple | PinNotSet | FreshSignInNeeded,
    strawberry.union("ResetPinResult", description="The PIN is reset, or why it is not."),
]
VerifyIdentityResult = Annotated[
    IdentityVerified | NameMalformed | IdNumberInvalid | Underage | AlreadyVerified | IdNumberTaken | IdReused,
    strawberry.union("VerifyIdentityResult", description="The identity is verified, or why it is not."),
]
GrantConsentResult = Annotated[
    ConsentRecorded | PurposeUnknown | IdReused, strawberry.union("GrantConsentResult", description="The consent, or why there is none.")
]
WithdrawConsentResult = Annotated[
    ConsentRecorded | PurposeUnknown | ConsentUnknown | IdReused,
    strawberry.union("WithdrawConsentResult", description="The consent that ended, or why none did."),
]
RegisterPushTokenResult = Annotated[
    PushTokenRegistered | DeviceMalformed | DeviceUnknown | IdReused,
    strawberry.union("RegisterPushTokenResult", description="The device that is notified, or why it is not."),
]
SetLanguageResult = Annotated[LanguageSet | IdReused, strawberry.union("SetLanguageResult", description="The language is set, or why it is not.")]


@mutation("Set the first payment PIN.", permission=Permission.CUSTOMER, cost=PIN_COST)
async def set_pin(info: Info, input: SetPinInput) -> SetPinResult:
    viewer = info.context.viewer
    return await customers.set_pin(info.context.write, viewer.id, viewer.session_id, input.pin)  # type: ignore[return-value]


@mutation("Change the payment PIN. A wrong current PIN counts towards the lock.", permission=Permission.CUSTOMER, cost=PIN_COST)
async def change_pin(info: Info, input: ChangePinInput) -> ChangePinResult:
    viewer = info.context.viewer
    return await customers.change_pin(info.context.write, viewer.id, viewer.session_id, input.current_pin, input.new_pin)  # type: ignore[return-value]


@mutation("Replace a forgotten payment PIN soon after signing in with a code. It ends a lock.", permission=Permission.CUSTOMER, cost=PIN_COST)
async def reset_pin(info: Info, input: ResetPinInput) -> ResetPinResult:
    viewer = info.context.viewer
    return await customers.reset_pin(info.context.write, viewer.id, viewer.session_id, input.new_pin)  # type: ignore[return-value]


@mutation("Verify the customer's identity, which raises limits. The same person again is the same answer.", permission=Permission.CUSTOMER)
async def verify_identity(info: Info, input: VerifyIdentityInput) -> VerifyIdentityResult:
    viewer = info.context.viewer
    command = customers.VerifyIdentity(
        request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, name=input.name, id_number=input.id_number
    )
    return await info.context.write(customers.verify_identity, command)  # type: ignore[arg-type]


@mutation("Consent to a purpose. A consent to another wording of it ends.", permission=Permission.CUSTOMER)
async def grant_consent(info: Info, input: GrantConsentInput) -> GrantConsentResult:
    viewer = info.context.viewer
    command = customers.GrantConsent(
        request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, purpose=input.purpose, version=input.version
    )
    return await info.context.write(customers.grant_consent, command)  # type: ignore[arg-type]


@mutation("Withdraw the consent to a purpose, at once.", permission=Permission.CUSTOMER)
async def withdraw_consent(info: Info, input: WithdrawConsentInput) -> WithdrawConsentResult:
    viewer = info.context.viewer
    command = customers.WithdrawConsent(request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, purpose=input.purpose)
    return await info.context.write(customers.withdraw_consent, command)  # type: ignore[arg-type]


@mutation("Send notifications to this device, and to nobody who was signed in on it before.", permission=Permission.CUSTOMER)
async def register_push_token(info: Info, input: RegisterPushTokenInput) -> RegisterPushTokenResult:
    viewer = info.context.viewer
    command = customers.RegisterPushToken(
        request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, service=input.service, token=input.token
    )
    return await info.context.write(customers.register_push_token, command)  # type: ignore[arg-type]


@mutation("In which language the bank writes by itself; an answer is in the language that its request asks for.", permission=Permission.CUSTOMER)
async def set_language(info: Info, input: SetLanguageInput) -> SetLanguageResult:
    viewer = info.context.viewer
    command = customers.SetLanguage(
        request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, language=customers.Language[input.language.name]
    )
    return await info.context.write(customers.set_language, command)  # type: ignore[arg-type]
