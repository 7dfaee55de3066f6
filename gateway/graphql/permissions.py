"""Who may run an operation: what its fields need, worked out once a document, against what the caller's token carries."""

from __future__ import annotations

from collections.abc import Collection, Iterator
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
from resolvers.partner_fields import scopes_of
from resolvers.permissions import Permission

PERMISSION_EXTENSION = "scenebank.permission"
"""Key under `GraphQLField.extensions` for schemas that are built without Strawberry."""


def check_permissions(schema: GraphQLSchema, operation: PreparedOperation, context: Any) -> None:
    """Let the operation pass, by the token alone: `context.viewer` is looked at only where something is needed.

    Raises `Unauthenticated` for a caller without a token, `RequestRefused` with FORBIDDEN for a token that does not carry what is needed."""
    partner = getattr(getattr(context, "viewer", None), "partner", None)
    if partner is not None:
        check_scopes(schema, operation, partner.scopes)
        return
    needed = operation.permissions
    if needed is None:
        needed = operation.permissions = required_permissions(schema, operation)
    if needed and not needed <= context.viewer.permissions:
        if context.viewer.id == NOBODY:
            raise Unauthenticated("请先登录。 Please sign in first.", challenge=b"Bearer")
        raise RequestRefused("FORBIDDEN", "没有权限。 You may not do this.")


def check_scopes(schema: GraphQLSchema, operation: PreparedOperation, scopes: Collection[str]) -> None:
    """Let a partner's operation pass, by the table of the partners' fields and its token's scopes alone.

    Raises `RequestRefused` with FORBIDDEN: it names the field, and the scopes of which one is needed where any would do."""
    needs = operation.partner_needs
    if needs is None:
        fields = sorted(_Walk(schema, operation).fields())
        needs = operation.partner_needs = tuple((f"{type_}.{name}", scopes_of(schema, type_, name)) for type_, name in fields)
    if operation.kind == "subscription":
        raise RequestRefused("FORBIDDEN", "没有权限。 Partners have no subscriptions.")
    for place, needed in needs:
        if needed is None:
            raise RequestRefused("FORBIDDEN", f"没有权限。 {place} is not open to partners.", field=place, scopes=[])
        if needed and needed.isdisjoint(scopes):
            names = sorted(needed)
            raise RequestRefused("FORBIDDEN", f"没有权限。 {place} needs the scope {' or '.join(names)}.", field=place, scopes=names)


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
        """What the fields ask for, all together."""
        return frozenset(permission for _, _, definition in self._selected() for permission in _asked(definition))

    def fields(self) -> frozenset[tuple[str, str]]:
        """Every field by its type and name, without `__typename` and its like; on an interface also as each type below it declares it."""
        found: set[tuple[str, str]] = set()
        for type_, name, _ in self._selected():
            if name.startswith("__"):
                continue
            found.add((type_.name, name))
            found.update((one.name, name) for one in (self._schema.get_possible_types(type_) if is_abstract_type(type_) else ()))
        return frozenset(found)

    def _selected(self) -> Iterator[tuple[GraphQLNamedType, str, GraphQLField]]:
        root = self._schema.get_root_type(self._operation.operation)
        waiting: list[tuple[GraphQLNamedType, SelectionSetNode]] = [(root, self._operation.selection_set)] if root is not None else []
        while waiting:
            type_, selections = waiting.pop()
            for node in selections.selections:
                if isinstance(node, FieldNode):
                    for definition in self._definitions(type_, node.name.value):
                        yield type_, node.name.value, definition
                        named = get_named_type(definition.type)
                        if node.selection_set is not None and is_composite_type(named):
                            waiting.append((named, node.selection_set))
                elif isinstance(node, InlineFragmentNode):
                    waiting.append((self._condition(node.type_condition, type_), node.selection_set))
                elif isinstance(node, FragmentSpreadNode) and (node.name.value, type_.name) not in self._seen:
                    self._seen.add((node.name.value, type_.name))
                    fragment = self._fragments[node.name.value]
                    waiting.append((self._condition(fragment.type_condition, type_), fragment.selection_set))

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
