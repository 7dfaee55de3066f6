"""What a partner's token must carry, written into the partners' SDL as @scope."""

from __future__ import annotations

from typing import Any

from graphql import (
    DefinitionNode,
    DirectiveDefinitionNode,
    DocumentNode,
    FieldDefinitionNode,
    GraphQLSchema,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    parse,
)

from resolvers.partner_fields import scopes_of

DIRECTIVE = '''
"""
The scopes of which the access token needs one for this field, else the operation is refused with FORBIDDEN before it runs. A field without it needs none
of its own.
"""
directive @scope(anyOf: [String!]!) on FIELD_DEFINITION
'''


def scope_definition() -> list[DirectiveDefinitionNode]:
    """The definition of @scope."""
    return [node for node in parse(DIRECTIVE).definitions if isinstance(node, DirectiveDefinitionNode)]


def with_scopes(schema: GraphQLSchema, document: DocumentNode) -> DocumentNode:
    """The SDL with the scopes that its fields need."""
    definitions: list[DefinitionNode] = []
    for node in document.definitions:
        if isinstance(node, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode):
            fields = tuple(_told(schema, node.name.value, field) for field in node.fields or ())
            node = type(node)(  # noqa: PLW2901
                description=node.description, name=node.name, interfaces=node.interfaces, directives=node.directives or (), fields=fields
            )
        definitions.append(node)
    return DocumentNode(definitions=tuple(definitions))


def _told(schema: GraphQLSchema, type_name: str, node: FieldDefinitionNode) -> FieldDefinitionNode:
    scopes = scopes_of(schema, type_name, node.name.value)
    if not scopes:
        return node
    quoted = ", ".join(f'"{name}"' for name in sorted(scopes))
    definition: Any = parse(f"type T {{ f: Int @scope(anyOf: [{quoted}]) }}").definitions[0]
    directives: Any = (*(node.directives or ()), *definition.fields[0].directives)
    return FieldDefinitionNode(description=node.description, name=node.name, arguments=node.arguments, type=node.type, directives=directives)
