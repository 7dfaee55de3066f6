"""Key sets as partners give them: pasted, or read from an address of theirs: now, once, or also anew when they show a key that is not known."""

from typing import Any

from gateway.oauth.key_sets import KeySetUnread, fetch_key_set, read_key_set
from gateway.pages.portal.forms import FormWrong
from gateway.pages.visits import Visit


async def read_keys(visit: Visit) -> tuple[list[Any], str | None]:
    """The keys of the form (`keys` is a JWK or a set of them, `keys_address` where there is one), and the address if it is to be read again. Raises
    FormWrong."""
    pasted, address = visit.form.get("keys", "").strip(), visit.form.get("keys_address", "").strip()
    if bool(pasted) == bool(address):
        raise FormWrong("请粘贴公钥 (JWK), 或填写公钥地址, 二者选一。", "Paste a public key (JWK), or give the address of a key set: one of the two.")
    read = read_key_set(pasted.encode() if pasted else await _fetched(address, may_be_loopback=visit.pages.settings.partners_on_loopback))
    if read is None:
        raise FormWrong("这不是公钥 (JWK) 或公钥集 (JWKS)。", "This is no public key (JWK), and no set of them (JWKS).")
    return read["keys"], address if address and visit.form.get("keys_follow") == "yes" else None


async def _fetched(address: str, *, may_be_loopback: bool) -> bytes:
    try:
        return await fetch_key_set(address, may_be_loopback=may_be_loopback)
    except KeySetUnread as unread:
        if unread.is_address:
            raise FormWrong(
                "不能使用该公钥地址: 须为公网上的 https 地址。", "This address of keys cannot be used: it must be a public one, by https."
            ) from None
        raise FormWrong("无法读取该地址上的公钥。", "The keys at this address could not be read.") from None
