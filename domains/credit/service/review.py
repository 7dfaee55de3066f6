"""A customer asks that a person look at their band; a member of staff looks and answers. What was wrong is put right by voiding it."""

from dataclasses import dataclass, field
from uuid import UUID

from domains import customers
from domains.credit.errors import CreditReviewEnded, CreditReviewNotFound, CreditReviewOpen
from domains.credit.events import CreditReviewAnswered, CreditReviewRequested
from domains.credit.queries import reviews
from domains.credit.queries.reviews import CreditReview
from domains.credit.service.bands import find_bands
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import InvalidInput, Refusal
from domains.kernel.ids import new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx

WORDS_MOST = 500
ANSWERS = ("confirmed", "corrected")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReviewCommand(Command):
    """`owner_id` asks, in words of their own. `request_id` becomes the review's id."""

    session_id: UUID = field(metadata=UNHASHED)
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerReviewCommand(Command):
    """`owner_id` is a member of staff. `state`: confirmed, where the band is right, or corrected, where something was voided; `answer` is for the customer."""

    session_id: UUID = field(metadata=UNHASHED)
    customer_id: UUID
    review_id: UUID
    state: str
    answer: str


@composite_verb(CreditReview)
async def request_review(tx: Tx, command: RequestReviewCommand) -> CreditReview | Refusal:
    """Have a person look. Refuses CreditReviewOpen where one looks already. Raises InvalidInput for words that are none or too many."""
    _check_words("words", command.words)
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    (standing,) = await find_bands(tx, [command.owner_id])
    assert command.request_id is not None
    made = CreditReview(command.owner_id, command.request_id, command.words, standing.band, "open", tx.now, None, None, None)
    if not await reviews.insert_review(tx, made.customer_id, made.id, made.words, made.band):
        raise CreditReviewOpen
    tx.publish(CreditReviewRequested(made.customer_id, None, made.id))
    return made


@composite_verb(CreditReview)
async def answer_review(tx: Tx, command: AnswerReviewCommand) -> CreditReview | Refusal:
    """Answer it, once. Refuses CreditReviewNotFound, CreditReviewEnded. The act is audited."""
    _check_words("answer", command.answer)
    if command.state not in ANSWERS:
        raise InvalidInput("state", " or ".join(ANSWERS))
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    known = await reviews.lock_review(tx, command.customer_id, command.review_id)
    if known is None:
        raise CreditReviewNotFound
    if known.state != "open":
        raise CreditReviewEnded(known.state)
    ended = known._replace(state=command.state, answer=command.answer, decided_by=command.owner_id, decided_at=tx.now)
    await reviews.end_review(tx, ended)
    detail = {"review_id": str(known.id), "state": command.state}
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "credit.answer_review", known.customer_id, detail)
    tx.publish(CreditReviewAnswered(known.customer_id, None, known.id, command.state))
    return ended


def _check_words(name: str, words: str) -> None:
    if not (words.strip() and len(words) <= WORDS_MOST):
        raise InvalidInput(name, f"1 to {WORDS_MOST} characters")
