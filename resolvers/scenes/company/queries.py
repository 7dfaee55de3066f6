"""The companies' root queries: for those who act for them, for staff, and for their system."""

from datetime import date
from uuid import UUID

import strawberry

from domains import scenes
from domains.kernel.assets import asset_of
from domains.kernel.data_classes import C1, C2
from domains.kernel.errors import UnknownAsset
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Viewer
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import CurrencyCode, Cursor, read_id
from resolvers.scenes.company.types import RENMINBI, Company, CompanyBinding, ConnectedCompany

trade = scenes.companies


@batched(list[Company], "The companies that the viewer acts for, first come first.", permission=Permission.CUSTOMER, data_class=C1, list_size=5)
async def companies(read: Read, roots: list[None], viewers: list[Viewer]) -> list[list[trade.Office]]:
    return await trade.list_offices(read, [viewer.id for viewer in viewers])


@batched(Company | None, "A company that the viewer acts for; null for others', and for none.", permission=Permission.CUSTOMER, data_class=C1)
async def company(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[trade.Office | None]:
    return await trade.find_offices(read, [viewer.id for viewer in viewers], [read_id(id) or NOBODY] * len(viewers))


@batched(Connection[CompanyBinding], "The companies that staff have bound in a scene, newest first.", permission=Permission.OPERATOR_PARTNERS, data_class=C1)
async def company_bindings(
    read: Read, roots: list[None], viewers: list[Viewer], *, scene_id: strawberry.ID, first: int = 20, after: Cursor | None = None
) -> list[Page[trade.Company]]:
    # A scene's id has no spaces: what has some is none.
    return await trade.list_companies(read, [[] if " " in scene_id else [scene_id]] * len(roots), first, after)


@batched(
    Connection[ConnectedCompany],
    "The companies that let the partner's system in, newest first.",
    permission=Permission.PARTNER,
    data_class=C2,
)
async def connected_companies(
    read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[trade.Company]]:
    partners = [None if viewer.partner is None else viewer.partner.partner_id for viewer in viewers]
    return await trade.list_connected(read, partners, first, after)


@batched(
    str | None,
    "A day of a company's account as camt.053; null where the company does not let the partner's system in, the day is not over, or too much moved on it: then "
    "it is fetched over HTTP.",
    permission=Permission.PARTNER,
    data_class=C2,
    cost=50,
)
async def company_statement_file(
    read: Read, roots: list[None], viewers: list[Viewer], *, company_id: strawberry.ID, day: date, currency: CurrencyCode = RENMINBI
) -> list[str | None]:
    try:
        asset = asset_of(currency)
    except UnknownAsset:
        return [None] * len(roots)
    told: dict[UUID | None, str | None] = {}
    for partner_id in {None if viewer.partner is None else viewer.partner.partner_id for viewer in viewers}:
        told[partner_id] = await trade.find_statement_file(read, partner_id, read_id(company_id) or NOBODY, day, asset)
    return [told[None if viewer.partner is None else viewer.partner.partner_id] for viewer in viewers]


@strawberry.type
class Query:
    companies = companies
    company = company
    company_bindings = company_bindings
    connected_companies = connected_companies
    company_statement_file = company_statement_file
