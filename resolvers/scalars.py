"""The schema's own scalars."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, NewType
from uuid import UUID

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.types.base_scalars import DateDefinition, UUIDDefinition
from strawberry.types.scalar import ScalarDefinition

DecimalText = NewType("DecimalText", str)
CurrencyCode = NewType("CurrencyCode", str)
Cursor = NewType("Cursor", str)
Instant = NewType("Instant", datetime)
Representation = NewType("Representation", object)

_CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}", re.ASCII)
_TEXT_MAX = 64


def _parse_decimal(value: Any) -> str:
    if not isinstance(value, str):
        raise GraphQLError('Decimal is written as a string, for example "12.30".')
    if len(value) > _TEXT_MAX:
        raise GraphQLError("Decimal has too many characters.")
    return value


def _parse_code(value: Any) -> str:
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise GraphQLError('CurrencyCode is written as capital letters, for example "CNY".')
    return value


def _parse_cursor(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 512:
        raise GraphQLError("Cursor is a string from an earlier page.")
    return value


def _parse_representation(value: Any) -> object:
    if not isinstance(value, dict):
        raise GraphQLError("_Any is an object with `__typename` and a key.")
    return value


def _parse_instant(value: Any) -> datetime:
    try:
        instant = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise GraphQLError('Instant is written as ISO 8601 with an offset, for example "2026-11-23T08:00:00Z".') from error
    if instant.tzinfo is None:
        raise GraphQLError("Instant needs an offset from UTC.")
    try:
        return instant.astimezone(UTC)
    except OverflowError as error:
        raise GraphQLError("Instant lies between the years 1 and 9999 of UTC.") from error


def _print_instant(value: Any) -> str:
    return str(value.isoformat()).replace("+00:00", "Z")


SCALARS: dict[object, ScalarDefinition] = {
    DecimalText: strawberry.scalar(
        name="Decimal",
        description='An exact decimal number as a string, for example "12.30". Never a floating-point number.',
        serialize=str,
        parse_value=_parse_decimal,
    ),
    CurrencyCode: strawberry.scalar(
        name="CurrencyCode",
        description="ISO 4217 code of a currency, or the house's code of another asset (PTS for points).",
        serialize=str,
        parse_value=_parse_code,
    ),
    Cursor: strawberry.scalar(
        name="Cursor", description="Where a page ends, or how far a subscription was read. Opaque.", serialize=str, parse_value=_parse_cursor
    ),
    UUID: replace(UUIDDefinition, description="An id that the app makes itself: a UUID of any version."),
    date: replace(DateDefinition, description='A business date in Asia/Shanghai, for example "2026-11-30".'),
    Representation: strawberry.scalar(
        name="_Any", description="A representation of an entity, as Federation writes it: `__typename` and its key.", parse_value=_parse_representation
    ),
    Instant: strawberry.scalar(name="Instant", description="A moment, ISO 8601 with offset.", serialize=_print_instant, parse_value=_parse_instant),
}

CONFIG = StrawberryConfig(scalar_map=SCALARS, relay_max_results=50)


def read_id(text: str) -> UUID | None:
    """The id behind an ID argument; None for what cannot be one, which is then simply not found."""
    try:
        return UUID(text)
    except ValueError:
        return None
