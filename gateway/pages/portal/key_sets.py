"""Key sets as partners give them: pasted, or read now, once, from an address of theirs. What is kept is the keys: nobody's address is called at sign-in."""

from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson

from gateway.pages.portal.forms import FormWrong
from gateway.pages.visits import Visit
from integrations.errors import PartnerUnavailable
from integrations.guard import AddressRefused, GuardedTransport, check_address
from integrations.http import Bounds, PartnerHttp

KEYS_MAX_BYTES = 16 * 1024
BOUNDS = Bounds(connect=2.0, total=4.0, answer_max=KEYS_MAX_BYTES, attempts_max=1)


async def read_keys(visit: Visit) -> dict[str, Any]:
    """The key set of the form: `keys` is a JWK or a set of them, `keys_address` where there is one. Raises FormWrong."""
    pasted, address = visit.form.get("keys", "").strip(), visit.form.get("keys_address", "").strip()
    if bool(pasted) == bool(address):
        raise FormWrong("请粘贴公钥 (JWK), 或填写公钥地址, 二者选一。", "Paste a public key (JWK), or give the address of a key set: one of the two.")
    return _key_set(pasted.encode() if pasted else await _fetched(address, may_be_loopback=visit.pages.settings.partners_on_loopback))


async def _fetched(address: str, *, may_be_loopback: bool) -> bytes:
    try:
        check_address(address, may_be_loopback=may_be_loopback)
        parts = urlsplit(address)
        transport = GuardedTransport(may_be_loopback=may_be_loopback)
        async with PartnerHttp("portal keys", f"{parts.scheme}://{parts.netloc}", bounds=BOUNDS, transport=transport) as http:
            answer = await http.call("GET", parts.path + (f"?{parts.query}" if parts.query else ""), answer_max=KEYS_MAX_BYTES)
    except AddressRefused:
        raise FormWrong("不能使用该公钥地址: 须为公网上的 https 地址。", "This address of keys cannot be used: it must be a public one, by https.") from None
    except (PartnerUnavailable, httpx.HTTPError, ValueError):
        raise FormWrong("无法读取该地址上的公钥。", "The keys at this address could not be read.") from None
    if answer.status != 200:
        raise FormWrong("无法读取该地址上的公钥。", "The keys at this address could not be read.")
    return answer.body


def _key_set(text: bytes) -> dict[str, Any]:
    try:
        told = orjson.loads(text) if len(text) <= KEYS_MAX_BYTES else None
    except ValueError:
        told = None
    if isinstance(told, dict) and "kty" in told:
        return {"keys": [told]}
    if isinstance(told, dict) and isinstance(told.get("keys"), list):
        return {"keys": told["keys"]}
    raise FormWrong("这不是公钥 (JWK) 或公钥集 (JWKS)。", "This is no public key (JWK), and no set of them (JWKS).")
