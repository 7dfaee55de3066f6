"""Where a field's value comes from, read from the schema: an attribute, a pure function of the row, a batched field or a resolve function."""

from __future__ import annotations

import inspect
from typing import Any, NamedTuple

from graphql import GraphQLField, TypeNameMetaFieldDef, default_field_resolver
from strawberry.types.field import StrawberryField

from gateway.engine.shapes import Kind
from resolvers.batch import batched_field_of

ATTRIBUTE_EXTENSION = "scenebank.attribute"
"""Key under `GraphQLField.extensions` for schemas without Strawberry: the field is that attribute of the row."""

COMPUTED_EXTENSION = "scenebank.computed"
"""Key under `GraphQLField.extensions` for schemas without Strawberry: the field is that pure function of the row."""

STRAWBERRY_EXTENSION = "strawberry-definition"


class Source(NamedTuple):
    kind: Kind
    source: Any


def source_of(definition: GraphQLField) -> Source:
    """How the engine gets the field's values."""
    if definition is TypeNameMetaFieldDef:
        return Source(Kind.TYPENAME, None)
    batched = batched_field_of(definition)
    strawberry_field = definition.extensions.get(STRAWBERRY_EXTENSION)
    if batched is not None and not (isinstance(strawberry_field, StrawberryField) and _is_wrapped(strawberry_field, definition)):
        return Source(Kind.BATCHED, batched)
    if isinstance(strawberry_field, StrawberryField):
        return _strawberry_source(strawberry_field, definition)
    if not definition.args:
        if ATTRIBUTE_EXTENSION in definition.extensions:
            return Source(Kind.ATTRIBUTE, definition.extensions[ATTRIBUTE_EXTENSION])
        if COMPUTED_EXTENSION in definition.extensions:
            return Source(Kind.COMPUTED, definition.extensions[COMPUTED_EXTENSION])
    return Source(Kind.RESOLVER, definition.resolve or default_field_resolver)


def _strawberry_source(field: StrawberryField, definition: GraphQLField) -> Source:
    resolve: Any = definition.resolve
    # Strawberry gives a basic field that no exception handler can concern a resolver of this name; other resolvers do more than read the attribute.
    if field.is_basic_field and getattr(resolve, "__name__", "") == "_get_basic_result" and field.default_resolver is getattr:
        return Source(Kind.ATTRIBUTE, field.python_name)
    function = _pure_function(field) if getattr(resolve, "__name__", "") == "_resolver" else None
    if function is not None and not _has_handlers(resolve):
        return Source(Kind.COMPUTED, function)
    return Source(Kind.RESOLVER, resolve or default_field_resolver)


def _pure_function(field: StrawberryField) -> Any:
    """The function behind a resolver that is synchronous and asks for its parent alone; None for any other."""
    resolver = field.base_resolver
    if resolver is None or field.extensions or field.is_async or field.arguments or resolver.info_parameter is not None:
        return None
    function = resolver.wrapped_func
    function = function.__func__ if isinstance(function, staticmethod) else function
    takes = [one for one in (resolver.self_parameter, resolver.root_parameter, resolver.parent_parameter) if one is not None]
    if len(takes) != 1 or not callable(function) or len(inspect.signature(function).parameters) != 1:
        return None
    returned = str(getattr(function, "__annotations__", {}).get("return", ""))
    if any(word in returned for word in ("Awaitable", "Coroutine", "AsyncI", "AsyncG", "Future")):
        return None
    # `computed` hands the row over under the name that Strawberry knows; the function itself is one call cheaper.
    return getattr(function, "__wrapped_row_function__", function if takes[0].kind is not inspect.Parameter.KEYWORD_ONLY else None)


def _is_wrapped(field: StrawberryField, definition: GraphQLField) -> bool:
    """Whether Strawberry does more for a batched field than to call its adapter: then the adapter runs, called by Strawberry."""
    return bool(field.extensions) or _has_handlers(definition.resolve)


def _has_handlers(resolve: Any) -> bool:
    """Whether Strawberry's exception handlers can concern the field: then its own resolver must run."""
    cells = dict(zip(resolve.__code__.co_freevars, resolve.__closure__ or (), strict=True))
    handlers = cells.get("field_exception_handlers")
    return handlers is None or bool(handlers.cell_contents)
