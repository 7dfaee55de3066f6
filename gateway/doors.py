"""Every door beside /graphql: what the application's lifespan opens behind each, and the paths that lead there."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.routing import BaseRoute

from gateway.bills import BillFiles, bill_routes
from gateway.carriers import CarrierPushes, carrier_routes
from gateway.codes import CodePictures, PayingPictures, code_routes, paying_routes
from gateway.company_files import CompanyFiles, company_file_routes
from gateway.contracts.routes import Contracts, contract_routes
from gateway.goods_files import GoodsFiles, goods_file_routes
from gateway.oauth import AuthorizationServer, oauth_routes
from gateway.pages import Pages, page_routes
from gateway.partner_links import PartnerLinks, partner_link_routes
from gateway.partner_pushes import PartnerPushes, partner_push_routes
from gateway.portfolio_statements import PortfolioStatements, portfolio_statement_routes
from gateway.receipts import Receipts, receipt_routes
from gateway.settlement_files import SettlementFiles, settlement_routes
from gateway.shop_files import ShopFiles, shop_file_routes
from gateway.statements import Statements, statement_routes
from gateway.webhooks import ChannelCallbacks, webhook_routes


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """What stands behind the doors of one open house."""

    callbacks: ChannelCallbacks
    carrier_pushes: CarrierPushes
    bills: BillFiles
    pages: Pages
    receipts: Receipts
    contracts: Contracts
    paying_pictures: PayingPictures
    statements: Statements
    portfolio_statements: PortfolioStatements
    settlements: SettlementFiles
    company_files: CompanyFiles
    shop_files: ShopFiles
    goods_files: GoodsFiles
    partner_links: PartnerLinks
    partner_pushes: PartnerPushes
    code_pictures: CodePictures
    oauth: AuthorizationServer


def door_routes(doors: Callable[[], Doors], *, is_sandbox: bool) -> list[BaseRoute]:
    """Every path. `doors` gives what the lifespan opened."""
    return [
        *webhook_routes(lambda: doors().callbacks),
        *carrier_routes(lambda: doors().carrier_pushes),
        *bill_routes(lambda: doors().bills),
        *page_routes(lambda: doors().pages),
        *receipt_routes(lambda: doors().receipts),
        *contract_routes(lambda: doors().contracts),
        *paying_routes(lambda: doors().paying_pictures),
        *statement_routes(lambda: doors().statements),
        *portfolio_statement_routes(lambda: doors().portfolio_statements),
        *settlement_routes(lambda: doors().settlements),
        *company_file_routes(lambda: doors().company_files),
        *shop_file_routes(lambda: doors().shop_files),
        *goods_file_routes(lambda: doors().goods_files),
        *partner_link_routes(lambda: doors().partner_links),
        *partner_push_routes(lambda: doors().partner_pushes),
        *code_routes(lambda: doors().code_pictures),
        *oauth_routes(lambda: doors().oauth, is_sandbox=is_sandbox),
    ]
