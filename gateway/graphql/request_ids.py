"""The id that follows a request through the logs and back to the caller."""

from __future__ import annotations

import re
import secrets

import structlog

_ACCEPTABLE = re.compile(rb"[A-Za-z0-9._-]{1,128}")


def bind_request_id(offered: bytes | None) -> bytes:
    """The caller's `x-request-id` if it is short and plain, else a new one; bound to the logs of this task."""
    request_id = offered if offered is not None and _ACCEPTABLE.fullmatch(offered) else secrets.token_hex(16).encode()
    structlog.contextvars.bind_contextvars(request_id=request_id.decode())
    return request_id
