"""Documents: what one may be, and how many a partner has. Refused in this order: DocumentMalformed, PartnerNotFound, TooManyDocuments."""

import hashlib

from domains.scenes.errors.document import DocumentMalformed, TooManyDocuments
from domains.scenes.errors.partner import PartnerNotFound

DOCUMENT_NAME_MAX_CHARACTERS = 80
DOCUMENT_MAX_CHARACTERS = 32 * 1024
DOCUMENTS_MAX = 500
"""Of one partner: what the gateway compiles for it stays bounded."""


def check_document(document_id: str, name: str, text: str) -> None:
    """Raise where the id is not the text's, or name or text is too long."""
    is_sized = 1 <= len(name) <= DOCUMENT_NAME_MAX_CHARACTERS and 1 <= len(text) <= DOCUMENT_MAX_CHARACTERS
    if not is_sized or hashlib.sha256(text.encode()).hexdigest() != document_id:
        raise DocumentMalformed


def check_registration(partner_state: str | None, documents_count: int) -> None:
    """Raise the first rule that a further document of a partner breaks."""
    if partner_state != "active":
        raise PartnerNotFound
    if documents_count >= DOCUMENTS_MAX:
        raise TooManyDocuments(DOCUMENTS_MAX)
