"""What the cost gate weighs, written into the SDL as @cost and @listSize, so that an app can count before it asks."""

from __future__ import annotations

from functools import cache
from typing import Any

from graphql import (
    DefinitionNode,
    DirectiveDefinitionNode,
    DirectiveNode,
    DocumentNode,
    FieldDefinitionNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    get_named_type,
    is_composite_type,
    parse,
)

from gateway.limits import weights

DIRECTIVES = '''
"""
What the field itself costs: once for the operation, however many parents it has, since it reads for all of them at once. Without it: nothing.
Every object that is returned costs 1 more, times the sizes of the lists around it; a leaf costs nothing.
"""
directive @cost(weight: String!) on FIELD_DEFINITION

"""
How many objects a list is taken to hold: what the first of `slicingArguments` that is given says, at most 50, else `assumedSize`.
With `sizedFields` it is these lists of the returned connection that are so long, whatever they say of themselves.
"""
directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
'''


def directive_definitions() -> list[DirectiveDefinitionNode]:
    """The definitions of @cost and @listSize, with what they mean here."""
    return [node for node in parse(DIRECTIVES).definitions if isinstance(node, DirectiveDefinitionNode)]


def with_costs(schema: GraphQLSchema, document: DocumentNode, *, weight_is_text: bool = True) -> DocumentNode:
    """The SDL with the weights that the gate uses on its fields. In a Federation subgraph a weight is a number, not a text."""
    definitions: list[DefinitionNode] = []
    for node in document.definitions:
        if isinstance(node, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode):
            named: Any = schema.type_map[node.name.value]
            fields = tuple(_weighed(schema, named, field, weight_is_text) for field in node.fields or ())
            node = type(node)(  # noqa: PLW2901
                description=node.description, name=node.name, interfaces=node.interfaces, directives=node.directives or (), fields=fields
            )
        definitions.append(node)
    return DocumentNode(definitions=tuple(definitions))


def cost_directives(schema: GraphQLSchema, parent: Any, field: GraphQLField, *, weight_is_text: bool = True) -> str:
    """The uses of both directives on one field, as SDL; empty where there is none."""
    uses = []
    weight = weights.field_cost(schema, parent, field)
    if weight:
        uses.append(f'@cost(weight: "{weight}")' if weight_is_text else f"@cost(weight: {weight})")
    named = get_named_type(field.type)
    if not is_composite_type(named):
        return " ".join(uses)
    slicing = [name for name in weights.SLICING_ARGUMENTS if name in field.args]
    if slicing:
        sized = [] if weights.is_list(field) else [name for name in sorted(weights.SIZED_FIELDS) if name in getattr(named, "fields", {})]
        told = f", sizedFields: {_texts(sized)}" if sized else ""
        assumed = weights.default_size(field.args[slicing[0]])
        uses.append(f"@listSize(assumedSize: {assumed}, slicingArguments: {_texts(slicing)}{told}, requireOneSlicingArgument: false)")
    elif weights.is_list(field):
        uses.append(f"@listSize(assumedSize: {weights.list_size(field)})")
    return " ".join(uses)


def _weighed(schema: GraphQLSchema, parent: GraphQLObjectType | GraphQLInterfaceType, node: FieldDefinitionNode, weight_is_text: bool) -> FieldDefinitionNode:
    uses = cost_directives(schema, parent, parent.fields[node.name.value], weight_is_text=weight_is_text)
    if not uses:
        return node
    directives: Any = (*(node.directives or ()), *_parsed(uses))
    return FieldDefinitionNode(description=node.description, name=node.name, arguments=node.arguments, type=node.type, directives=directives)


@cache
def _parsed(uses: str) -> tuple[DirectiveNode, ...]:
    definition: Any = parse(f"type T {{ f: Int {uses} }}").definitions[0]
    return tuple(definition.fields[0].directives)


def _texts(names: list[str]) -> str:
    quoted = ", ".join(f'"{name}"' for name in names)
    return f"[{quoted}]"
