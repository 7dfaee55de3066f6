"""`scenebank partner client create`: an OAuth client for a partner's engineers and for tests, printed as one JSON object."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from domains import scenes
from domains.kernel.commands import HOUSE_ID
from domains.kernel.errors import Refusal
from domains.scenes import Client, Purpose, RegisterClientCommand, RegisterPartnerCommand
from gateway.cli.databases import with_database
from gateway.cli.failures import CommandFailed
from gateway.settings import Settings
from gateway.wiring import opened_house

PRIVATE_MEMBERS = {"d", "p", "q", "dp", "dq", "qi", "oth"}
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


def run_create_client(
    settings: Settings,
    *,
    jwk: Path | None,
    is_new: bool,
    is_public: bool,
    redirects: list[str],
    scope: str,
    name: str,
    partner_id: UUID | None,
    is_sandbox: bool,
) -> None:
    """Register the client, and print what it needs. Raises CommandFailed, saying why it was not.

    With a key (`jwk`, or `is_new` for one that is made here) it proves itself by private_key_jwt; without one, in the sandbox, by a secret."""
    if is_public and (jwk is not None or is_new):
        raise CommandFailed("A public client proves nothing: leave the key out.")
    if not is_public and jwk is None and not is_new and not is_sandbox:
        raise CommandFailed("A confidential client needs a key (--jwk FILE or --new); a mere secret is for the sandbox (--sandbox).")
    scopes = scenes.known_scopes(scope)
    if scopes is None:
        raise CommandFailed(f"The scopes are {', '.join(scenes.SCOPES)}.")
    key = _key(jwk, is_new=is_new)
    method = "none" if is_public else "client_secret_basic" if key is None else "private_key_jwt"
    fields: dict[str, Any] = {
        "name": name,
        "environment": "sandbox" if is_sandbox else "live",
        "auth_method": method,
        "jwks": None if key is None else {"keys": [_public(key)]},
        "redirect_uris": tuple(redirects),
        "scopes": scopes,
        "grant_types": _grants(scopes, redirects, is_public=is_public),
    }
    shown = asyncio.run(_created(with_database(settings), partner_id, fields))
    sys.stdout.write(json.dumps(shown | ({"jwk": key} if is_new else {}), indent=2, ensure_ascii=False) + "\n")


async def _created(settings: Settings, partner_id: UUID | None, fields: dict[str, Any]) -> dict[str, Any]:
    async with opened_house(settings, show=sys.stderr.write) as house:
        try:
            if partner_id is None:
                partner_id = uuid4()
                await house.database.write(scenes.register_partner, RegisterPartnerCommand(request_id=partner_id, owner_id=HOUSE_ID, name=fields["name"]))
            command = RegisterClientCommand(request_id=uuid4(), owner_id=HOUSE_ID, partner_id=partner_id, **fields)
            client = await house.database.write(scenes.register_client, command)
        except Refusal as refusal:
            raise CommandFailed(f"The client was not registered: {refusal}") from refusal
        async with house.database.reading(single=True) as read:
            return _shown(client) | (
                {} if client.secret_number is None else {"client_secret": scenes.text_of(read, Purpose.CLIENT_SECRET, client.id, client.secret_number)}
            )


def _shown(client: Client) -> dict[str, Any]:
    return {
        "client_id": str(client.id),
        "partner_id": str(client.partner_id),
        "token_endpoint_auth_method": client.auth_method,
        "redirect_uris": list(client.redirect_uris),
        "scope": " ".join(client.scopes),
        "grant_types": list(client.grant_types),
        "keeps_fapi": client.keeps_fapi,
    }


def _grants(scopes: tuple[str, ...], redirects: list[str], *, is_public: bool) -> tuple[str, ...]:
    """Every grant that a client of those scopes can have."""
    grants = ["authorization_code", "refresh_token"] if redirects else []
    if not is_public and any(not scenes.SCOPES[name].is_of_customer for name in scopes):
        grants.append("client_credentials")
    if not scenes.has_money(scopes) and any(scenes.SCOPES[name].is_of_customer for name in scopes):
        grants += [DEVICE_GRANT] if redirects else ["refresh_token", DEVICE_GRANT]
    return tuple(grants)


def _key(file: Path | None, *, is_new: bool) -> dict[str, Any] | None:
    if is_new:
        made = ECKey.generate_key("P-256", private=True)
        return dict(made.as_dict(private=True)) | {"kid": made.thumbprint(), "alg": "ES256", "use": "sig"}
    if file is None:
        return None
    try:
        key = json.loads(file.read_text())
    except (OSError, ValueError, JoseError) as error:
        raise CommandFailed(f"{file} cannot be read as a JWK ({type(error).__name__}).") from error
    if not isinstance(key, dict) or "kty" not in key:
        raise CommandFailed(f"{file} holds no JWK: one JSON object with kty.")
    return key


def _public(key: dict[str, Any]) -> dict[str, Any]:
    """The key without what it signs with: a file with both is no reason to keep both."""
    return {name: value for name, value in key.items() if name not in PRIVATE_MEMBERS}
