"""How exceptions of lower layers read outside: the code and the words of an error, in the caller's language."""

from graphql import GraphQLError

from domains.kernel import errors
from domains.kernel.committer import is_lost, is_unstorable
from gateway.graphql import Explanation

RETRY = {"retryable": True}

WORDS: dict[str, tuple[str, str]] = {
    "UNAUTHENTICATED": ("请重新登录。", "Sign in again."),
    "FORBIDDEN": ("您没有此操作的权限。", "You may not do this."),
    "RATE_LIMITED": ("操作太频繁, 请稍后再试。", "Too many requests. Try again later."),
    "UNAVAILABLE": ("系统繁忙, 请用同一编号重试。", "The service is busy. Repeat with the same id."),
    "BAD_USER_INPUT": ("参数不正确。", "An argument is not allowed."),
    "RESUME_EXPIRED": ("订阅已过期, 请重新加载。", "The cursor is too old. Load again and subscribe without it."),
    "SUBSCRIBER_TOO_SLOW": ("读取太慢, 请从上次的位置继续。", "Facts came faster than they were read. Resume from the last cursor."),
}
"""Code to its wording in Chinese and English."""


CODES: dict[type[BaseException], str] = {
    errors.Unauthenticated: "UNAUTHENTICATED",
    errors.Forbidden: "FORBIDDEN",
    errors.ResumeExpired: "RESUME_EXPIRED",
    errors.SubscriberTooSlow: "SUBSCRIBER_TOO_SLOW",
}


def explain(error: BaseException) -> Explanation | None:
    """The explanation of an exception that lower layers raise on purpose; None for a bug of ours."""
    if isinstance(error, errors.RateLimited):
        return _explanation("RATE_LIMITED", retryAfterSeconds=error.retry_after_seconds)
    if isinstance(error, errors.InvalidInput):
        return _explanation("BAD_USER_INPUT", argument=error.argument, allowed=error.allowed)
    if is_unstorable(error):
        return _explanation("BAD_USER_INPUT", argument="text", allowed="no U+0000")
    code = CODES.get(type(error))
    if code is not None:
        return _explanation(code)
    if isinstance(error, GraphQLError):
        return None
    return _explanation("UNAVAILABLE", **RETRY) if is_lost(error) else None


def _explanation(code: str, **extensions: object) -> Explanation:
    # Both languages: the masker does not know the caller; an app shows its own words by the code.
    zh, en = WORDS[code]
    return Explanation(code, f"{en} {zh}", dict(extensions))
