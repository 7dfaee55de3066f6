"""What credit is told of loans: instalments that were paid on time, overdue, and made good; and what is taken back of it when the past is rewritten."""

from collections.abc import Iterable
from uuid import UUID

from domains import credit
from domains.credit import EventKind, NewEvent, event_id
from domains.kernel.clock import business_date, day_start
from domains.kernel.commands import HOUSE_ID
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Tx
from domains.loans.queries import loans
from domains.loans.rules.words import Word, words_of
from domains.loans.service.look import find_histories

SCENE = "loans"


async def tell_of_loans(tx: Tx, keys: Iterable[tuple[UUID, UUID]]) -> None:
    """All that there is to be told of those loans (customer and id). Told twice it tells once: each event's id follows from the loan and its facts."""
    found = await loans.find_loans(tx, keys)
    today = business_date(tx.now)
    told: list[NewEvent] = []
    gone: list[tuple[UUID, UUID]] = []
    for loan, servicing, facts in await find_histories(tx, found.values()):
        words = words_of(loan.terms, servicing, facts, today)
        told += [_event(loan.customer_id, loan.id, one) for one in words.standing]
        gone += [(loan.customer_id, _event(loan.customer_id, loan.id, one).id) for one in words.taken_back]
    await credit.record_events(tx, told)
    await credit.void_events(tx, gone, "loan_rewritten", HOUSE_ID)


def _event(customer_id: UUID, loan_id: UUID, word: Word) -> NewEvent:
    kind = EventKind(word.kind.value)
    act_id = derived_id(loan_id, f"{word.due} {word.on} {word.time}")
    return NewEvent(customer_id, event_id(act_id, kind), kind, SCENE, day_start(word.on))
