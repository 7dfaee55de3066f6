"""Signing in and out in the app's language: codes, tokens, sessions and devices.

Codes and refresh tokens are of class C3 where the app sends them. The tokens of an answer are C2: they are derived for their owner as they are handed
out, and stand in no column and behind no type that could be selected later. So nothing of class C3 can be selected, without an exception."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers
from domains.kernel.data_classes import C1, C2, C3
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Info, Viewer
from resolvers.customers.problems import (
    DeviceKeyNeeded,
    DeviceMalformed,
    DeviceUnknown,
    PhoneMalformed,
    RefreshTokenReused,
    SessionEnded,
    SessionUnknown,
    TooManyCodes,
    WrongCode,
)
from resolvers.customers.rows import DeviceRevokedRow, EndedRow, RefreshedRow, SignedInRow, SignedOutRow
from resolvers.customers.types import Customer
from resolvers.fields import computed, field, mutation, type_of
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import read_id


@batched(Customer | None, "The customer who signed in; null if it cannot be read just now.")
async def customer_signed_in(read: Read, rows: list[SignedInRow], viewers: list[Viewer]) -> list[customers.CustomerRow | None]:
    found = await customers.list_customers(read, [row.customer_id for row in rows])
    return [found.get(row.customer_id) for row in rows]


@type_of(customers.CodeSent, "A one-time code is on its way. The answer is the same for a phone that is not registered.")
class CodeSent:
    expires_in_seconds: int = field("How long the code can be used.")
    resend_after_seconds: int = field("When another one may be asked for.")


@type_of(customers.TokenPair, "What a session signs its requests with, and renews itself with.")
class Tokens:
    access_token: str = field("Goes with every request: `Authorization: Bearer`, or `DPoP` where the session is bound to a device key.", C2)
    refresh_token: str = field("Good for one `refreshTokens`. Keep it in the device's safe storage.", C2)
    expires_in_seconds: int = strawberry.field(
        resolver=lambda root: root.expires_in, description="How long the access token can be used.", metadata={"data_class": C1}
    )


@type_of(SignedInRow, "Signed in.")
class SignedIn:
    session_id: strawberry.ID = field("The session that began.")
    tokens: Tokens = field("The session's first tokens.", C2)
    is_new: bool = field("Whether the customer signed up just now.")
    customer = customer_signed_in


@type_of(RefreshedRow, "The session goes on.")
class TokensRefreshed:
    session_id: strawberry.ID = field("The session.")
    tokens: Tokens = field("The session's next tokens. A repeat within a minute gives the same ones, unless they were used meanwhile.", C2)


@computed("The sessions that ended; none when this one had ended before.")
def signed_out_sessions(row: SignedOutRow) -> list[strawberry.ID]:
    return [strawberry.ID(str(id_)) for id_ in row.session_ids]


@type_of(SignedOutRow, "Signed out.")
class SignedOut:
    session_ids = signed_out_sessions


@computed("The session that ended.")
def ended_session(row: EndedRow) -> strawberry.ID:
    return strawberry.ID(str(row.session_ids[0]))


@type_of(EndedRow, "The session has ended.")
class SessionRevoked:
    session_id = ended_session


@computed("The sessions on it, which ended with it.")
def sessions_of_device(row: DeviceRevokedRow) -> list[strawberry.ID]:
    return [strawberry.ID(str(id_)) for id_ in row.session_ids]


@type_of(DeviceRevokedRow, "The device was removed.")
class DeviceRevoked:
    device_id: strawberry.ID = field("The device.")
    session_ids = sessions_of_device


@strawberry.input(description="Ask for a one-time code by text message.")
class RequestCodeInput:
    request_id: UUID = field("Made by the app and kept before its first attempt. A repeat with the same id sends no second code.")
    phone: str = field("The phone number; without a country code it is a Chinese mobile number.", C2)


@strawberry.input(description="Sign in with a code. A phone that nobody has signs up.")
class SignInInput:
    phone: str = field("The phone number that the code went to.", C2)
    code: str = field("The six digits.", C3)
    device_name: str = field("What the device calls itself, 60 characters at most.", C2)
    platform: str = field('For example "ios", "android", "harmony", "h5": small letters, digits and hyphens.')


@strawberry.input(description="Renew the tokens of a session.")
class RefreshTokensInput:
    refresh_token: str = field("The session's last refresh token.", C3)


@strawberry.input(description="End this session.")
class SignOutInput:
    request_id: UUID = field("Made by the app and kept before its first attempt.")
    everywhere: bool = strawberry.field(default=False, description="End all other sessions of the customer too.", metadata={"data_class": C1})


@strawberry.input(description="End one of the viewer's sessions.")
class RevokeSessionInput:
    request_id: UUID = field("Made by the app and kept before its first attempt.")
    session_id: strawberry.ID = field("Which session.")


@strawberry.input(description="Remove one of the viewer's devices and end every session on it.")
class RevokeDeviceInput:
    request_id: UUID = field("Made by the app and kept before its first attempt.")
    device_id: strawberry.ID = field("Which device.")


RequestCodeResult = Annotated[
    CodeSent | PhoneMalformed | TooManyCodes | IdReused, strawberry.union("RequestCodeResult", description="The code is on its way, or why it is not.")
]
SignInResult = Annotated[
    SignedIn | WrongCode | PhoneMalformed | DeviceMalformed, strawberry.union("SignInResult", description="The session, or why there is none.")
]
RefreshTokensResult = Annotated[
    TokensRefreshed | SessionEnded | RefreshTokenReused | DeviceKeyNeeded,
    strawberry.union("RefreshTokensResult", description="The next tokens, or why there are none."),
]
SignOutResult = Annotated[SignedOut | IdReused, strawberry.union("SignOutResult", description="What ended, or why nothing did.")]
RevokeSessionResult = Annotated[
    SessionRevoked | SessionUnknown | IdReused, strawberry.union("RevokeSessionResult", description="The session that ended, or why none did.")
]
RevokeDeviceResult = Annotated[
    DeviceRevoked | DeviceUnknown | IdReused, strawberry.union("RevokeDeviceResult", description="The device that was removed, or why none was.")
]


@mutation("Ask for a one-time code. At most one a minute, five an hour and ten a day for one phone.", permission=Permission.PUBLIC)
async def request_code(info: Info, input: RequestCodeInput) -> RequestCodeResult:
    viewer = info.context.viewer
    command = customers.RequestCode(
        request_id=input.request_id, owner_id=viewer.id, phone=input.phone, language=viewer.language, device=viewer.device, address=viewer.address
    )
    return await info.context.write(customers.request_code, command)  # type: ignore[arg-type]


@mutation("Sign in, or up, with a code. A device key whose proof comes along binds the session.", permission=Permission.PUBLIC)
async def sign_in(info: Info, input: SignInInput) -> SignInResult:
    context = info.context
    command = customers.SignIn(
        request_id=None,
        owner_id=context.viewer.id,
        phone=input.phone,
        code=input.code,
        device_name=input.device_name,
        platform=input.platform,
        key_thumbprint=context.viewer.device_key,
        language=context.viewer.language,
    )
    signed_in = await context.write(customers.sign_in, command)
    granted = signed_in.granted
    tokens = await customers.issue_tokens(context.read, granted, context.read.now)
    return SignedInRow(granted.owner_id, granted.session_id, tokens, signed_in.is_new)  # type: ignore[return-value]


@mutation("Renew the tokens. An old refresh token that comes back after its successor was used ends the session.", permission=Permission.PUBLIC)
async def refresh_tokens(info: Info, input: RefreshTokensInput) -> RefreshTokensResult:
    context = info.context
    command = customers.RefreshTokens(
        request_id=None, owner_id=context.viewer.id, refresh_token=input.refresh_token, proven_thumbprint=context.viewer.device_key
    )
    granted = await context.write(customers.refresh_tokens, command)
    tokens = await customers.issue_tokens(context.read, granted, context.read.now)
    return RefreshedRow(granted.session_id, tokens)  # type: ignore[return-value]


@mutation("End this session. Signing out twice is signing out once.", permission=Permission.CUSTOMER)
async def sign_out(info: Info, input: SignOutInput) -> SignOutResult:
    viewer = info.context.viewer
    command = customers.SignOut(request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, everywhere=input.everywhere)
    ended = await info.context.write(customers.sign_out, command)
    return SignedOutRow(ended.session_ids)  # type: ignore[return-value]


@mutation("End another of the viewer's sessions. Its tokens stop working within a second, and for money at once.", permission=Permission.CUSTOMER)
async def revoke_session(info: Info, input: RevokeSessionInput) -> RevokeSessionResult:
    session_id = read_id(input.session_id)
    if session_id is None:
        raise customers.SessionUnknown
    command = customers.EndSession(request_id=input.request_id, owner_id=info.context.viewer.id, session_id=session_id)
    ended = await info.context.write(customers.revoke_session, command)
    return EndedRow(ended.session_ids)  # type: ignore[return-value]


@mutation("Remove a device, for example a lost phone, and end every session on it.", permission=Permission.CUSTOMER)
async def revoke_device(info: Info, input: RevokeDeviceInput) -> RevokeDeviceResult:
    device_id = read_id(input.device_id)
    if device_id is None:
        raise customers.DeviceUnknown
    command = customers.RevokeDevice(request_id=input.request_id, owner_id=info.context.viewer.id, device_id=device_id)
    ended = await info.context.write(customers.revoke_device, command)
    return DeviceRevokedRow(device_id, ended.session_ids)  # type: ignore[return-value]
