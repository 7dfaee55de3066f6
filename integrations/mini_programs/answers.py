"""A network's answers, in the house's words: strictly read. What is not understood is no answer. A session key ends here."""

import hashlib
import hmac
import re
from base64 import b64decode
from typing import Any, NamedTuple

from integrations.http import PartnerAnswer

OK, CODE_INVALID, CODE_USED, BUSY, FORGED, NO_PHONE, AWAY = "ok", "code_invalid", "code_used", "busy", "forged", "no_phone", "away"

OUTCOMES = {40029: CODE_INVALID, 40163: CODE_USED, 45011: BUSY, -1: BUSY}
"""What an error code means. Every other one is the house's own trouble with the network (its secret, its quota): no answer for a customer."""

TOKEN_ENDED = frozenset({40001, 40014, 42001})
"""The access token is not, or no longer, good."""

_SUBJECT = re.compile(r"[A-Za-z0-9_-]{6,64}", re.ASCII)
_COUNTRY = re.compile(r"[1-9]\d{0,3}", re.ASCII)
_NUMBER = re.compile(r"\d{5,14}", re.ASCII)
SESSION_KEY_BYTES = 16


class Exchanged(NamedTuple):
    """Who somebody is. `outcome` is ok, code_invalid, code_used, busy, forged or away."""

    outcome: str
    open_id: str = ""
    union_id: str | None = None


class ExchangedPhone(NamedTuple):
    """Under which phone a network knows somebody, in E.164 form. `outcome` may also be no_phone: a number that is none."""

    outcome: str
    phone: str = ""


def read_object(answer: PartnerAnswer) -> dict[str, Any]:
    """The body of a 200. Raises ValueError for anything else."""
    if answer.status != 200:
        raise ValueError(f"answered {answer.status}")
    body = answer.json()
    if not isinstance(body, dict):
        raise ValueError("not an object")  # noqa: TRY004  all of a body that is not understood
    return body


def error_of(body: dict[str, Any]) -> int:
    """The error code in a body, 0 for none. Raises ValueError."""
    code = body.get("errcode", 0)
    if not isinstance(code, int) or isinstance(code, bool):
        raise ValueError("errcode is no number")  # noqa: TRY004  all of a body that is not understood
    return code


def read_session(body: dict[str, Any], raw_data: str | None, signature: str | None) -> Exchanged:
    """Who it is, and whether the user info is what the network signed. Raises ValueError."""
    code = error_of(body)
    if code != 0:
        return Exchanged(OUTCOMES.get(code, AWAY))
    open_id, union_id, session_key = body.get("openid"), body.get("unionid"), body.get("session_key")
    if not isinstance(open_id, str) or not _SUBJECT.fullmatch(open_id) or not isinstance(session_key, str):
        raise ValueError("no openid or no session_key")
    if len(b64decode(session_key, validate=True)) != SESSION_KEY_BYTES:
        raise ValueError("not a session_key")
    if union_id is not None and not (isinstance(union_id, str) and _SUBJECT.fullmatch(union_id)):
        raise ValueError("not a unionid")
    if (raw_data is not None or signature is not None) and not _is_signed(raw_data or "", signature or "", session_key):
        return Exchanged(FORGED)
    return Exchanged(OK, open_id, union_id)


def read_phone(body: dict[str, Any], app_id: str) -> ExchangedPhone:
    """The phone; one that was given to another app is no answer. Raises ValueError."""
    code = error_of(body)
    if code != 0:
        return ExchangedPhone(OUTCOMES.get(code, AWAY))
    info = body.get("phone_info")
    if not isinstance(info, dict) or not isinstance(info.get("watermark"), dict) or info["watermark"].get("appid") != app_id:
        raise ValueError("no phone_info of this app")
    country, number = info.get("countryCode"), info.get("purePhoneNumber")
    if not (isinstance(country, str) and _COUNTRY.fullmatch(country) and isinstance(number, str) and _NUMBER.fullmatch(number)):
        return ExchangedPhone(NO_PHONE)
    return ExchangedPhone(OK, f"+{country}{number}")


def read_token(body: dict[str, Any]) -> tuple[str, int]:
    """An access token and for how many seconds it is good. Raises ValueError."""
    token, seconds = body.get("access_token"), body.get("expires_in")
    if error_of(body) != 0 or not isinstance(token, str) or not 1 <= len(token) <= 1024 or not isinstance(seconds, int) or not 1 <= seconds <= 86_400:
        raise ValueError("no access token")
    return token, seconds


def _is_signed(raw_data: str, signature: str, session_key: str) -> bool:
    # The network's own way of signing: SHA-1 over the text and the key.
    expected = hashlib.sha1((raw_data + session_key).encode(), usedforsecurity=False).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.lower().encode(errors="replace"))
