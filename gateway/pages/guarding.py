"""What every page is sent with, and from where a form may come."""

from typing import TypeGuard
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""No script at all, not even ours."""

FIELDS_MAX = 20
NEXT_PATHS = ("/wallet", "/wallet/transfer", "/wallet/top-up", "/settings")
"""Where signing in may lead. A list, because a rule about addresses can be talked round."""


def secure(response: Response, *, is_https: bool) -> None:
    """Add the headers that close a page."""
    headers = response.headers
    headers["content-security-policy"] = POLICY
    headers["x-content-type-options"] = "nosniff"
    headers["x-frame-options"] = "DENY"
    # Not `no-referrer`: with it a browser names no origin when it posts a form of ours.
    headers["referrer-policy"] = "same-origin"
    headers["cross-origin-opener-policy"] = "same-origin"
    headers["cross-origin-resource-policy"] = "same-origin"
    headers["permissions-policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
    headers.setdefault("cache-control", "no-store")
    if is_https:
        headers["strict-transport-security"] = "max-age=31536000"


def is_of_our_origin(request: Request, origin: str, *, is_development: bool) -> bool:
    """Whether a form was posted from a page of ours, as far as the browser says. An old browser says nothing: the form's token decides."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    came_from = request.headers.get("origin")
    # In development a page is also opened as localhost, or through a forwarded port.
    ours = {origin, f"http://{request.headers.get('host', '')}"} if is_development else {origin}
    return came_from is None or came_from in ours


def next_path(text: str | None) -> str:
    """Where to go after sign-in: one of our pages, whatever was asked for."""
    return text if is_next_path(text) else "/wallet"


def is_next_path(text: str | None) -> TypeGuard[str]:
    return text in NEXT_PATHS


async def read_form(request: Request) -> dict[str, str] | None:
    """The fields of a posted form, each once; None for anything else."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        return None
    try:
        pairs = parse_qsl((await request.body()).decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS_MAX, errors="strict")
    except ValueError:
        return None
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) and not any("\0" in value for value in fields.values()) else None
