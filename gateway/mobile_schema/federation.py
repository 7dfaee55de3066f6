"""One domain as a Federation v2 subgraph: its root fields, and all that they reach, which any subgraph of the house can resolve."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import strawberry
from graphql import (
    DocumentNode,
    GraphQLField,
    GraphQLObjectType,
    ObjectTypeDefinitionNode,
    parse,
    print_ast,
)

from domains import DOMAINS
from gateway.mobile_schema.audiences import part_of_schema, permission_of
from gateway.mobile_schema.costs import with_costs
from resolvers.entities import ENTITIES, KEY
from resolvers.permissions import OPERATOR_PERMISSIONS
from resolvers.schema import PARTS

LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@cost", "@listSize"])'


def export_domain(schema: strawberry.Schema, domain: str) -> str:
    """The domain's subgraph SDL, without what is for operators. Raises LookupError for a domain that there is not.

    Every object type is shareable: each gateway process serves the whole house, so whoever gives a customer or an amount gives all of it. Types with a key can
    be asked for by it, so that a subgraph of somebody else's may refer to them."""
    if domain not in DOMAINS:
        raise LookupError(f"There is no domain {domain!r}: it is one of {', '.join(DOMAINS)}.")
    core = schema._schema
    owned = _root_fields(schema, domain)
    roots = {root.name for root in (core.query_type, core.mutation_type, core.subscription_type) if root is not None}

    def shows(parent: GraphQLObjectType, name: str, field: GraphQLField) -> bool:
        if permission_of(field) in OPERATOR_PERMISSIONS:
            return False
        return parent.name not in roots or (parent.name, name) in owned

    document = with_costs(core, part_of_schema(core, shows), weight_is_text=False)
    definitions = tuple(
        _federated(node) if isinstance(node, ObjectTypeDefinitionNode) and node.name.value not in roots else node for node in document.definitions
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


def _federated(node: ObjectTypeDefinitionNode) -> ObjectTypeDefinitionNode:
    key = f'@key(fields: "{KEY}") ' if node.name.value in ENTITIES else ""
    told: Any = parse(f"type T {key}@shareable {{ f: Int }}").definitions[0]
    return ObjectTypeDefinitionNode(description=node.description, name=node.name, interfaces=node.interfaces, directives=told.directives, fields=node.fields)
