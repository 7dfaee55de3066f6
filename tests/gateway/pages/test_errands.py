"""Where an answer may lead on: the origin of the client's registered address, and nothing that a policy could be talked round with."""

from uuid import uuid4

import pytest
from starlette.responses import Response

from domains import scenes
from gateway.pages.errands import Errand
from gateway.securing import POLICY, secure


@pytest.mark.parametrize(
    ("redirect_uri", "target"),
    [
        ("https://shop.example/back?x=1", "https://shop.example"),
        ("https://shop.example:8443/back", "https://shop.example:8443"),
        ("http://127.0.0.1:7777/cb", "http://127.0.0.1:7777"),
        ("http://[::1]:7777/cb", "http://[::1]:7777"),
        ("com.example.app:/back", "com.example.app:"),
        ("https://shop.example;script-src *", ""),
        ("https://shop.example,evil.example/", ""),
        ("https://user@shop.example/", ""),
        ("https://*/", ""),
        ("", ""),
    ],
)
def test_only_an_origin_is_named(redirect_uri: str, target: str) -> None:
    assert Errand(uuid4(), _client(), (), "key", redirect_uri=redirect_uri).target == target


def test_the_policy_of_a_page_grows_by_its_targets_alone() -> None:
    response = Response()
    secure(response, is_https=True, form_targets=("https://shop.example",))
    assert response.headers["content-security-policy"] == POLICY.replace("form-action 'self'", "form-action 'self' https://shop.example")
    secure(response, is_https=True)
    assert response.headers["content-security-policy"] == POLICY


def _client() -> scenes.Client:
    return scenes.Client(uuid4(), uuid4(), "Shop", "live", "private_key_jwt", None, None, (), (), (), None, False, None)  # type: ignore[arg-type]
