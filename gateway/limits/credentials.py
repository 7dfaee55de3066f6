"""Which root fields test a credential: those that take an argument or input field of data class C3, or say so themselves."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLArgument, GraphQLField, GraphQLInputField, GraphQLInputObjectType, GraphQLSchema, get_named_type

from domains.kernel.data_classes import C3, DataClass

METADATA_KEY = "tests_credential"
"""In a field's metadata: True where the credential is not an argument of its own."""

EXTENSION = "scenebank.tests_credential"
"""The same under `GraphQLField.extensions`, for schemas that are built without Strawberry."""


def credential_tests_of(schema: GraphQLSchema) -> frozenset[str]:
    """Names of the root fields that test a PIN, code or password, at most one of which may stand in an operation."""
    roots = (schema.query_type, schema.mutation_type, schema.subscription_type)
    return frozenset(name for root in roots if root is not None for name, field in root.fields.items() if tests_credential(field))


def tests_credential(field: GraphQLField) -> bool:
    """Whether a field tests a credential."""
    metadata = _metadata(field)
    if metadata.get(METADATA_KEY) or field.extensions.get(EXTENSION):
        return True
    return any(_is_secret(argument, set()) for argument in field.args.values())


def data_class_of(taken: GraphQLArgument | GraphQLInputField) -> DataClass | None:
    """How sensitive what is sent is; None where the declaration does not say."""
    return _metadata(taken).get("data_class")


def _is_secret(taken: GraphQLArgument | GraphQLInputField, seen: set[str]) -> bool:
    if data_class_of(taken) == C3:
        return True
    named = get_named_type(taken.type)
    if not isinstance(named, GraphQLInputObjectType) or named.name in seen:
        return False
    seen.add(named.name)
    return any(_is_secret(field, seen) for field in named.fields.values())


def _metadata(taken: GraphQLArgument | GraphQLInputField | GraphQLField) -> dict[str, Any]:
    definition = taken.extensions.get("strawberry-definition")
    found: dict[str, Any] = getattr(definition, "metadata", None) or {}
    return found
