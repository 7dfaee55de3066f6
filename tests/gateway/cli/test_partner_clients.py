"""`scenebank partner client create` makes clients that work at once."""

import json
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey
from pydantic import SecretStr

from gateway.cli.failures import CommandFailed
from gateway.cli.partner_clients import run_create_client
from gateway.embedded import Instance
from gateway.settings import Environment, Settings
from tests.gateway.app.running import RUN_KEYS

BACK = "https://shop.example/back"


@pytest.fixture
def create(migrated: Instance, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """`create(**options)`: what is printed, read again."""
    settings = Settings(environment=Environment.DEVELOPMENT, data=tmp_path, database_url=SecretStr(migrated.app_dsn), keys=SecretStr(RUN_KEYS))

    def run(**options: Any) -> dict[str, Any]:
        told = {"jwk": None, "is_new": False, "is_public": False, "redirects": [BACK], "scope": "openid profile", "name": "Shop", "partner_id": None}
        run_create_client(settings, **(told | {"is_sandbox": False} | options))
        return dict(json.loads(capsys.readouterr().out))

    return run


def test_a_key_is_made_and_printed_with_the_client(create: Any) -> None:
    made = create(is_new=True, scope="openid payments.write")
    assert (made["token_endpoint_auth_method"], made["keeps_fapi"], made["redirect_uris"]) == ("private_key_jwt", True, [BACK])
    assert made["grant_types"] == ["authorization_code", "refresh_token"]
    assert ECKey.import_key(made["jwk"]).is_private
    assert "client_secret" not in made


def test_a_key_of_ones_own_is_taken_without_what_it_signs_with(create: Any, tmp_path: Path) -> None:
    file = tmp_path / "key.json"
    file.write_text(json.dumps(ECKey.generate_key("P-256").as_dict(private=True)))
    made = create(jwk=file, scope="orders.read", redirects=[])
    assert (made["grant_types"], "jwk" in made) == (["client_credentials"], False)


def test_a_public_client_and_one_with_a_secret(create: Any) -> None:
    public = create(is_public=True)
    assert (public["token_endpoint_auth_method"], "client_secret" in public) == ("none", False)
    secret = create(is_sandbox=True, redirects=["http://127.0.0.1:9/back"])
    assert (secret["token_endpoint_auth_method"], len(secret["client_secret"])) == ("client_secret_basic", 70)


def test_what_cannot_be_is_refused_in_plain_words(create: Any, tmp_path: Path) -> None:
    wrong = (
        ({}, "needs a key"),
        ({"is_public": True, "is_new": True}, "proves nothing"),
        ({"is_public": True, "scope": "payments.write"}, "scope"),
        ({"is_new": True, "scope": "everything"}, "The scopes are"),
        ({"is_new": True, "redirects": ["http://shop.example"]}, "RedirectUriMalformed"),
        ({"jwk": tmp_path / "none.json"}, "cannot be read"),
    )
    for options, words in wrong:
        with pytest.raises(CommandFailed, match=words):
            create(**options)
