"""Make the house's first signing key, or the next one, for those who sign without a sign-in."""

from dataclasses import dataclass

from domains.customers.tokens import ensure_signing_key
from domains.kernel.commands import Command, composite_verb
from domains.kernel.transactions import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareSigningKey(Command):
    """See that there is a key to sign with."""


@dataclass(frozen=True, slots=True)
class SigningKeyPrepared:
    """There is one."""


@composite_verb(SigningKeyPrepared)
async def prepare_signing_key(tx: Tx, _command: PrepareSigningKey) -> SigningKeyPrepared:
    """Make the first key, or the next one when it is time. Safe in several processes at once."""
    await ensure_signing_key(tx)
    return SigningKeyPrepared()
