"""The root queries on lines and standing offers."""

import strawberry

from domains import loans
from domains.kernel.errors import InvalidInput, Refusal
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Viewer
from resolvers.loans.lines.types import CreditLine, CreditLineQuote, StandingLoanOffer
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.scalars import read_id


@batched(list[CreditLine], "The viewer's lines of credit, the last opened first.", permission=Permission.CUSTOMER)
async def credit_lines(read: Read, roots: list[None], viewers: list[Viewer]) -> list[list[loans.Line]]:
    found = await loans.list_lines(read, [viewer.id for viewer in viewers])
    return [found[viewer.id] for viewer in viewers]


@batched(CreditLineQuote | None, "What a draw would cost; null for what the line does not lend.", permission=Permission.CUSTOMER)
async def credit_line_quote(
    read: Read, roots: list[None], viewers: list[Viewer], *, line_id: strawberry.ID, amount: MoneyInput, instalments: int
) -> list[loans.QuotedDraw | None]:
    try:
        drawn = amount_of(amount)
    except Refusal as refusal:
        raise InvalidInput("amount", "an exact amount of a currency") from refusal
    return await loans.quote_draws(read, [(viewer.id, read_id(line_id) or NOBODY) for viewer in viewers], drawn, instalments)


@batched(list[StandingLoanOffer], "What the viewer could have at once, the largest limit first.", permission=Permission.CUSTOMER)
async def standing_loan_offers(read: Read, roots: list[None], viewers: list[Viewer]) -> list[list[loans.Preapproval]]:
    found = await loans.find_standing_offers(read, [viewer.id for viewer in viewers])
    return [found[viewer.id] for viewer in viewers]


@strawberry.type
class Query:
    credit_lines = credit_lines
    credit_line_quote = credit_line_quote
    standing_loan_offers = standing_loan_offers
