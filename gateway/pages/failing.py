"""What a visitor is shown when something went wrong: what it is, never how it came about."""

import secrets
from typing import TYPE_CHECKING

import structlog
from starlette.responses import Response

from domains.kernel.errors import trace_of
from gateway.explaining import WORDS
from gateway.pages.asking import AskFailed
from gateway.pages.wording import STATUSES

if TYPE_CHECKING:
    from gateway.pages.visits import Visit

STATUS_OF_CODE = {"BAD_USER_INPUT": 400, "FORBIDDEN": 403, "RATE_LIMITED": 429, "UNAVAILABLE": 503}

_log = structlog.get_logger("gateway.pages")


def error_page(visit: "Visit", status: int, *, reason: str | None = None, error_id: str | None = None) -> Response:
    """A page that says what is wrong, never how it came about."""
    title = visit.say(*STATUSES.get(status, STATUSES[500]))
    return visit.render("error.html", status, status=status, title=title, reason=reason, error_id=error_id)


def failure_page(visit: "Visit", failed: AskFailed) -> Response:
    """The error page of an operation that gave nothing."""
    reason = visit.say(*WORDS[failed.code]) if failed.code in WORDS else None
    response = error_page(visit, STATUS_OF_CODE.get(failed.code, 500), reason=reason, error_id=failed.error_id)
    if failed.retry_after_seconds is not None:
        response.headers["retry-after"] = str(failed.retry_after_seconds)
    return response


def log_masked(error: BaseException, path: str) -> str:
    """The id under which the log tells of an error."""
    error_id = secrets.token_hex(8)
    # Not the exception itself: a renderer may print its text and the local variables of each frame, and they hold personal data.
    _log.error("page failed", error_id=error_id, path=path, exception=trace_of(error))
    return error_id
