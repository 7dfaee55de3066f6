"""JSON from strangers: one meaning or none. A name that comes twice, a number out of range, bytes that are no UTF-8 and towers of brackets are no JSON here."""

import json
from typing import Any

import orjson

DEPTH_MAX = 64


class JsonRefused(ValueError):
    """It is not JSON, or has more than one reading."""


def read_json(body: bytes | str) -> Any:
    """The value. Raises JsonRefused."""
    try:
        # Two readers: the first knows UTF-8, depth and syntax, the second sees names that come twice and keeps large numbers whole.
        orjson.loads(body)
        value = json.loads(body, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise JsonRefused("not JSON") from error
    _check_depth(value)
    return value


def read_object(body: bytes | str) -> dict[str, Any]:
    """The same, of an object. Raises JsonRefused."""
    value = read_json(body)
    if not isinstance(value, dict):
        raise JsonRefused("not an object")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise JsonRefused("a name comes twice")
    return made


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(DEPTH_MAX):
        level = [child for one in level if isinstance(one, dict | list) for child in (one.values() if isinstance(one, dict) else one)]
        if not level:
            return
    raise JsonRefused("too deep")
