"""The root queries on loans that are being repaid."""

import strawberry

from domains import loans
from domains.kernel.errors import InvalidInput, Refusal
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Viewer
from resolvers.loans.servicing.types import EarlyQuote, LoanAccount
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.scalars import read_id


@batched(LoanAccount | None, "A loan of the viewer as it stands today; null for what is none.", permission=Permission.CUSTOMER)
async def loan_account(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[loans.servicing.LoanAccount | None]:
    loan_id = read_id(id) or NOBODY
    found = await loans.servicing.find_loan_accounts(read, [(viewer.id, loan_id) for viewer in viewers])
    return [found.get((viewer.id, loan_id)) for viewer in viewers]


@batched(EarlyQuote | None, "Both ways to pay an amount early; null where it cannot be paid so.", permission=Permission.CUSTOMER)
async def early_loan_quote(
    read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID, amount: MoneyInput
) -> list[loans.servicing.QuotedEarly | None]:
    try:
        minor = amount_of(amount)
    except Refusal as refusal:
        raise InvalidInput("amount", "an exact amount of a currency") from refusal
    loan_id = read_id(id) or NOBODY
    found = await loans.servicing.find_loan_accounts(read, [(viewer.id, loan_id) for viewer in viewers])
    return [loans.servicing.early_of(found.get((viewer.id, loan_id)), minor) for viewer in viewers]


@strawberry.type
class Query:
    loan_account = loan_account
    early_loan_quote = early_loan_quote
