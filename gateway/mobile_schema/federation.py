"""One domain as a Federation v2 subgraph: its root fields, and all that they reach, which any subgraph of the house can resolve."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import strawberry
from graphql import (
    ConstDirectiveNode,
    DocumentNode,
    GraphQLField,
    GraphQLObjectType,
    NameNode,
    ObjectTypeDefinitionNode,
    print_ast,
)

from domains import DOMAINS
from gateway.mobile_schema.audiences import part_of_schema, permission_of
from resolvers.permissions import OPERATOR_PERMISSIONS
from resolvers.schema import PARTS

LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@shareable"])'


def export_domain(schema: strawberry.Schema, domain: str) -> str:
    """The domain's subgraph SDL, without what is for operators. Raises LookupError for a domain that there is not.

    Every object type is shareable: each gateway process serves the whole house, so whoever gives a customer or an amount gives all of it."""
    if domain not in DOMAINS:
        raise LookupError(f"There is no domain {domain!r}: it is one of {', '.join(DOMAINS)}.")
    core = schema._schema
    owned = _root_fields(schema, domain)
    roots = {root.name for root in (core.query_type, core.mutation_type, core.subscription_type) if root is not None}

    def shows(parent: GraphQLObjectType, name: str, field: GraphQLField) -> bool:
        if permission_of(field) in OPERATOR_PERMISSIONS:
            return False
        return parent.name not in roots or (parent.name, name) in owned

    document = part_of_schema(core, shows)
    definitions = tuple(
        _shareable(node) if isinstance(node, ObjectTypeDefinitionNode) and node.name.value not in roots else node for node in document.definitions
    )
    return f"{LINK}\n\n{print_ast(DocumentNode(definitions=definitions))}\n"


def _root_fields(schema: strawberry.Schema, domain: str) -> set[tuple[str, str]]:
    owned = set()
    for module_name, class_name in PARTS.items():
        path = f"resolvers.{domain}.{module_name}"
        if not find_spec(f"resolvers.{domain}") or not find_spec(path):
            continue
        definition = getattr(import_module(path), class_name).__strawberry_definition__
        owned |= {(class_name, schema.config.name_converter.get_graphql_name(field)) for field in definition.fields}
    return owned


def _shareable(node: ObjectTypeDefinitionNode) -> ObjectTypeDefinitionNode:
    shareable = ConstDirectiveNode(name=NameNode(value="shareable"), arguments=())
    return ObjectTypeDefinitionNode(description=node.description, name=node.name, interfaces=node.interfaces, directives=(shareable,), fields=node.fields)
