"""The schema as one audience sees it: the root fields that its tokens may select, and the types that these reach."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from graphql import (
    DefinitionNode,
    DocumentNode,
    GraphQLArgument,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    build_ast_schema,
    get_named_type,
    is_specified_scalar_type,
    parse,
    print_ast,
    print_schema,
)

from gateway.mobile_schema.costs import directive_definitions, with_costs
from gateway.mobile_schema.scopes import scope_definition, with_scopes
from resolvers.partner_fields import scopes_of
from resolvers.permissions import AUDIENCE_PERMISSIONS, Audience, Permission

ENTITIES_FIELD = "_entities"
"""Federation's door for routers, which no app goes through."""

Shows = Callable[[GraphQLObjectType, str, GraphQLField], bool]
"""Whether a part of the schema shows a field."""


def audience_schema(schema: GraphQLSchema, audience: Audience) -> GraphQLSchema:
    """What the audience can reach, without resolvers."""
    return build_ast_schema(_document(schema, audience))


def audience_sdl(schema: GraphQLSchema, audience: Audience) -> str:
    """The same as text, with descriptions and costs: roots first, then types by name."""
    return print_ast(_document(schema, audience)) + "\n"


def part_of_schema(schema: GraphQLSchema, shows: Shows) -> DocumentNode:
    """The SDL of the fields that `shows` lets through and of all that they reach."""
    reached = _Reach(schema, shows).reached()
    roots = [root.name for root in _roots(schema)]
    definitions: list[DefinitionNode] = []
    for node in parse(print_schema(schema)).definitions:
        name = getattr(getattr(node, "name", None), "value", "")
        named = schema.type_map.get(name)
        if name not in reached or named is None:
            continue
        if isinstance(named, GraphQLObjectType | GraphQLInterfaceType):
            node = _with_fields(node, _shown_names(named, shows), reached)  # noqa: PLW2901
        definitions.append(node)
    order = {name: place for place, name in enumerate(roots)}
    definitions.sort(key=lambda node: (order.get(node.name.value, len(order)), node.name.value))  # type: ignore[attr-defined]
    return DocumentNode(definitions=tuple(definitions))


def _document(schema: GraphQLSchema, audience: Audience) -> DocumentNode:
    shown = with_costs(schema, part_of_schema(schema, _shown_to(schema, audience)))
    if audience is Audience.PARTNER:
        return DocumentNode(definitions=(*directive_definitions(), *scope_definition(), *with_scopes(schema, shown).definitions))
    return DocumentNode(definitions=(*directive_definitions(), *shown.definitions))


def _shown_to(schema: GraphQLSchema, audience: Audience) -> Shows:
    """By the permission that a field asks for; to partners by the table of their fields."""
    if audience is Audience.PARTNER:
        return lambda parent, name, _: scopes_of(schema, parent.name, name) is not None
    allowed = AUDIENCE_PERMISSIONS[audience]

    def shows(_: GraphQLObjectType, name: str, field: GraphQLField) -> bool:
        if name == ENTITIES_FIELD:
            return False
        permission = permission_of(field)
        return permission is None or permission in allowed

    return shows


def permission_of(field: GraphQLField) -> Permission | None:
    """The permission that a field asks for; None where it inherits its parent's."""
    definition = field.extensions.get("strawberry-definition")
    metadata: dict[str, Any] = getattr(definition, "metadata", None) or {}
    return metadata.get("permission")


class _Reach:
    """Follows the fields that are shown from the roots to every type that they lead to."""

    def __init__(self, schema: GraphQLSchema, shows: Shows) -> None:
        self._schema = schema
        self._shows = shows
        self._reached: set[str] = set()

    def reached(self) -> set[str]:
        waiting: list[GraphQLNamedType] = [root for root in _roots(self._schema) if _shown_names(root, self._shows)]
        while waiting:
            named = waiting.pop()
            if named.name in self._reached or is_specified_scalar_type(named):
                continue
            self._reached.add(named.name)
            waiting.extend(self._next(named))
        return self._reached

    def _next(self, named: GraphQLNamedType) -> Iterator[GraphQLNamedType]:
        if isinstance(named, GraphQLUnionType):
            yield from named.types
        elif isinstance(named, GraphQLInputObjectType):
            yield from _types_of(named.fields.values())
        elif isinstance(named, GraphQLObjectType | GraphQLInterfaceType):
            yield from named.interfaces
            for name in _shown_names(named, self._shows):
                field = named.fields[name]
                yield from _types_of([field, *field.args.values()])
                returned = get_named_type(field.type)
                if isinstance(returned, GraphQLInterfaceType):
                    # Whatever implements it may come. An interface that is merely implemented brings nothing.
                    yield from self._schema.get_possible_types(returned)


def _types_of(typed: Iterable[GraphQLField | GraphQLArgument | GraphQLInputField]) -> Iterator[GraphQLNamedType]:
    for one in typed:
        yield get_named_type(one.type)


def _roots(schema: GraphQLSchema) -> list[GraphQLObjectType]:
    return [root for root in (schema.query_type, schema.mutation_type, schema.subscription_type) if root is not None]


def _shown_names(named: Any, shows: Shows) -> list[str]:
    return [name for name, field in named.fields.items() if shows(named, name, field)]


def _with_fields(node: Any, names: Collection[str], reached: Collection[str]) -> Any:
    fields = tuple(field for field in node.fields if field.name.value in names)
    interfaces = tuple(one for one in node.interfaces or () if one.name.value in reached)
    return type(node)(description=node.description, name=node.name, interfaces=interfaces, directives=node.directives or (), fields=fields)
