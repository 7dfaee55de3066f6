"""Fields of a partner's answer, read strictly. Each raises ValueError for what is not there or not what it should be."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from domains.kernel.assets import find_asset
from domains.kernel.money import MINOR_MAX

TEXT_MAX = 200


def text_of(data: Mapping[str, Any], name: str, most: int = TEXT_MAX) -> str:
    """A text that can be shown."""
    value = data.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= most or not value.isprintable():
        raise ValueError(name)
    return value


def optional_text_of(data: Mapping[str, Any], name: str, most: int = TEXT_MAX) -> str | None:
    return None if data.get(name) is None else text_of(data, name, most)


def minor_of(data: Mapping[str, Any], name: str, least: int = 1) -> int:
    """An amount in minor units."""
    value = data.get(name)
    if type(value) is not int or not least <= value <= MINOR_MAX:
        raise ValueError(name)
    return value


def count_of(data: Mapping[str, Any], name: str, least: int, most: int) -> int:
    """A whole number in that range."""
    value = data.get(name)
    if type(value) is not int or not least <= value <= most:
        raise ValueError(name)
    return value


def currency_of(data: Mapping[str, Any], name: str = "currency") -> str:
    """A currency that the house knows."""
    value = data.get(name)
    if not isinstance(value, str) or find_asset(value) is None:
        raise ValueError(name)
    return value


def date_of(data: Mapping[str, Any], name: str) -> str:
    """A date as ISO text."""
    return date.fromisoformat(text_of(data, name, 10)).isoformat()


def instant_of(data: Mapping[str, Any], name: str) -> str:
    """An instant with its offset as ISO text."""
    value = datetime.fromisoformat(text_of(data, name, 40))
    if value.tzinfo is None:
        raise ValueError(name)
    return value.isoformat()


def rows_of(data: Mapping[str, Any], name: str, most: int) -> list[dict[str, Any]]:
    """A list of objects."""
    value = data.get(name)
    if not isinstance(value, list) or len(value) > most or not all(isinstance(one, dict) for one in value):
        raise ValueError(name)
    return value
