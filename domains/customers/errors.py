"""Refusals of the customers' domain: data without prose, and without personal data.

PhoneMalformed        not a phone number
TooManyCodes          too many one-time codes were asked for
WrongCode             the code is wrong, used, dead or too old
SessionEnded          the session was ended, or its refresh token is not one of ours
RefreshTokenReused    an old refresh token came back: its session was ended
DeviceKeyNeeded       the session is bound to a device key, and its proof did not come along
SessionUnknown, DeviceUnknown    not found, or not yours
DeviceMalformed       a name, platform, key thumbprint or push token is not what it should be
PinMalformed, PinTooSimple, PinAlreadySet, PinNotSet, PinNeeded, PinWrong, PinLocked
FreshSignInNeeded     sign in by code again first
NameMalformed, IdNumberInvalid, IdNumberTaken, Underage, AlreadyVerified
PurposeUnknown, ConsentUnknown
IdentityTaken, IdentityNotFound, LastWayToSignIn, TicketInvalid, TooManyIdentities, PhoneInUse
MiniProgramUnknown, MiniProgramCodeInvalid, MiniProgramCodeUsed, MiniProgramBusy, MiniProgramAway, UserInfoForged
AppVersionMalformed   not an app version, or not a platform
"""

from dataclasses import dataclass
from datetime import datetime

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class PhoneMalformed(Refusal):
    pass


@dataclass(eq=False)
class TooManyCodes(Refusal):
    retry_after_seconds: int


@dataclass(eq=False)
class WrongCode(Refusal):
    """Nothing left means that a new code is needed, whatever was wrong with this one."""

    attempts_left: int


@dataclass(eq=False)
class SessionEnded(Refusal):
    pass


@dataclass(eq=False)
class RefreshTokenReused(Refusal):
    pass


@dataclass(eq=False)
class DeviceKeyNeeded(Refusal):
    pass


@dataclass(eq=False)
class SessionUnknown(Refusal):
    pass


@dataclass(eq=False)
class DeviceUnknown(Refusal):
    pass


@dataclass(eq=False)
class DeviceMalformed(Refusal):
    """A device's name, platform, key thumbprint or push token is empty, too long, or not what it should be."""

    what: str


@dataclass(eq=False)
class PinMalformed(Refusal):
    pass


@dataclass(eq=False)
class PinTooSimple(Refusal):
    pass


@dataclass(eq=False)
class PinAlreadySet(Refusal):
    pass


@dataclass(eq=False)
class PinNotSet(Refusal):
    pass


@dataclass(eq=False)
class PinNeeded(Refusal):
    pass


@dataclass(eq=False)
class PinWrong(Refusal):
    attempts_left: int


@dataclass(eq=False)
class PinLocked(Refusal):
    locked_until: datetime


@dataclass(eq=False)
class FreshSignInNeeded(Refusal):
    pass


@dataclass(eq=False)
class NameMalformed(Refusal):
    pass


@dataclass(eq=False)
class IdNumberInvalid(Refusal):
    pass


@dataclass(eq=False)
class IdNumberTaken(Refusal):
    pass


@dataclass(eq=False)
class Underage(Refusal):
    least_age: int


@dataclass(eq=False)
class AlreadyVerified(Refusal):
    """The customer was verified before, as somebody else than this name and number say."""


@dataclass(eq=False)
class PurposeUnknown(Refusal):
    purpose: str


@dataclass(eq=False)
class ConsentUnknown(Refusal):
    pass


@dataclass(eq=False)
class AppVersionMalformed(Refusal):
    what: str


@dataclass(eq=False)
class IdentityTaken(Refusal):
    """Another customer signs in with it. Whose it is, is not told."""


@dataclass(eq=False)
class IdentityNotFound(Refusal):
    """No such identity, or not one of the caller's, or unlinked before."""


@dataclass(eq=False)
class LastWayToSignIn(Refusal):
    pass


@dataclass(eq=False)
class TooManyIdentities(Refusal):
    count: int


@dataclass(eq=False)
class TicketInvalid(Refusal):
    """Not a ticket of the house, too old, or of another device."""


@dataclass(eq=False)
class PhoneInUse(Refusal):
    """Somebody has that phone: its owner links with a one-time code."""


@dataclass(eq=False)
class MiniProgramUnknown(Refusal):
    pass


@dataclass(eq=False)
class MiniProgramCodeInvalid(Refusal):
    pass


@dataclass(eq=False)
class MiniProgramCodeUsed(Refusal):
    pass


@dataclass(eq=False)
class MiniProgramBusy(Refusal):
    retry_after_seconds: int


@dataclass(eq=False)
class MiniProgramAway(Refusal):
    """The network gave no answer that can be relied on. Its code may be used up: a new one is needed."""


@dataclass(eq=False)
class UserInfoForged(Refusal):
    pass


@dataclass(eq=False)
class MiniProgramUnlinked(Refusal):
    """The network knows them, the house does not. `ticket` stands for what the network said. Never stored: it is raised outside of any verb."""

    ticket: str
    expires_in_seconds: int


@dataclass(eq=False)
class MergerNotFound(Refusal):
    pass


@dataclass(eq=False)
class MergerEnded(Refusal):
    """It was decided before: `state` says how."""

    state: str


@dataclass(eq=False)
class MergerUnfit(Refusal):
    """The two cannot be one. `reason`: not_customers, same_customer, closed_before, both_verified, survivor_unverified, proposed_before."""

    reason: str


@dataclass(eq=False)
class SecondOperatorNeeded(Refusal):
    """Who proposed it does not decide on it."""


@dataclass(eq=False)
class CustomerBusy(Refusal):
    """Something of the customer who would be closed is open, and would be lost. `open_things` names each kind once, in order."""

    open_things: tuple[str, ...]
