"""What a client's registration may say."""

from typing import Any

import pytest

from domains.scenes.errors.client import ClientMetadataMalformed
from domains.scenes.rules.client import check_client, is_redirect

EC: dict[str, Any] = {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "B" * 43, "kid": "1"}
RSA: dict[str, Any] = {"kty": "RSA", "n": "A" * 342, "e": "AQAB", "kid": "2"}
GOOD: dict[str, Any] = {
    "name": "Shop",
    "environment": "live",
    "auth_method": "private_key_jwt",
    "jwks": {"keys": [EC]},
    "redirect_uris": ("https://shop.example/back",),
    "scopes": ("openid", "payments.write"),
    "grant_types": ("authorization_code", "refresh_token"),
}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "client_name"),
        ({"name": "a\u202eb"}, "client_name"),
        ({"auth_method": "client_secret_basic", "jwks": None, "scopes": ()}, "token_endpoint_auth_method"),
        ({"auth_method": "client_secret_post"}, "token_endpoint_auth_method"),
        ({"grant_types": ("implicit",)}, "grant_types"),
        ({"grant_types": ("password",)}, "grant_types"),
        ({"grant_types": ("refresh_token",)}, "grant_types"),
        ({"grant_types": ("authorization_code", "authorization_code")}, "grant_types"),
        ({"grant_types": ("client_credentials",), "auth_method": "none", "jwks": None, "scopes": ()}, "grant_types"),
        ({"redirect_uris": ()}, "redirect_uris"),
        ({"redirect_uris": tuple(f"https://shop.example/{n}" for n in range(11))}, "redirect_uris"),
        ({"grant_types": ("client_credentials",)}, "redirect_uris"),
        ({"scopes": ("everything",)}, "scope"),
        ({"auth_method": "none", "jwks": None}, "scope"),
        ({"auth_method": "none", "jwks": None, "scopes": ("openid", "webhooks.manage")}, "scope"),
        ({"auth_method": "none", "jwks": None, "scopes": ("openid", "settlements.read")}, "scope"),
        ({"environment": "sandbox", "auth_method": "client_secret_basic", "jwks": None}, "scope"),
        ({"jwks": None}, "jwks"),
        ({"jwks": {"keys": []}}, "jwks"),
        ({"jwks": {"keys": [EC], "more": 1}}, "jwks"),
        ({"jwks": {"keys": [EC | {"d": "A" * 43}]}}, "jwks"),
        ({"jwks": {"keys": [{"kty": "oct", "k": "A" * 43}]}}, "jwks"),
        ({"jwks": {"keys": [EC | {"crv": "P-384"}]}}, "jwks"),
        ({"jwks": {"keys": [RSA | {"n": "A" * 171}]}}, "jwks"),
        ({"jwks": {"keys": [RSA | {"n": "A" * 3000}]}}, "jwks"),
        ({"jwks": {"keys": [RSA | {"alg": "RS256"}]}}, "jwks"),
        ({"jwks": {"keys": [EC | {"use": "enc"}]}}, "jwks"),
        ({"jwks": {"keys": [EC | {"x5u": "https://evil.example"}]}}, "jwks"),
        ({"jwks": {"keys": [EC | {"x": 5}]}}, "jwks"),
        ({"jwks": {"keys": [EC, EC]}}, "jwks"),
        ({"jwks": {"keys": [EC | {"kid": "a\0"}]}}, "jwks"),
        ({"jwks": {"keys": [EC | {"other": ["a\0"]}]}}, "jwks"),
        ({"jwks": {"keys": [EC] * 6}}, "jwks"),
    ],
)
def test_a_registration_that_breaks_a_rule_is_refused_by_field(changes: dict[str, Any], field: str) -> None:
    check_client(**GOOD)
    with pytest.raises(ClientMetadataMalformed) as refused:
        check_client(**(GOOD | changes))
    assert refused.value.field == field


@pytest.mark.parametrize(
    "address",
    [
        "http://shop.example/back",
        "http://127.0.0.1/back",
        "https://shop.example/back#top",
        "https://user@shop.example/back",
        "https://user:word@shop.example/back",
        "https://*.shop.example/back",
        "https://shop.example/*",
        "https://shop.example/a/../b",
        "https://shop.example/a/%2e%2E/b",
        "https://shop.example/a%2f..%2fb",
        "https://shop.example\\@evil.example/back",
        "https://shop.example:0/back",
        "https://shop.example:99999/back",
        "https:///back",
        "https://shop.example/\u200bback",
        "https://shop.example/ back",
        "javascript:alert(1)",
        "data:text/html,hello",
        "file:///etc/passwd",
        "com.example.app:/back",
        "//shop.example/back",
        "/back",
        "",
        "https://shop.example/" + "a" * 500,
    ],
)
def test_an_address_that_a_code_must_not_go_to(address: str) -> None:
    assert not is_redirect(address, "live", is_public=False)


def test_loopback_is_for_the_sandbox_and_own_schemes_are_for_public_apps() -> None:
    assert is_redirect("https://shop.example:8443/back?from=bank", "live", is_public=False)
    for loopback in ("http://127.0.0.1:8080/back", "http://localhost/back", "http://[::1]:9/back"):
        assert is_redirect(loopback, "sandbox", is_public=False)
    assert not is_redirect("http://127.0.0.1.evil.example/back", "sandbox", is_public=False)
    assert is_redirect("com.example.app:/back", "live", is_public=True)
    assert not is_redirect("app:/back", "live", is_public=True)
    assert not is_redirect("com.example.app://host/back", "live", is_public=True)
