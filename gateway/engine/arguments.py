"""Arguments of a field: computed once per place of an operation, at compile time where no variable is involved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple
from uuid import UUID

from graphql import FieldNode, GraphQLError, GraphQLField, GraphQLSchema, Undefined, ValueNode, VariableNode, get_argument_values, is_non_null_type
from graphql.execution.values import VariableValues
from strawberry.relay.types import GlobalID
from strawberry.schema.compat import is_scalar
from strawberry.types.arguments import convert_arguments
from strawberry.types.base import StrawberryMaybe, StrawberryOptional
from strawberry.types.field import StrawberryField

IMMUTABLE = (str, int, float, bool, type(None), Enum, UUID, Decimal, date, datetime, time)

NO_VARIABLES = VariableValues({}, {})


class _Direct(NamedTuple):
    handed: str
    variable: str
    nullable: bool
    has_default: bool


class Arguments:
    """The keyword arguments of one field at one place."""

    __slots__ = ("_constant", "_definition", "_direct", "_node", "_strawberry")

    def __init__(self, schema: GraphQLSchema, definition: GraphQLField, node: FieldNode, *, convert: bool) -> None:
        """`convert` gives arguments as a Strawberry field's function takes them; else they are what graphql-core hands to a resolve function."""
        field = definition.extensions.get("strawberry-definition")
        self._definition = definition
        self._node = node
        self._strawberry = _Conversion(schema, field) if convert and isinstance(field, StrawberryField) else None
        self._constant: dict[str, Any] | None = None
        self._direct: tuple[dict[str, Any], list[_Direct]] | None = None
        if not definition.args and not node.arguments:
            self._constant = {}
        elif not any(_mentions_variable(argument.value) for argument in node.arguments or ()):
            self._constant = self._constant_values()
        elif self._strawberry is None or self._strawberry.names is not None:
            self._direct = self._direct_arguments()

    def values(self, variables: VariableValues) -> dict[str, Any]:
        """The arguments under these variables; not to be changed. Raises GraphQLError for a variable that does not fit."""
        if self._constant is not None:
            return self._constant
        if self._direct is not None:
            direct = self._direct_values(variables.coerced)
            if direct is not None:
                return direct
        return self._computed(variables)

    @property
    def is_empty(self) -> bool:
        """Whether there are none, whatever the variables are."""
        return self._constant == {}

    @property
    def shared(self) -> bool:
        """Whether all parents may be handed the same values: none of them can be changed."""
        return self._constant is not None or self._direct is not None

    def _computed(self, variables: VariableValues) -> dict[str, Any]:
        values = get_argument_values(self._definition, self._node, variables)
        return self._strawberry.convert(values) if self._strawberry is not None else values

    def _constant_values(self) -> dict[str, Any] | None:
        try:
            values = self._computed(NO_VARIABLES)
        except Exception:  # noqa: BLE001 - it is raised again for each answer, at the field's path
            return None
        return values if all(isinstance(value, IMMUTABLE) for value in values.values()) else None

    def _direct_arguments(self) -> tuple[dict[str, Any], list[_Direct]] | None:
        """The arguments that are constant, and those that are a variable as it is; None where one is neither."""
        nodes = {argument.name.value: argument for argument in self._node.arguments or ()}
        constants: dict[str, Any] = {}
        direct = []
        for name, argument in self._definition.args.items():
            node = nodes.get(name)
            handed = self._handed(argument.out_name or name)
            if node is not None and isinstance(node.value, VariableNode):
                has_default = argument.default is not None or argument.default_value is not Undefined
                direct.append(_Direct(handed, node.value.name.value, not is_non_null_type(argument.type), has_default))
                continue
            alone = FieldNode(name=self._node.name, arguments=(node,) if node is not None else ())
            try:
                values = get_argument_values(GraphQLField(self._definition.type, args={name: argument}), alone, NO_VARIABLES)
            except GraphQLError:  # raised again for each answer, at the field's path
                return None
            if not all(isinstance(value, IMMUTABLE) for value in values.values()):
                return None
            constants.update((handed, value) for value in values.values())
        return constants, direct

    def _handed(self, name: str) -> str:
        return self._strawberry.names[name] if self._strawberry is not None and self._strawberry.names is not None else name

    def _direct_values(self, coerced: Mapping[str, Any]) -> dict[str, Any] | None:
        assert self._direct is not None
        constants, direct = self._direct
        values = dict(constants)
        for handed, variable, nullable, has_default in direct:
            if variable not in coerced:
                if has_default or not nullable:
                    return None
                continue
            value = coerced[variable]
            if (value is None and not nullable) or not isinstance(value, IMMUTABLE):
                return None
            values[handed] = value
        return values


class _Conversion:
    """Strawberry's conversion of a field's arguments: Python names, input objects as instances."""

    __slots__ = ("_field", "_schema", "names")

    def __init__(self, schema: GraphQLSchema, field: StrawberryField) -> None:
        self._schema: Any = schema._strawberry_schema  # type: ignore[attr-defined]
        self._field = field
        registry, name_of = self._schema.schema_converter.scalar_registry, self._schema.config.name_converter.from_argument
        # Only the names change where every argument is a scalar.
        is_plain = all(_is_plain(argument.type, registry) for argument in field.arguments)
        self.names: dict[str, str] | None = {name_of(one): one.python_name for one in field.arguments} if is_plain else None

    def convert(self, values: dict[str, Any]) -> dict[str, Any]:
        return convert_arguments(
            values,
            self._field.arguments,
            scalar_registry=self._schema.schema_converter.scalar_registry,
            config=self._schema.config,
        )


def _is_plain(type_: Any, registry: Any) -> bool:
    if isinstance(type_, StrawberryOptional) and not isinstance(type_, StrawberryMaybe):
        type_ = type_.of_type
    return not isinstance(type_, StrawberryOptional) and type_ is not GlobalID and is_scalar(type_, registry)


def _mentions_variable(node: ValueNode) -> bool:
    if isinstance(node, VariableNode):
        return True
    children = getattr(node, "values", None) or [field.value for field in getattr(node, "fields", None) or ()]
    return any(_mentions_variable(child) for child in children)
