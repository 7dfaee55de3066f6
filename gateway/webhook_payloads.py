"""What a webhook tells, shaped by the query that its partner registered: run at each attempt as that partner, so what is told is what it may see then."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import orjson
import strawberry
import structlog

from domains import scenes
from domains.kernel.commands import Command, Verb
from domains.kernel.database import Database
from domains.kernel.errors import Forbidden, reason_of
from domains.kernel.events import PublishedEvent
from gateway.explaining import explain
from gateway.graphql import CompiledExecutor, Documents, Executor, Masker
from gateway.graphql.documents import OperationRequest, PreparedOperation, chosen_operation
from gateway.graphql.partner_documents import PreparedPartnerDocuments
from gateway.limits import DocumentCheck
from gateway.partner_documents import ScenesDocuments
from resolvers.context import NOBODY, Context, PartnerPrincipal, Viewer
from resolvers.permissions import Permission

OWN_SCOPES = frozenset(scope.name for scope in scenes.SCOPES.values() if not scope.is_of_customer and not scope.is_money)
"""What a partner may see of its own, without a customer."""

_log = structlog.get_logger("gateway.webhooks")


class QueryPayloads:
    """Implements `PayloadShaper`. The ids of a fact are the variables `consentId` and so on, as far as the query declares them; `eventType` is its name."""

    def __init__(self, database: Database, schema: strawberry.Schema) -> None:
        self._database = database
        self._executor: Executor = CompiledExecutor(schema, Masker(explain), database.read)
        self._documents = PreparedPartnerDocuments(ScenesDocuments(database), Documents(schema._schema, check_limits=DocumentCheck(schema._schema)))

    async def shape(self, partner_id: UUID, document_id: str, event_type: str, ids: dict[str, Any]) -> dict[str, Any] | None:
        """The query's data; None where it is refused, fails, or there is none any more: then the plain ids are told."""
        try:
            request = OperationRequest(None, document_id)
            operations = await self._documents.operations(partner_id, request)
            operation = None if operations is None else chosen_operation(operations, request, introspection=False)
            if operation is None or operation.kind != "query":
                return None
            viewer = await self._viewer(partner_id, ids.get("consent_id"))
            context = Context(viewer, self._database.read(), _write_nothing, _listen_to_nothing)
            answer = await self._executor.execute(operation, _variables(operation, event_type, ids), context)
        except Exception as error:  # noqa: BLE001  a query that fails keeps nobody from being told
            _log.warning("webhook query failed", partner=str(partner_id), document=document_id, reason=reason_of(error))
            return None
        data: dict[str, Any] | None = orjson.loads(answer.body).get("data")
        return data

    async def _viewer(self, partner_id: UUID, consent_id: str | None) -> Viewer:
        """The partner; with the customer's consent as it stands now where the fact is of one."""
        principal = PartnerPrincipal(partner_id, NOBODY, OWN_SCOPES)
        if consent_id is not None:
            async with self._database.reading(single=True) as read:
                consent = await scenes.find_standing_consent(read, UUID(consent_id), partner_id)
            if consent is not None:
                terms = consent.terms
                scopes = OWN_SCOPES | frozenset(terms.scopes)
                claims = frozenset(terms.open_claims)
                principal = PartnerPrincipal(partner_id, consent.client_id, scopes, consent.customer_id, consent.id, terms.account_ids, claims)
        return Viewer(partner_id, permissions=frozenset({Permission.PARTNER}), language="en", partner=principal)


async def _write_nothing(verb: Verb[Any, Any], command: Command) -> Any:
    raise Forbidden


async def _nothing() -> AsyncIterator[PublishedEvent]:
    return
    yield


def _listen_to_nothing(subject_id: UUID, names: frozenset[str], since: int | None) -> AsyncIterator[PublishedEvent]:
    return _nothing()


def _variables(operation: PreparedOperation, event_type: str, ids: dict[str, Any]) -> dict[str, Any]:
    told = {_camel(name): value for name, value in ids.items()} | {"eventType": event_type}
    declared = {one.variable.name.value for one in operation.node.variable_definitions or ()}
    return {name: value for name, value in told.items() if name in declared}


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)
