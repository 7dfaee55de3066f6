"""Who may run an operation: what its fields need, worked out once a document, against what the caller's token carries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
    is_composite_type,
)

from gateway.graphql.documents import PreparedOperation
from gateway.graphql.errors import RequestRefused, Unauthenticated
from resolvers.context import NOBODY
from resolvers.permissions import Permission

PERMISSION_EXTENSION = "scenebank.permission"
"""Key under `GraphQLField.extensions` for schemas that are built without Strawberry."""


def check_permissions(schema: GraphQLSchema, operation: PreparedOperation, context: Any) -> None:
    """Let the operation pass, by the token alone: `context.viewer` is looked at only where something is needed.

    Raises `Unauthenticated` for a caller without a token, `RequestRefused` with FORBIDDEN for a token that does not carry what is needed."""
    needed = operation.permissions
    if needed is None:
        needed = operation.permissions = required_permissions(schema, operation)
    if needed and not needed <= context.viewer.permissions:
        if context.viewer.id == NOBODY:
            raise Unauthenticated("请先登录。 Please sign in first.", challenge=b"Bearer")
        raise RequestRefused("FORBIDDEN", "没有权限。 You may not do this.")


def required_permissions(schema: GraphQLSchema, operation: PreparedOperation) -> frozenset[Permission]:
    """All permissions that the operation's fields ask for, whatever @skip and @include say; PUBLIC is not among them."""
    return _Walk(schema, operation).permissions() - {Permission.PUBLIC}


class _Walk:
    """Looks at every field of an operation, at each fragment once per type that it stands on."""

    def __init__(self, schema: GraphQLSchema, operation: PreparedOperation) -> None:
        self._schema = schema
        self._operation: OperationDefinitionNode = operation.node
        self._fragments = {one.name.value: one for one in operation.document.definitions if isinstance(one, FragmentDefinitionNode)}
        self._seen: set[tuple[str, str]] = set()

    def permissions(self) -> frozenset[Permission]:
        found: set[Permission] = set()
        root = self._schema.get_root_type(self._operation.operation)
        waiting: list[tuple[GraphQLNamedType, SelectionSetNode]] = [(root, self._operation.selection_set)] if root is not None else []
        while waiting:
            type_, selections = waiting.pop()
            for node in selections.selections:
                if isinstance(node, FieldNode):
                    for definition in self._definitions(type_, node.name.value):
                        found.update(_asked(definition))
                        named = get_named_type(definition.type)
                        if node.selection_set is not None and is_composite_type(named):
                            waiting.append((named, node.selection_set))
                elif isinstance(node, InlineFragmentNode):
                    waiting.append((self._condition(node.type_condition, type_), node.selection_set))
                elif isinstance(node, FragmentSpreadNode) and (node.name.value, type_.name) not in self._seen:
                    self._seen.add((node.name.value, type_.name))
                    fragment = self._fragments[node.name.value]
                    waiting.append((self._condition(fragment.type_condition, type_), fragment.selection_set))
        return frozenset(found)

    def _condition(self, condition: Any, outer: GraphQLNamedType) -> GraphQLNamedType:
        named = self._schema.type_map.get(condition.name.value) if condition is not None else outer
        return named if named is not None else outer

    def _definitions(self, type_: GraphQLNamedType, name: str) -> Iterator[GraphQLField]:
        """The field as the type declares it; on an interface also as each type below it does, since one of those runs."""
        possible = self._schema.get_possible_types(type_) if is_abstract_type(type_) else ()
        definition = self._schema.get_field(type_, name)  # type: ignore[arg-type]
        if definition is not None:
            yield definition
        for one in possible:
            definition = self._schema.get_field(one, name)
            if definition is not None and _asked(definition):
                yield definition


def _asked(definition: GraphQLField) -> tuple[Permission, ...]:
    strawberry_field = definition.extensions.get("strawberry-definition")
    asked = strawberry_field.metadata.get("permission") if strawberry_field is not None else definition.extensions.get(PERMISSION_EXTENSION)
    return (asked,) if asked is not None else ()
