"""What a customer chooses for themselves."""

from dataclasses import dataclass, field
from uuid import UUID

from domains.customers.queries import people
from domains.customers.rows import Language
from domains.customers.service.sessions import check_standing
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.transactions import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLanguage(Command):
    session_id: UUID = field(metadata=UNHASHED)
    language: Language


@dataclass(frozen=True, slots=True)
class LanguageSet:
    customer_id: UUID


@composite_verb(LanguageSet)
async def set_language(tx: Tx, command: SetLanguage) -> LanguageSet:
    """In which language the house writes to the customer by itself; a request is answered in the language that it asks for."""
    await check_standing(tx, command.owner_id, command.session_id)
    await people.update_language(tx, command.owner_id, command.language.value)
    return LanguageSet(command.owner_id)
