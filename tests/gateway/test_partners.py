"""Partners come from manifests: what is not wholly understood keeps the house from starting, and secrets stand elsewhere."""

from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from domains import scenes
from domains.kernel.database import Database
from gateway.partners import PartnersUnusable, opened_partners, read_manifests
from gateway.seed.partners import plant_partners
from gateway.settings import Settings
from integrations.partners import ManifestMalformed, read_manifest
from integrations.sandbox.scenes import SCENES, sandbox_partner_id

TEXT = """
name = "third-gas"
kind = "public_utilities"
capabilities = ["bills", "pay"]
[title]
zh = "第三燃气"
en = "Third Gas"
[api]
base_url = "https://api.gas.example/v1"
[api.endpoints]
pay_bill = "v2/payments"
[limits]
payment_most_minor = 100000
[auth]
issuer = "https://id.gas.example"
client_id = "scenebank"
method = "client_secret_basic"
scopes = ["openid", "bills"]
"""
SECRETS = {"third-gas": "hush"}


def settings(folder: Path, **more: Any) -> Settings:
    return Settings(partner_manifests=folder, partner_secrets='{"third-gas": "hush"}', **more)  # type: ignore[arg-type]


async def test_a_file_in_a_folder_is_a_partner_in_the_app(tmp_path: Path) -> None:
    (tmp_path / "gas.toml").write_text(TEXT)
    async with AsyncExitStack() as stack:
        (partner,) = await opened_partners(settings(tmp_path), stack)
    scene = partner.scene
    assert (type(scene).__name__, scene.id, scene.title_zh, scene.title_en) == ("UtilityScene", "third-gas", "第三燃气", "Third Gas")
    assert (scene.can, scene.payment_most_minor, scene.needs_link) == (frozenset({"bills", "pay"}), 100_000, True)
    assert "hush" not in repr(read_manifests(settings(tmp_path)))


def test_without_a_folder_there_are_no_partners_and_the_sandboxes_are_in_development_alone() -> None:
    assert read_manifests(Settings()) == []
    assert read_manifests(Settings(sandbox_url="http://127.0.0.1:8790")) == []
    development = Settings(environment="development", sandbox_url="http://127.0.0.1:8790")  # type: ignore[arg-type]
    assert [one.name for one in read_manifests(development)] == sorted(SCENES)


def test_two_partners_of_one_name_and_secrets_that_are_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(TEXT)
    (tmp_path / "b.toml").write_text(TEXT)
    with pytest.raises(PartnersUnusable, match=r"b\.toml: there are two partners of the name third-gas"):
        read_manifests(settings(tmp_path))
    for secrets in ("", "[]", "hush", '{"third-gas": 7}'):
        with pytest.raises(PartnersUnusable, match="partner_secrets") as refused:
            read_manifests(Settings(partner_manifests=tmp_path, partner_secrets=secrets or "x"))  # type: ignore[arg-type]
        assert "hush" not in str(refused.value)


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ('name = "third-gas"', 'name = "Third Gas"', "name"),
        ('kind = "public_utilities"', 'kind = "lottery"', "kind"),
        ('["bills", "pay"]', '["bills", "gamble"]', "capabilities"),
        ('["bills", "pay"]', "[]", "capabilities"),
        ("https://api.gas.example/v1", "http://api.gas.example/v1", "base_url"),
        ("https://api.gas.example/v1", "https://127.0.0.1/v1", "base_url"),
        ("https://api.gas.example/v1", "http://127.0.0.1:8080/v1", "base_url"),
        ("https://api.gas.example/v1", "https://169.254.169.254/v1", "base_url"),
        ("https://id.gas.example", "https://10.0.0.1", "issuer"),
        ("https://id.gas.example", "https://id.gas.example?a=b", "issuer"),
        ("client_secret_basic", "none", "auth.method"),
        ("client_secret_basic", "private_key_jwt", "private JWK"),
        ('["openid", "bills"]', '["bills"]', "auth.scopes"),
        ('scopes = ["openid", "bills"]', 'scopes = ["openid"]\nalgorithms = ["HS256"]', "auth.algorithms"),
        ('scopes = ["openid", "bills"]', 'scopes = ["openid"]\nalgorithms = ["none"]', "auth.algorithms"),
        ('scopes = ["openid", "bills"]', 'scopes = ["openid"]\nsecret = "in the file"', "auth.secret: not known"),
        ('pay_bill = "v2/payments"', 'pay_bill = "../admin"', "endpoints.pay_bill"),
        ('pay_bill = "v2/payments"', 'pay_bill = "/v2/payments"', "endpoints.pay_bill"),
        ('pay_bill = "v2/payments"', 'pay_bill = "https://evil.example/"', "endpoints.pay_bill"),
        ('pay_bill = "v2/payments"', 'ask_payment = "v2/payments"', "endpoints.ask_payment"),
        ('pay_bill = "v2/payments"', 'steal = "v2/payments"', "endpoints.steal"),
        ("payment_most_minor = 100000", "payment_most_minor = -1", "limits.payment_most_minor"),
        ("payment_most_minor = 100000", "payment_most_minor = 1.5", "limits.payment_most_minor"),
        ("payment_most_minor = 100000", "call_seconds = 3600", "limits.call_seconds"),
        ('en = "Third Gas"', "", "en"),
        ("[limits]", "[limit]", "limit: not known"),
        ("[limits]", "[limits", "not TOML"),
    ],
)
def test_a_manifest_that_is_not_wholly_understood_is_refused(before: str, after: str, place: str) -> None:
    assert before in TEXT
    with pytest.raises(ManifestMalformed) as refused:
        read_manifest(TEXT.replace(before, after, 1), SECRETS)
    assert place in str(refused.value) and "hush" not in str(refused.value)


def test_a_partner_whose_secret_is_not_set_is_refused() -> None:
    with pytest.raises(ManifestMalformed, match="no secret of that name"):
        read_manifest(TEXT, {})


async def test_agreements_can_be_made_about_the_sandboxs_scenes_once_it_is_seeded(fresh_database: Database) -> None:
    manifests = read_manifests(Settings(environment="development", sandbox_url="http://127.0.0.1:8790"))  # type: ignore[arg-type]
    assert {one.name: one.partner_id for one in manifests} == {name: sandbox_partner_id(name) for name in SCENES}
    for _ in range(2):
        await plant_partners(fresh_database)
    async with fresh_database.reading(single=True) as read:
        found = await scenes.find_partners(read, [sandbox_partner_id(name) for name in SCENES])
    assert [partner and partner.state for partner in found] == ["active"] * len(SCENES)
