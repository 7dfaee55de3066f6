"""Keys in the portal that are read from an address of the partner's."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from joserfc.jwk import ECKey

from gateway.pages.portal import key_sets

SCOPES = {"scope_openid": "yes", "scope_payments.write": "yes"}
BACK = "https://shop.example/back"


async def test_an_address_of_keys_is_read_again_only_where_that_was_ticked(engineer: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    address, published = "https://shop.example/jwks.json", json.dumps({"keys": [ECKey.generate_key("P-256").as_dict(private=False) | {"kid": "1"}]}).encode()

    async def fetched(asked: str, *, may_be_loopback: bool) -> bytes:
        assert (asked, may_be_loopback) == (address, False)
        return published

    monkeypatch.setattr(key_sets, "fetch_key_set", fetched)
    user = await engineer()
    fields = {
        "name": "Follows",
        "environment": "live",
        "method": "private_key_jwt",
        "redirects": "https://shop.example/back",
        "keys": "",
        "keys_address": address,
    }
    page = await user.submit(await user.get("/portal/clients/new"), "/portal/clients/new", **fields, **SCOPES, keys_follow="yes")
    client = await user.client()
    assert (client.jwks, client.jwks_uri) == (json.loads(published), address) and address in page.text
    here = f"/portal/clients/{client.id}"
    page = await user.submit(page, here, name="Follows", redirects="https://shop.example/only", **SCOPES)
    assert (await user.client()).jwks_uri == address
    await user.submit(page, f"{here}/keys", keys="", keys_address=address, how="replace")
    client = await user.client()
    assert (client.jwks, client.jwks_uri) == (json.loads(published), None)
