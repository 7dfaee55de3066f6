"""Register a document of a partner."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.transactions import Tx
from domains.scenes.events.document import DocumentRegistered
from domains.scenes.queries import document as documents
from domains.scenes.queries.document import Document
from domains.scenes.rules.document import check_document, check_registration


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterDocumentCommand(Command):
    """`owner_id` is the partner's operator, or the house. The gateway has validated, priced and compiled the text. A repeat is the same document."""

    partner_id: UUID
    document_id: str
    name: str
    text: str


@composite_verb(Document)
async def register_document(tx: Tx, command: RegisterDocumentCommand) -> Document | Refusal:
    """Let the partner's clients ask for a document by its id. Refuses in the order of rules/document.py."""
    check_document(command.document_id, command.name, command.text)
    state = await documents.lock_partner_state(tx, command.partner_id)
    found = await documents.find_document(tx, command.partner_id, command.document_id)
    if found is not None and state == "active":
        return found
    check_registration(state, await documents.count_documents(tx, command.partner_id))
    document = Document(command.partner_id, command.document_id, command.name, command.text, tx.now)
    await documents.insert_document(tx, document)
    tx.publish(DocumentRegistered(command.partner_id, None, command.document_id))
    return document
