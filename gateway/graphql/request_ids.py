"""The id that follows a request through the logs and back to the caller."""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar
from itertools import count

_ACCEPTABLE = re.compile(rb"[A-Za-z0-9._-]{1,128}")

# Unique, not secret: a process draws its part once and then counts, which costs a request next to nothing.
_PROCESS = secrets.token_hex(8)
_NUMBERS = count(1)

_REQUEST_ID: ContextVar[str] = ContextVar("structlog_request_id")
"""Named as structlog names what it binds, so that `merge_contextvars` shows it."""


def bind_request_id(offered: bytes | None) -> bytes:
    """The caller's `x-request-id` if it is short and plain, else a new one; bound to the logs of this task."""
    request_id = offered.decode() if offered is not None and _ACCEPTABLE.fullmatch(offered) else f"{_PROCESS}-{next(_NUMBERS):x}"
    _REQUEST_ID.set(request_id)
    return request_id.encode()
