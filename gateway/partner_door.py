"""The gate of every door beside /graphql through which partners come with the access token that they have there."""

from starlette.requests import Request

from gateway.auth import Caller, GatewayAuthenticator
from gateway.limits import CostGate
from gateway.refusing import ScopeMissing

FILE_COST = 100
"""What a file, brought or fetched, takes of a partner's allowance: as much as an operation that reads a page."""


class PartnerDoor:
    """Who asks, what the token lets a partner do, and the one allowance out of which all that a partner asks is taken: its operations and its files."""

    def __init__(self, authenticator: GatewayAuthenticator, gate: CostGate) -> None:
        """`gate` is the one that admits what partners ask at /graphql."""
        self._authenticator = authenticator
        self._gate = gate

    async def let_in(self, request: Request, scopes: frozenset[str]) -> Caller:
        """The caller; where it is a partner, one whose token has one of the scopes, and that has something left. Raises Unauthenticated, Unavailable,
        ScopeMissing, and RequestRefused RATE_LIMITED."""
        caller: Caller = await self._authenticator.identify(request.scope, None)
        partner = caller.viewer.partner
        if partner is not None:
            if not scopes & partner.scopes:
                raise ScopeMissing
            await self._gate.take(FILE_COST, caller.viewer)
        return caller
