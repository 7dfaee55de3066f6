"""Logs, metrics and how the exceptions of lower layers read outside."""

import logging
import sys
from typing import Any

import structlog
from prometheus_client import Counter, Gauge, Histogram

from domains.kernel.committer import is_lost
from domains.kernel.errors import Forbidden, InvalidInput, RateLimited, ResumeExpired, SubscriberTooSlow, Unauthenticated, Unavailable
from gateway.graphql.masking import Explanation

OPERATIONS = Counter("scenebank_operations_total", "GraphQL operations answered.", ["kind", "outcome"])
OPERATION_SECONDS = Histogram(
    "scenebank_operation_seconds", "Time from a prepared operation to its answer.", ["kind"], buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5)
)
IN_FLIGHT = Gauge("scenebank_operations_in_flight", "GraphQL operations that run now.")
GROUP_SIZE = Histogram("scenebank_commit_group_size", "Commands committed together.", ["verb"], buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256))


def configure_logs(log_format: str) -> None:
    """Structured lines on stderr: JSON for machines, or plain text for people ("text")."""
    renderer: Any = structlog.processors.JSONRenderer() if log_format == "json" else structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def explain(error: BaseException) -> Explanation | None:
    """Code and words for an exception that is known; None for a bug of ours. In both languages: no customer is known at this depth."""
    match error:
        case Unauthenticated():
            return Explanation("UNAUTHENTICATED", "请重新登录。 Please sign in again.")
        case Forbidden():
            return Explanation("FORBIDDEN", "没有权限。 You may not do this.")
        case RateLimited():
            return Explanation("RATE_LIMITED", "操作过于频繁, 请稍后再试。 Too many attempts, please wait.", {"retryAfterSeconds": error.retry_after_seconds})
        case InvalidInput():
            return Explanation("BAD_USER_INPUT", f"参数不正确。 Argument {error.argument}: expected {error.allowed}.", {"argument": error.argument})
        case ResumeExpired():
            return Explanation("RESUME_EXPIRED", "无法从该位置继续, 请刷新。 The cursor is too old: load again, then subscribe without it.")
        case SubscriberTooSlow():
            return Explanation("SUBSCRIBER_TOO_SLOW", "连接过慢, 请重连。 Events came faster than they were read: resume with the last cursor.", {"retryable": True})
        case Unavailable():
            return _unavailable()
    return _unavailable() if is_lost(error) else None


def _unavailable() -> Explanation:
    return Explanation(
        "UNAVAILABLE", "服务暂时不可用, 请用同一编号重试。 Temporarily unavailable: repeat with the same id.", {"retryable": True, "retryAfterSeconds": 1}
    )
