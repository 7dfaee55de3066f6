"""Variables that are input objects, coerced by a function made once for each type.

What graphql-core does for every value again (which kind of type is it, what are its fields, what is the default) is done here when the function is made.
Only what is right is coerced; whatever is not is told by Undefined, and graphql-core says what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple
from uuid import UUID

from graphql import GraphQLInputObjectType, Undefined, is_input_object_type, is_list_type, is_non_null_type
from graphql.type import is_required_input_field
from graphql.utilities.coerce_input_value import coerce_default_value

Coerce = Callable[[Any], Any]
"""The coerced value, or Undefined."""

IMMUTABLE = (str, int, float, bool, type(None), Enum, UUID, Decimal, date, time)


class _Field(NamedTuple):
    name: str
    handed: str
    coerce: Coerce
    required: bool
    default: Callable[[], Any] | None


def coercion_of(type_: Any, above: tuple[Any, ...] = ()) -> Coerce | None:
    """The function for an input type; None for one that may hold itself, whose depth graphql-core bounds."""
    if is_non_null_type(type_):
        inner = coercion_of(type_.of_type, above)
        return None if inner is None else _not_null(inner)
    if is_list_type(type_):
        inner = coercion_of(type_.of_type, above)
        return None if inner is None else _list_of(inner)
    if is_input_object_type(type_):
        return None if type_ in above else _object_of(type_, (*above, type_))
    return _leaf_of(type_.coerce_input_value)


def _not_null(inner: Coerce) -> Coerce:
    def coerce(value: Any) -> Any:
        return Undefined if value is None else inner(value)

    return coerce


def _leaf_of(leaf: Coerce) -> Coerce:
    def coerce(value: Any) -> Any:
        if value is None:
            return None
        try:
            return leaf(value)
        except Exception:  # noqa: BLE001 - graphql-core says what is wrong
            return Undefined

    return coerce


def _list_of(inner: Coerce) -> Coerce:
    def coerce(value: Any) -> Any:
        if value is None:
            return None
        if type(value) is not list:
            # One value stands for a list of it; seldom enough to leave it to graphql-core.
            return Undefined
        coerced = [inner(item) for item in value]
        return Undefined if any(item is Undefined for item in coerced) else coerced

    return coerce


def _object_of(type_: GraphQLInputObjectType, above: tuple[Any, ...]) -> Coerce | None:
    fields: list[_Field] = []
    for name, field in type_.fields.items():
        coercion = coercion_of(field.type, above)
        if coercion is None:
            return None
        fields.append(_Field(name, field.out_name or name, coercion, is_required_input_field(field), _default_of(field)))
    out_type, is_one_of = type_.out_type, type_.is_one_of

    def coerce(value: Any) -> Any:
        if type(value) is not dict:
            return None if value is None else Undefined
        found = 0
        coerced: dict[str, Any] = {}
        for name, handed, coercion, required, default in fields:
            if name in value:
                found += 1
                part = coercion(value[name])
                if part is Undefined:
                    return Undefined
                coerced[handed] = part
            elif required:
                return Undefined
            elif default is not None:
                coerced[handed] = default()
        if found != len(value) or (is_one_of and (len(coerced) != 1 or found != 1 or None in coerced.values())):
            return Undefined
        try:
            return out_type(coerced)
        except Exception:  # noqa: BLE001 - graphql-core meets it again, and tells it
            return Undefined

    return coerce


def _default_of(field: Any) -> Callable[[], Any] | None:
    """What gives the value of a field that is left out: asked for each time where it could be changed."""
    value = coerce_default_value(field)
    if value is Undefined:
        return None
    return (lambda: value) if isinstance(value, IMMUTABLE) else lambda: coerce_default_value(field)
