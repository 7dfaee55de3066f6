"""What every page is sent with: the headers that close it to scripts, frames and strangers."""

from collections.abc import Sequence

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


def secure(response: Response, *, is_https: bool, form_targets: Sequence[str] = ()) -> None:
    """Add the headers that close a page. `form_targets` are origins to which an answer to its forms may lead on: browsers look at each redirect."""
    headers = response.headers
    headers["content-security-policy"] = POLICY.replace("form-action 'self'", " ".join(("form-action 'self'", *form_targets)))
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
