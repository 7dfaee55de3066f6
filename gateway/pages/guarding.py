"""From where a form may come, and where signing in may lead. What every page is sent with stands in gateway/securing.py."""

from typing import TypeGuard
from urllib.parse import parse_qsl

from starlette.requests import Request

from gateway.securing import POLICY, secure

__all__ = ["POLICY", "is_next_path", "is_of_our_origin", "next_path", "read_form", "secure"]

FIELDS_MAX = 40
NEXT_PATHS = ("/wallet", "/wallet/transfer", "/wallet/top-up", "/settings")
"""Where signing in may lead. A list, because a rule about addresses can be talked round."""


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
