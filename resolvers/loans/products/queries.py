"""The root queries on products."""

import strawberry

from domains import loans
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.loans.products.types import LoanProduct
from resolvers.permissions import Permission


@batched(list[LoanProduct], "What is lent now, by code.", permission=Permission.PUBLIC)
async def loan_products(read: Read, roots: list[None], viewers: list[Viewer]) -> list[list[loans.LoanProduct]]:
    found = await loans.list_products(read, [loans.LoanProductState.ON_SALE])
    return [found for _ in roots]


@batched(LoanProduct | None, "A product, lent or not; null for a code that there is not.", permission=Permission.PUBLIC)
async def loan_product(read: Read, roots: list[None], viewers: list[Viewer], *, code: strawberry.ID) -> list[loans.LoanProduct | None]:
    found = (await loans.find_products(read, [str(code)])).get(str(code))
    return [found for _ in roots]


@strawberry.type
class Query:
    loan_products = loan_products
    loan_product = loan_product
