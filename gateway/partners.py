"""The partners that the house reaches out to: a manifest each, read where an installation keeps them; in development the sandbox's beside them."""

from base64 import b64decode
from contextlib import AsyncExitStack

import orjson

from domains import scenes
from gateway.settings import Settings
from integrations.partners import Manifest, ManifestMalformed, PartnerConnector, read_manifest
from integrations.sandbox.keys import push_secret
from integrations.sandbox.scenes import sandbox_manifests
from integrations.signatures import SECRET_PREFIX

PUSH_KEY_LEAST = 24


class PartnersUnusable(Exception):
    """A manifest or the secrets are malformed. The text says where, never a secret."""


async def opened_partners(settings: Settings, stack: AsyncExitStack) -> list[scenes.ScenePartner]:
    """One for each manifest, closed with the stack. Raises PartnersUnusable."""
    partners = []
    for manifest in read_manifests(settings):
        # Whom the house itself put on this machine it may call there.
        may_be_loopback = settings.partners_on_loopback or (settings.is_development and _is_sandbox(settings, manifest))
        connector = await stack.enter_async_context(PartnerConnector(manifest, may_be_loopback=may_be_loopback))
        partners.append(scenes.ScenePartner(scene_of_manifest(manifest), connector))
    return partners


def read_manifests(settings: Settings) -> list[Manifest]:
    """Every manifest, in order of names. Raises PartnersUnusable."""
    secrets = _secrets(settings)
    found: dict[str, Manifest] = {}
    for place, text, may_be_loopback in _texts(settings):
        try:
            manifest = read_manifest(text, secrets, may_be_loopback=may_be_loopback)
        except ManifestMalformed as malformed:
            raise PartnersUnusable(f"{place}: {malformed}") from None
        if manifest.name in found:
            raise PartnersUnusable(f"{place}: there are two partners of the name {manifest.name}")
        found[manifest.name] = manifest
    return [found[name] for name in sorted(found)]


def scene_of_manifest(manifest: Manifest) -> scenes.Scene:
    """What customers see of a partner."""
    return scenes.scene_of(
        manifest.name,
        manifest.kind,
        manifest.title_zh,
        manifest.title_en,
        manifest.capabilities,
        manifest.limits.payment_most_minor,
        needs_link=manifest.auth is not None,
        serves_students=manifest.serves_students,
        partner_id=manifest.partner_id,
    )


def push_secrets(settings: Settings) -> dict[str, tuple[str, ...]]:
    """What each partner signs its pushes with, by its name: the texts of `<name>.webhook` among the partners' secrets, several while one is replaced.

    Raises PartnersUnusable: for a secret that is none, or is short, or signs for two partners (a push to one would be good at the other's door)."""
    given, found, owners = _secrets(settings), dict[str, tuple[str, ...]](), dict[bytes, str]()
    for manifest in read_manifests(settings):
        text = given.get(f"{manifest.name}.webhook", "")
        if not text and _is_sandbox(settings, manifest):
            text = push_secret(settings.sandbox_webhook_secret.get_secret_value(), manifest.name)
        found[manifest.name] = tuple(text.split())
        for secret in found[manifest.name]:
            key = _push_key(manifest.name, secret)
            if owners.setdefault(key, manifest.name) != manifest.name:
                raise PartnersUnusable(f"partner_secrets: {manifest.name}.webhook signs for another partner too")
    return found


def _push_key(name: str, secret: str) -> bytes:
    try:
        key = b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except ValueError:
        key = b""
    if len(key) < PUSH_KEY_LEAST:
        raise PartnersUnusable(f"partner_secrets: {name}.webhook: whsec_ and base64 of {PUSH_KEY_LEAST} bytes at least")
    return key


def _texts(settings: Settings) -> list[tuple[str, str, bool]]:
    texts = []
    if settings.partner_manifests is not None:
        files = sorted(settings.partner_manifests.glob("*.toml"))
        texts += [(file.name, file.read_text(), settings.partners_on_loopback) for file in files]
    if settings.is_development and settings.sandbox_url is not None:
        texts += [(f"sandbox {name}", text, True) for name, text in sandbox_manifests(settings.sandbox_url).items()]
    return texts


def _secrets(settings: Settings) -> dict[str, str]:
    try:
        given = orjson.loads(settings.partner_secrets.get_secret_value())
    except ValueError:
        given = None
    if not isinstance(given, dict) or not all(isinstance(one, str | dict) for one in given.values()):
        raise PartnersUnusable("partner_secrets: not a JSON object of texts or keys")
    secrets = {name: one if isinstance(one, str) else orjson.dumps(one).decode() for name, one in given.items()}
    if settings.is_development and settings.sandbox_url is not None:
        sandbox = settings.sandbox_api_key.get_secret_value()
        secrets = {**dict.fromkeys(sandbox_manifests(settings.sandbox_url), sandbox), **secrets}
    return secrets


def _is_sandbox(settings: Settings, manifest: Manifest) -> bool:
    return settings.sandbox_url is not None and manifest.base_url.startswith(f"{settings.sandbox_url.rstrip('/')}/")
