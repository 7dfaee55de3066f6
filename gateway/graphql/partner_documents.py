"""Documents that partners registered: found by the partner whose token asks, prepared on first use, refused once the schema no longer takes them."""

from __future__ import annotations

from collections import OrderedDict
from typing import Protocol
from uuid import UUID

import structlog

from gateway.graphql.documents import Documents, OperationRequest, Operations
from gateway.graphql.errors import RequestRefused

KEPT_MAX = 2_000
"""Prepared documents of all partners, those used last."""

_log = structlog.get_logger("gateway.documents")


class PartnerDocuments(Protocol):
    """Where registered documents are kept."""

    async def find(self, partner_id: UUID, document_id: str) -> str | None:
        """The text of that partner's own document of that id."""
        ...


class PreparedPartnerDocuments:
    """What `Documents` is for the app's documents. A text never changes under its id, so what was prepared stays right as long as the process."""

    def __init__(self, store: PartnerDocuments, documents: Documents, *, kept_max: int = KEPT_MAX) -> None:
        self._store = store
        self._documents = documents
        self._kept_max = kept_max
        self._kept: OrderedDict[tuple[UUID, str], Operations] = OrderedDict()

    async def operations(self, partner_id: UUID, request: OperationRequest) -> Operations | None:
        """The operations of the partner's own document that the request names; None where it is not one of theirs.

        Raises `RequestRefused` with DOCUMENT_RETIRED when the schema or the limits no longer take it."""
        if request.document_id is None:
            return None
        document_id = request.document_id.removeprefix("sha256:")
        kept = self._kept.get((partner_id, document_id))
        if kept is not None:
            self._kept.move_to_end((partner_id, document_id))
            return kept
        text = await self._store.find(partner_id, document_id)
        if text is None:
            return None
        try:
            prepared = self._documents.prepared(text, document_id)
        except RequestRefused as refusal:
            why = str(refusal.errors[0]["message"])
            _log.warning("document retired", partner=str(partner_id), document=document_id, code=refusal.code)
            raise RequestRefused("DOCUMENT_RETIRED", f"This document does not fit the schema any more: {why}", well_formed=True) from None
        self._kept[partner_id, document_id] = prepared
        if len(self._kept) > self._kept_max:
            self._kept.popitem(last=False)
        return prepared
