"""Partners' documents: what may be registered, and where it is kept."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from graphql import GraphQLError, GraphQLSchema, OperationDefinitionNode, parse, print_ast

from domains import scenes
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from gateway.engine import Unsupported, compile_operation
from gateway.graphql import Documents, RequestRefused
from gateway.graphql.documents import OperationRequest
from gateway.graphql.permissions import required_permissions
from gateway.limits import CostOptions, DocumentCheck, OperationCost
from gateway.mobile_schema.operations import document_id, problems_not_selected
from resolvers.permissions import OPERATOR_PERMISSIONS


class DocumentUnfit(Exception):
    """A text cannot be registered. It says why."""


class FitDocument(NamedTuple):
    """What is registered: `text` is printed anew, and `id` is its SHA-256 in hexadecimal.

    `cost` is the most that it can cost with pages as long as its own defaults."""

    id: str
    name: str
    kind: str
    text: str
    cost: int


class ScenesDocuments:
    """Implements `PartnerDocuments` over domains/scenes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, partner_id: UUID, document_id: str) -> str | None:
        """The text of that partner's own document of that id."""
        async with self._database.reading(single=True) as read:
            found = await scenes.find_document(read, partner_id, document_id)
        return None if found is None else found.text


async def register(database: Database, schema: GraphQLSchema, partner_id: UUID, text: str, costs: CostOptions) -> FitDocument:
    """Register a document, once it was found fit. Raises DocumentUnfit, and the refusals of scenes.register_document."""
    document = fit_document(schema, text, costs)
    command = scenes.RegisterDocumentCommand(
        request_id=None, owner_id=HOUSE_ID, partner_id=partner_id, document_id=document.id, name=document.name, text=document.text
    )
    await database.write(scenes.register_document, command)
    return document


def fit_document(schema: GraphQLSchema, text: str, costs: CostOptions) -> FitDocument:
    """The document behind a partner's text: parsed, within the limits, valid, for no operator, compiled and priced. Raises DocumentUnfit."""
    name, printed = _printed(text)
    try:
        documents = Documents(schema, check_limits=DocumentCheck(schema), hide_suggestions=False)
        operation = documents.prepare(OperationRequest(printed, operation_name=name), introspection=False)
        cost = OperationCost(schema, operation).requested(None).total
    except RequestRefused as refusal:
        raise DocumentUnfit(" ".join(str(error["message"]) for error in refusal.errors)) from None
    forbidden = required_permissions(schema, operation) & OPERATOR_PERMISSIONS
    if forbidden:
        raise DocumentUnfit(f"It asks for what only the bank's staff may see ({', '.join(sorted(forbidden))}).")
    if missing := problems_not_selected(schema, operation.document):
        raise DocumentUnfit(f"Select `... on Problem {{ message }}` of {', '.join(missing)}: a new refusal must be shown too.")
    if cost > costs.operation_max:
        raise DocumentUnfit(f"It could cost {cost}; at most {costs.operation_max} is allowed. Ask for shorter lists or fewer fields.")
    try:
        compile_operation(schema, operation.document, name, events=True)
    except Unsupported as unsupported:
        raise DocumentUnfit(f"It cannot be compiled: {unsupported}.") from None
    return FitDocument(document_id(printed), name, operation.kind, printed, cost)


def _printed(text: str) -> tuple[str, str]:
    """The name of the one operation, and the document printed anew, so that spaces and comments make no other id."""
    try:
        document = parse(text, no_location=True, max_tokens=2_000)
    except GraphQLError as error:
        raise DocumentUnfit(error.message) from None
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if len(operations) != 1 or operations[0].name is None:
        raise DocumentUnfit("A document holds one operation, with a name.")
    return operations[0].name.value, print_ast(document)
