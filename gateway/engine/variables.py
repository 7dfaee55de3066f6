"""Variables of an operation, coerced as graphql-core does, with a short way for scalars that need no conversion, and one for input objects (inputs.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from graphql import (
    GraphQLBoolean,
    GraphQLError,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLSchema,
    GraphQLString,
    OperationDefinitionNode,
    Undefined,
    get_variable_values,
    is_non_null_type,
)
from graphql.execution.get_variable_signature import get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource

from gateway.engine.inputs import Coerce, coercion_of

ERRORS_MAX = 50
PLAIN = {GraphQLString: str, GraphQLID: str, GraphQLInt: int, GraphQLBoolean: bool, GraphQLFloat: float}
NO_VARIABLES = VariableValues({}, {})


class _Plain(NamedTuple):
    """A variable whose value of exactly that class is right as it is."""

    name: str
    signature: Any
    exact: type
    nullable: bool


class _Given(NamedTuple):
    """A variable of any type, which is coerced by a function of its own where it is given."""

    name: str
    signature: Any
    coerce: Coerce


class Variables:
    """The variables that one operation declares."""

    __slots__ = ("_definitions", "_given", "_hide_suggestions", "_plain", "_schema")

    def __init__(self, schema: GraphQLSchema, operation: OperationDefinitionNode, *, hide_suggestions: bool) -> None:
        self._schema = schema
        self._definitions = operation.variable_definitions or ()
        self._hide_suggestions = hide_suggestions
        self._plain = self._plain_variables()
        self._given = None if self._plain is not None else self._given_variables()

    @property
    def are_plain(self) -> bool:
        """Whether all are scalars that cannot be changed."""
        return self._plain is not None

    def coerced(self, raw: Mapping[str, Any] | None) -> VariableValues | list[GraphQLError]:
        """The values with their sources, or what is wrong with them."""
        if not self._definitions:
            return NO_VARIABLES
        plain = self._plainly(raw or {}) if self._plain is not None else None
        if plain is not None:
            return plain
        given = self._as_given(raw or {}) if self._given is not None else None
        if given is not None:
            return given
        return get_variable_values(self._schema, self._definitions, dict(raw or {}), max_errors=ERRORS_MAX, hide_suggestions=self._hide_suggestions)

    def _plainly(self, raw: Mapping[str, Any]) -> VariableValues | None:
        sources: dict[str, Any] = {}
        coerced: dict[str, Any] = {}
        for name, signature, exact, nullable in self._plain or ():
            if name not in raw:
                return None
            value = raw[name]
            if type(value) is exact:
                if exact in (int, float) and not _is_small(raw[name]):
                    return None
            elif value is not None or not nullable:
                return None
            sources[name] = VariableValueSource(signature, value)
            coerced[name] = value
        return VariableValues(sources, coerced)

    def _as_given(self, raw: Mapping[str, Any]) -> VariableValues | None:
        """None where a variable is left out, or is not right: graphql-core knows the default, or what to say."""
        sources: dict[str, Any] = {}
        coerced: dict[str, Any] = {}
        for name, signature, coerce in self._given or ():
            if name not in raw:
                return None
            value = coerce(raw[name])
            if value is Undefined:
                return None
            sources[name] = VariableValueSource(signature, raw[name])
            coerced[name] = value
        return VariableValues(sources, coerced)

    def _given_variables(self) -> Sequence[_Given] | None:
        given = []
        for definition in self._definitions:
            signature = get_variable_signature(self._schema, definition)
            coerce = None if isinstance(signature, GraphQLError) else coercion_of(signature.type)
            if isinstance(signature, GraphQLError) or coerce is None:
                return None
            given.append(_Given(signature.name, signature, coerce))
        return given

    def _plain_variables(self) -> Sequence[_Plain] | None:
        plain = []
        for definition in self._definitions:
            signature = get_variable_signature(self._schema, definition)
            if isinstance(signature, GraphQLError):
                return None
            type_: Any = signature.type
            nullable = not is_non_null_type(type_)
            named = type_ if nullable else type_.of_type
            if named not in PLAIN:
                return None
            plain.append(_Plain(signature.name, signature, PLAIN[named], nullable))
        return plain


def _is_small(number: float) -> bool:
    return -2147483648 <= number <= 2147483647
