"""Scenes: partners, both those who come into the bank by OAuth and those into whose services the bank reaches.

partners    register_partner, find_partners
documents   register_document, find_document, list_documents
scopes      SCOPES, known_scopes, has_money
"""

from domains.scenes.errors.document import DocumentMalformed, TooManyDocuments
from domains.scenes.errors.partner import PartnerNameMalformed, PartnerNotFound
from domains.scenes.events.document import DocumentRegistered
from domains.scenes.events.partner import PartnerRegistered
from domains.scenes.queries.document import Document, find_document, list_documents
from domains.scenes.queries.partner import Partner, find_partners
from domains.scenes.rules.document import DOCUMENTS_MAX
from domains.scenes.rules.partner import PARTNER_NAME_MAX_CHARACTERS, PartnerState
from domains.scenes.rules.scope import SCOPES, Scope, has_money, known_scopes
from domains.scenes.service.document import RegisterDocumentCommand, register_document
from domains.scenes.service.partner import RegisterPartnerCommand, register_partner

__all__ = ["PARTNER_NAME_MAX_CHARACTERS", "SCOPES", "Partner", "PartnerNameMalformed", "PartnerNotFound", "PartnerRegistered", "PartnerState"]
__all__ += ["RegisterPartnerCommand", "Scope", "find_partners", "has_money", "known_scopes", "register_partner"]
__all__ += ["DOCUMENTS_MAX", "Document", "DocumentMalformed", "DocumentRegistered", "RegisterDocumentCommand", "TooManyDocuments"]
__all__ += ["find_document", "list_documents", "register_document"]
