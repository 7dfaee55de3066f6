"""Sign-in from a mini-program, and linking and unlinking what a customer is known by, in the app's language.

A network's codes are of class C3 where the app sends them: they are asked about once and kept nowhere. Its session key never comes to this room."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers
from domains.kernel.data_classes import C2, C3
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Context, Info, Viewer
from resolvers.customers.identity_problems import (
    IdentityNotFound,
    IdentityTaken,
    LastWayToSignIn,
    MiniProgramAway,
    MiniProgramBusy,
    MiniProgramCodeInvalid,
    MiniProgramCodeUsed,
    MiniProgramUnknown,
    MiniProgramUnlinked,
    PhoneInUse,
    TicketInvalid,
    TooManyIdentities,
    UserInfoForged,
)
from resolvers.customers.problems import DeviceMalformed, FreshSignInNeeded, PhoneMalformed, PinLocked, PinNeeded, PinNotSet, PinWrong, WrongCode
from resolvers.customers.profile import PIN_COST
from resolvers.customers.rows import SignedInRow
from resolvers.customers.sign_in import SignedIn
from resolvers.customers.types import Customer
from resolvers.fields import field, mutation, type_of
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import read_id

NETWORK_COST = 60
"""Each asks somebody outside, who may take seconds."""


Identified = customers.identities.LinkedIdentity | customers.identities.EndedIdentity


@batched(Customer | None, "The customer as they are now; null if it cannot be read just now.")
async def identified_customer(read: Read, outcomes: list[Identified], viewers: list[Viewer]) -> list[customers.CustomerRow | None]:
    found = await customers.list_customers(read, [outcome.customer_id for outcome in outcomes])
    return [found.get(outcome.customer_id) for outcome in outcomes]


@type_of(customers.identities.LinkedIdentity, "The identity is linked.")
class IdentityLinked:
    identity_id: strawberry.ID = field("The identity.")
    customer = identified_customer


@type_of(customers.identities.EndedIdentity, "The identity no longer leads to the customer.")
class IdentityUnlinked:
    identity_id: strawberry.ID = field("The identity.")
    customer = identified_customer


@strawberry.input(description="Sign in from a mini-program.")
class SignInWithMiniProgramInput:
    mini_program: str = field("Which of the bank's mini-programs.")
    code: str = field("What the network gave the mini-program for this sign-in (wx.login).", C3)
    device_name: str = field("What the device calls itself, 60 characters at most.", C2)
    platform: str = field('For example "mini-program".')
    raw_data: str | None = strawberry.field(default=None, description="User info as the network gave it, to be checked.", metadata={"data_class": C2})
    signature: str | None = strawberry.field(default=None, description="How the network signed it.", metadata={"data_class": C2})


@strawberry.input(description="Sign in, or up, by a code, and link what the ticket stands for.")
class SignInWithTicketInput:
    ticket: str = field("From `signInWithMiniProgram`, on the same device.", C2)
    phone: str = field("The phone number that the code went to.", C2)
    code: str = field("The six digits.", C3)
    device_name: str = field("What the device calls itself, 60 characters at most.", C2)
    platform: str = field('For example "mini-program".')


@strawberry.input(description="Sign up with the phone that the network knows.")
class SignUpWithMiniProgramInput:
    mini_program: str = field("Which of the bank's mini-programs.")
    ticket: str = field("From `signInWithMiniProgram`, on the same device.", C2)
    phone_code: str = field("What the network gave the mini-program for the phone (getPhoneNumber).", C3)
    device_name: str = field("What the device calls itself, 60 characters at most.", C2)
    platform: str = field('For example "mini-program".')


@strawberry.input(description="Link what the ticket stands for to the customer who is signed in.")
class LinkIdentityInput:
    request_id: UUID = field("Made by the app and kept before its first attempt.")
    ticket: str = field("From `signInWithMiniProgram`, on the same device.", C2)
    pin: str | None = strawberry.field(
        default=None, description="The payment PIN. Without a PIN the sign-in by code must be of the last ten minutes.", metadata={"data_class": C3}
    )


@strawberry.input(description="Unlink one of the viewer's identities.")
class UnlinkIdentityInput:
    request_id: UUID = field("Made by the app and kept before its first attempt.")
    identity_id: strawberry.ID = field("Which identity.")
    pin: str | None = strawberry.field(
        default=None, description="The payment PIN. Without a PIN the sign-in by code must be of the last ten minutes.", metadata={"data_class": C3}
    )


SignInWithMiniProgramResult = Annotated[
    SignedIn
    | MiniProgramUnlinked
    | MiniProgramUnknown
    | MiniProgramCodeInvalid
    | MiniProgramCodeUsed
    | MiniProgramBusy
    | MiniProgramAway
    | UserInfoForged
    | DeviceMalformed,
    strawberry.union("SignInWithMiniProgramResult", description="The session, or how to go on, or why neither."),
]
SignInWithTicketResult = Annotated[
    SignedIn | TicketInvalid | IdentityTaken | TooManyIdentities | WrongCode | PhoneMalformed | DeviceMalformed,
    strawberry.union("SignInWithTicketResult", description="The session, or why there is none."),
]
SignUpWithMiniProgramResult = Annotated[
    SignedIn
    | TicketInvalid
    | MiniProgramUnknown
    | MiniProgramCodeInvalid
    | MiniProgramCodeUsed
    | MiniProgramBusy
    | MiniProgramAway
    | PhoneMalformed
    | PhoneInUse
    | IdentityTaken
    | DeviceMalformed,
    strawberry.union("SignUpWithMiniProgramResult", description="The session, or why there is none."),
]
LinkIdentityResult = Annotated[
    IdentityLinked | TicketInvalid | PinNeeded | PinNotSet | PinWrong | PinLocked | FreshSignInNeeded | TooManyIdentities | IdentityTaken | IdReused,
    strawberry.union("LinkIdentityResult", description="The identity, or why it is not linked."),
]
UnlinkIdentityResult = Annotated[
    IdentityUnlinked | PinNeeded | PinNotSet | PinWrong | PinLocked | FreshSignInNeeded | LastWayToSignIn | IdentityNotFound | IdReused,
    strawberry.union("UnlinkIdentityResult", description="The identity that ended, or why none did."),
]


@mutation(
    "Change a mini-program's code for a session. Somebody whom the bank does not know gets a ticket, and nothing is written.",
    permission=Permission.PUBLIC,
    cost=NETWORK_COST,
)
async def sign_in_with_mini_program(info: Info, input: SignInWithMiniProgramInput) -> SignInWithMiniProgramResult:
    context = info.context
    device = _device(context, input.device_name, input.platform)
    signed_in = await customers.identities.sign_in_with_mini_program(
        context.write, context.read, input.mini_program, input.code, device, input.raw_data, input.signature
    )
    return await _signed_in(context, signed_in)


@mutation("Sign in, or up, with a phone's code, and link what the ticket stands for.", permission=Permission.PUBLIC)
async def sign_in_with_ticket(info: Info, input: SignInWithTicketInput) -> SignInWithTicketResult:
    context = info.context
    command = customers.identities.SignInWithTicket(
        request_id=None,
        owner_id=context.viewer.id,
        device_name=input.device_name,
        platform=input.platform,
        key_thumbprint=context.viewer.device_key,
        language=context.viewer.language,
        ticket=input.ticket,
        phone=input.phone,
        code=input.code,
    )
    return await _signed_in(context, await context.write(customers.identities.sign_in_with_ticket, command))


@mutation("Become a customer with the phone that the network knows, and link what the ticket stands for.", permission=Permission.PUBLIC, cost=NETWORK_COST)
async def sign_up_with_mini_program(info: Info, input: SignUpWithMiniProgramInput) -> SignUpWithMiniProgramResult:
    context = info.context
    device = _device(context, input.device_name, input.platform)
    signed_in = await customers.identities.sign_up_with_mini_program(context.write, context.read, input.mini_program, input.ticket, input.phone_code, device)
    return await _signed_in(context, signed_in)


@mutation("Link what a ticket stands for to the viewer, proved by the PIN.", permission=Permission.CUSTOMER, cost=PIN_COST)
async def link_identity(info: Info, input: LinkIdentityInput) -> LinkIdentityResult:
    context, viewer = info.context, info.context.viewer
    command = customers.identities.LinkIdentity(
        request_id=input.request_id,
        owner_id=viewer.id,
        session_id=viewer.session_id,
        ticket=input.ticket,
        device_key=viewer.device_key,
        pin=await customers.prove_pin(context.write, viewer.id, input.pin),
    )
    return await context.write(customers.identities.link_identity, command)  # type: ignore[arg-type]


@mutation("Unlink one of the viewer's identities, proved by the PIN. The phone always remains.", permission=Permission.CUSTOMER, cost=PIN_COST)
async def unlink_identity(info: Info, input: UnlinkIdentityInput) -> UnlinkIdentityResult:
    context, viewer = info.context, info.context.viewer
    identity_id = read_id(input.identity_id)
    if identity_id is None:
        raise customers.identities.IdentityNotFound
    command = customers.identities.UnlinkIdentity(
        request_id=input.request_id,
        owner_id=viewer.id,
        session_id=viewer.session_id,
        identity_id=identity_id,
        pin=await customers.prove_pin(context.write, viewer.id, input.pin),
    )
    return await context.write(customers.identities.unlink_identity, command)  # type: ignore[arg-type]


def _device(context: Context, name: str, platform: str) -> customers.identities.DeviceCommand:
    viewer = context.viewer
    return customers.identities.DeviceCommand(
        request_id=None, owner_id=viewer.id, device_name=name, platform=platform, key_thumbprint=viewer.device_key, language=viewer.language
    )


async def _signed_in(context: Context, signed_in: customers.SignedIn) -> SignedIn:
    granted = signed_in.granted
    tokens = await customers.issue_tokens(context.read, granted, context.read.now)
    return SignedInRow(granted.owner_id, granted.session_id, tokens, signed_in.is_new)  # type: ignore[return-value]
