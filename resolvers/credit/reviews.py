"""Reviews as the staff who answer them see them."""

import strawberry

from domains import credit
from domains.kernel.data_classes import C2
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.credit.rows import ReviewsRow
from resolvers.credit.types import CreditBand, review_state
from resolvers.fields import computed, field, type_of
from resolvers.paging import Connection
from resolvers.scalars import Cursor, Instant


@computed("The band when it was asked; null where none was known.", C2, name="band")
def asked_band(row: credit.CreditReview) -> CreditBand | None:
    return None if row.band is None else CreditBand(row.band.value)


@type_of(credit.CreditReview, "A customer who asked that a person look.")
class CreditReviewTask:
    id: strawberry.ID = field("Which.")
    customer_id: strawberry.ID = field("Who asked.")
    state = review_state
    band = asked_band
    words: str = field("What the customer wrote.", C2)
    asked_at: Instant = field("When.")
    answer: str | None = field("What was answered.", C2)
    decided_at: Instant | None = field("When it was answered.")


@batched(Connection[CreditReviewTask], "The newest first, at most 50 a page.")
async def reviews(
    read: Read, rows: list[ReviewsRow], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[credit.CreditReview]]:
    return [await credit.list_open_reviews(read, first, after)] * len(rows)


@type_of(ReviewsRow, "What waits for a person.")
class CreditReviews:
    reviews = reviews
