"""What a request, or the payload that opens a socket, says of who asks and in which language."""

from collections.abc import Mapping
from typing import Any

from gateway.graphql import Unauthenticated


def credentials_in(headers: dict[bytes, bytes], payload: Mapping[str, Any] | None) -> tuple[str, str, str]:
    """Scheme, token and DPoP proof. Raises Unauthenticated for a scheme that is not ours."""
    authorization = text_in(headers, payload, "authorization")
    proof = text_in(headers, payload, "dpop")
    if not authorization:
        return "", "", proof
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() not in ("bearer", "dpop") or not token.strip():
        raise Unauthenticated
    return scheme.lower(), token.strip(), proof


def text_in(headers: dict[bytes, bytes], payload: Mapping[str, Any] | None, name: str) -> str:
    """A header or, on a socket, the member of `connection_init` of that name in any spelling of its case."""
    if payload:
        for key, value in payload.items():
            if key.lower() == name and isinstance(value, str):
                return value
    return headers.get(name.encode(), b"").decode("latin-1")


def language_of(headers: dict[bytes, bytes], payload: Mapping[str, Any] | None) -> str:
    """`en` where Accept-Language prefers English over Chinese, else `zh`."""
    best, found = 0.0, "zh"
    for part in text_in(headers, payload, "accept-language")[:200].split(","):
        tag, _, weight = part.partition(";q=")
        language = tag.strip().lower()[:2]
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            continue
        if language in ("zh", "en") and quality > best:
            best, found = quality, language
    return found
