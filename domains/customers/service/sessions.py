"""Sessions after sign-in: refreshed, seen in use, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domains.customers import rules
from domains.customers.errors import DeviceKeyNeeded, DeviceUnknown, RefreshTokenReused, SessionEnded, SessionUnknown
from domains.customers.events import SessionRevoked
from domains.customers.queries import push_tokens, sessions
from domains.customers.rows import SessionState
from domains.customers.rules import RefreshVerdict
from domains.customers.tokens import RefreshClaims, SessionGranted, read_refresh_token
from domains.kernel.commands import Command, batched_verb, composite_verb
from domains.kernel.crypto import Keyring
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.transactions import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshTokens(Command):
    """`proven_thumbprint` is of the device key whose proof came with the request."""

    refresh_token: str
    proven_thumbprint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmUse(Command):
    """The pair of that generation reached its owner: its predecessor is dead from now on."""

    session_id: UUID
    generation: int


@dataclass(frozen=True, slots=True)
class UseConfirmed:
    session_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSession(Command):
    session_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOut(Command):
    """`everywhere` ends the owner's other sessions too."""

    session_id: UUID
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class SessionsEnded:
    session_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeDevice(Command):
    device_id: UUID


@composite_verb(SessionGranted)
async def refresh_tokens(tx: Tx, command: RefreshTokens) -> SessionGranted | Refusal:
    """The next pair, or the same pair again for a repeat. Raises SessionEnded or DeviceKeyNeeded; returns RefreshTokenReused with the session ended."""
    claims = read_refresh_token(tx.port(Keyring), command.refresh_token)
    if claims is None:
        raise SessionEnded()
    row = await sessions.lock_session(tx, claims.owner_id, claims.session_id)
    if row is None:
        raise SessionEnded()
    state = SessionState(*(row[name] for name in SessionState._fields))
    if state.key_thumbprint is not None and state.key_thumbprint != command.proven_thumbprint:
        raise DeviceKeyNeeded()
    match rules.decide_refresh(state, claims.generation, tx.now):
        case RefreshVerdict.ROTATE:
            generation = claims.generation + 1
            await sessions.rotate_session(tx, claims.owner_id, claims.session_id, generation, tx.now + rules.SESSION_IDLE_LIFE)
            return SessionGranted(claims.owner_id, claims.session_id, generation, tx.now, tuple(row["permissions"]), state.key_thumbprint)
        case RefreshVerdict.REPEAT:
            return SessionGranted(claims.owner_id, claims.session_id, state.generation, state.issued_at, tuple(row["permissions"]), state.key_thumbprint)
        case RefreshVerdict.REUSED:
            return await _end_reused(tx, claims)
        case RefreshVerdict.ENDED:
            raise SessionEnded()


@batched_verb(UseConfirmed)
async def confirm_use(tx: Tx, commands: list[ConfirmUse]) -> list[UseConfirmed | Refusal]:
    """Note that new access tokens are in use."""
    newest = {(one.owner_id, one.session_id): one.generation for one in sorted(commands, key=lambda one: one.generation)}
    keys = sorted(newest)
    await sessions.confirm_generations(tx, [key[0] for key in keys], [key[1] for key in keys], [newest[key] for key in keys])
    return [UseConfirmed(one.session_id) for one in commands]


@composite_verb(SessionsEnded)
async def revoke_session(tx: Tx, command: EndSession) -> SessionsEnded:
    """End one of the owner's sessions. Raises SessionUnknown for another's, or one that ended before."""
    await push_tokens.lock_notified_devices(tx, command.owner_id)
    if not await sessions.revoke_session(tx, command.owner_id, command.session_id):
        raise SessionUnknown()
    return await note_ended(tx, command.owner_id, [command.session_id])


@composite_verb(SessionsEnded)
async def sign_out(tx: Tx, command: SignOut) -> SessionsEnded:
    """End the session itself, and with `everywhere` all others. Signing out twice is signing out once."""
    await push_tokens.lock_notified_devices(tx, command.owner_id)
    if command.everywhere:
        await check_standing(tx, command.owner_id, command.session_id)
        return await note_ended(tx, command.owner_id, await sessions.revoke_beyond(tx, command.owner_id, 0))
    ended = await sessions.revoke_session(tx, command.owner_id, command.session_id)
    return await note_ended(tx, command.owner_id, [command.session_id] if ended else [])


@composite_verb(SessionsEnded)
async def revoke_device(tx: Tx, command: RevokeDevice) -> SessionsEnded:
    """Forget a device and end every session on it. Raises DeviceUnknown."""
    if not await sessions.revoke_device(tx, command.owner_id, command.device_id):
        raise DeviceUnknown()
    return await note_ended(tx, command.owner_id, await sessions.revoke_sessions_of_device(tx, command.owner_id, command.device_id))


async def check_standing(tx: Tx, owner_id: UUID, session_id: UUID) -> None:
    """That the session a command came through stands at this instant, whatever its token says. Raises Unauthenticated."""
    if not (await sessions.check_sessions(tx, [session_id], [owner_id], tx.now))[0]:
        raise Unauthenticated


async def note_ended(tx: Tx, owner_id: UUID, session_ids: Sequence[UUID]) -> SessionsEnded:
    """Tell of sessions that were ended, and forget the push tokens of devices that nobody is signed in on any more."""
    if session_ids:
        await push_tokens.forget_without_session(tx, owner_id)
    for session_id in session_ids:
        tx.publish(SessionRevoked(owner_id, None, session_id))
    return SessionsEnded(tuple(session_ids))


async def _end_reused(tx: Tx, claims: RefreshClaims) -> RefreshTokenReused:
    await sessions.revoke_session(tx, claims.owner_id, claims.session_id)
    await note_ended(tx, claims.owner_id, [claims.session_id])
    return RefreshTokenReused()
