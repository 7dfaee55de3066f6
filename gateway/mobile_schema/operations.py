"""The app's operations as written in `mobile_sdk_schema/operations/<domain>/*.graphql`, and the documents made of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    GraphQLUnionType,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    get_named_type,
    parse,
    print_ast,
)

PROBLEM = "Problem"


class OperationsWrong(Exception):
    """The operations cannot be read. The text names the file and says why."""


@dataclass(frozen=True, slots=True)
class TrustedDocument:
    """One operation with the fragments that it needs. `id` is the SHA-256 of `text`, in hexadecimal."""

    name: str
    kind: str
    domain: str
    text: str
    id: str


def read_operations(folder: Path) -> list[TrustedDocument]:
    """Every operation below the folder, in order of name. A fragment may stand in any file. Raises OperationsWrong."""
    operations: dict[str, tuple[str, OperationDefinitionNode]] = {}
    fragments: dict[str, FragmentDefinitionNode] = {}
    for path in sorted(folder.rglob("*.graphql")):
        try:
            document = parse(path.read_text())
        except Exception as error:
            raise OperationsWrong(f"{path.relative_to(folder)}: {error}") from error
        for node in document.definitions:
            if not isinstance(node, OperationDefinitionNode | FragmentDefinitionNode) or node.name is None:
                raise OperationsWrong(f"{path.relative_to(folder)}: only operations and fragments with names stand here")
            name = node.name.value
            if name in operations or name in fragments:
                raise OperationsWrong(f"{path.relative_to(folder)}: the name {name} is taken")
            if isinstance(node, OperationDefinitionNode):
                operations[name] = (path.relative_to(folder).parts[0], node)
            else:
                fragments[name] = node
    return [_document(name, *operations[name], fragments) for name in sorted(operations)]


def document_id(text: str) -> str:
    """The id under which a document's text is sent."""
    return hashlib.sha256(text.encode()).hexdigest()


def problems_not_selected(schema: GraphQLSchema, document: DocumentNode) -> list[str]:
    """Mutations of the document that do not select `__typename ... on Problem { message }`, without which an old app cannot show a new refusal.

    Where a result has no problem among its members yet, none can be selected, and `__typename` is enough."""
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    mutation = schema.mutation_type
    missing = []
    for node in document.definitions:
        if not isinstance(node, OperationDefinitionNode) or node.operation is not OperationType.MUTATION or mutation is None:
            continue
        for field in _fields(node.selection_set, fragments):
            returned = get_named_type(mutation.fields[field.name.value].type)
            if isinstance(returned, GraphQLUnionType) and field.selection_set is not None and not _selects_problem(returned, field.selection_set, fragments):
                missing.append(field.name.value)
    return missing


def _document(name: str, domain: str, operation: OperationDefinitionNode, fragments: dict[str, FragmentDefinitionNode]) -> TrustedDocument:
    needed: dict[str, FragmentDefinitionNode] = {}
    waiting = list(_spreads(operation.selection_set))
    while waiting:
        spread = waiting.pop()
        if spread in needed:
            continue
        if spread not in fragments:
            raise OperationsWrong(f"{domain}: {name} spreads the unknown fragment {spread}")
        needed[spread] = fragments[spread]
        waiting.extend(_spreads(fragments[spread].selection_set))
    text = print_ast(DocumentNode(definitions=(operation, *(needed[spread] for spread in sorted(needed)))))
    return TrustedDocument(name, operation.operation.value, domain, text, document_id(text))


def _spreads(selection_set: SelectionSetNode) -> Iterator[str]:
    for node in selection_set.selections:
        if isinstance(node, FragmentSpreadNode):
            yield node.name.value
        elif isinstance(node, FieldNode | InlineFragmentNode) and node.selection_set is not None:
            yield from _spreads(node.selection_set)


def _fields(selection_set: SelectionSetNode, fragments: dict[str, FragmentDefinitionNode]) -> Iterator[FieldNode]:
    for node in selection_set.selections:
        if isinstance(node, FieldNode):
            yield node
        elif isinstance(node, FragmentSpreadNode):
            yield from _fields(fragments[node.name.value].selection_set, fragments)
        elif isinstance(node, InlineFragmentNode):
            yield from _fields(node.selection_set, fragments)


def _selects_problem(returned: GraphQLUnionType, selection_set: SelectionSetNode, fragments: dict[str, FragmentDefinitionNode]) -> bool:
    if not any(isinstance(node, FieldNode) and node.name.value == "__typename" and node.alias is None for node in selection_set.selections):
        return False
    can_refuse = any(interface.name == PROBLEM for member in returned.types for interface in member.interfaces)
    return not can_refuse or any(_has_message(node, fragments) for node in selection_set.selections)


def _has_message(node: object, fragments: dict[str, FragmentDefinitionNode]) -> bool:
    if isinstance(node, FragmentSpreadNode):
        node = fragments[node.name.value]
    if not isinstance(node, InlineFragmentNode | FragmentDefinitionNode) or node.type_condition is None or node.type_condition.name.value != PROBLEM:
        return False
    return any(isinstance(field, FieldNode) and field.name.value == "message" and field.alias is None for field in node.selection_set.selections)
