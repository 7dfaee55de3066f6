"""What credit is told of loans: instalments that were paid on time, overdue, and made good; and what is taken back of it when the past is rewritten."""

from collections.abc import Iterable
from uuid import UUID

from domains import credit
from domains.credit import EventKind, NewEvent, event_id
from domains.kernel.clock import business_date, day_start
from domains.kernel.commands import HOUSE_ID
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Tx
from domains.loans.queries import facts, loans, products
from domains.loans.rules.words import Word, words_of

SCENE = "loans"


async def tell_of_loans(tx: Tx, keys: Iterable[tuple[UUID, UUID]]) -> None:
    """All that there is to be told of those loans (customer and id). Told twice it tells once: each event's id follows from the loan and its facts."""
    asked = sorted(set(keys))
    found = await loans.find_loans(tx, asked)
    known = await facts.list_facts(tx, asked)
    terms = await products.find_terms(tx, {(one.product_code, one.product_version) for one in found.values()})
    today = business_date(tx.now)
    told: list[NewEvent] = []
    gone: list[tuple[UUID, UUID]] = []
    for key, loan in found.items():
        words = words_of(loan.terms, terms[loan.product_code, loan.product_version].servicing, known[key], today)
        told += [_event(*key, one) for one in words.standing]
        gone += [(loan.customer_id, _event(*key, one).id) for one in words.taken_back]
    await credit.record_events(tx, told)
    await credit.void_events(tx, gone, "loan_rewritten", HOUSE_ID)


def _event(customer_id: UUID, loan_id: UUID, word: Word) -> NewEvent:
    kind = EventKind(word.kind.value)
    act_id = derived_id(loan_id, f"{word.due} {word.on} {word.time}")
    return NewEvent(customer_id, event_id(act_id, kind), kind, SCENE, day_start(word.on))
