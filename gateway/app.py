"""The application: GraphQL on a bare ASGI path, everything else on Starlette's router, and the lifespan that opens the house."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from uuid import UUID

import strawberry
import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from domains.kernel.commands import Command, Verb
from domains.kernel.database import Database
from gateway.auth import GatewayAuthenticator, TokenVerifier, is_of_session
from gateway.bills import BillFiles
from gateway.carriers import CarrierPushes
from gateway.codes import CodePictures, PayingPictures
from gateway.company_files import CompanyFiles
from gateway.contracts.routes import Contracts
from gateway.doors import Doors, door_routes
from gateway.explaining import explain
from gateway.goods_files import GoodsFiles
from gateway.graphql import CompiledExecutor, Documents, EndpointOptions, GraphQLEndpoint, Masker
from gateway.graphql.ports import Executor, Receive, Scope, Send
from gateway.hosts import Hosts, refuse_host
from gateway.hub import Hub
from gateway.limits import CostedExecutor, CostGate, CostOptions, DocumentCheck, PostgresBuckets
from gateway.log_lines import configure_logging
from gateway.memory import settle_memory
from gateway.oauth import AuthorizationServer
from gateway.observability import METRICS_TYPE, MeteredExecutor, Metrics
from gateway.pages import DemoCustomer, PageCaller, Pages, page_errors
from gateway.partner_access import PartnerAccess
from gateway.partner_documents import ScenesDocuments
from gateway.partner_door import PartnerDoor
from gateway.partner_links import PartnerLinks
from gateway.partner_pushes import PartnerPushes
from gateway.partners import push_secrets
from gateway.portfolio_statements import PortfolioStatements
from gateway.receipts import Receipts
from gateway.seed import DEMO_CUSTOMERS, DEMO_PIN
from gateway.settings import Settings
from gateway.settlement_files import SettlementFiles
from gateway.shop_files import ShopFiles
from gateway.statements import Statements
from gateway.trusted import read_live_manifests, trusted_texts
from gateway.webhooks import ChannelCallbacks
from gateway.wiring import House, opened_house
from resolvers.context import Context, Listen, Viewer
from resolvers.fields import CALLS
from resolvers.schema import build_schema

GRAPHQL_PATH = "/graphql"
DRAIN_SECONDS = 15.0
BODY_MAX = 64 * 1024

_log = structlog.get_logger("gateway.app")


def create_app(settings: Settings | None = None) -> "Application":
    """The whole server as one ASGI application. Settings come from the environment unless they are given."""
    settings = settings or Settings()
    configure_logging(settings.log_level, settings.log_format)
    return Application(settings)


def cost_options(settings: Settings) -> CostOptions:
    """What operations may cost. A process takes a tenth of a full allowance at once."""
    return CostOptions(
        operation_max=settings.cost_operation_max,
        capacity=settings.cost_capacity,
        refill_per_second=settings.cost_refill_per_second,
        chunk=max(1, settings.cost_capacity // 10),
        enforced=settings.cost_enforced,
    )


def partner_cost_options(costs: CostOptions, settings: Settings) -> CostOptions:
    """The same for partners: one allowance for each, whichever customers it asks for."""
    capacity = settings.partner_cost_capacity
    return replace(costs, capacity=capacity, refill_per_second=settings.partner_cost_refill_per_second, chunk=max(1, capacity // 20))


class Application:
    """/graphql goes straight to its endpoint; every other path and the lifespan go through Starlette."""

    def __init__(
        self,
        settings: Settings,
        costs: CostOptions | None = None,
        *,
        schema: Callable[[], strawberry.Schema] = build_schema,
        trusted: Mapping[str, str] = MappingProxyType({}),
        decoy: Viewer | None = None,
    ) -> None:
        """`trusted` are documents, by id, beside those of the live manifests. `decoy` is for tests: every query runs in a gang with that viewer."""
        self.settings = settings
        self.metrics = Metrics()
        self._schema = schema
        self._trusted = trusted
        self._costs = costs or cost_options(settings)
        self._decoy = decoy
        self._endpoint: GraphQLEndpoint | None = None
        self._house: House | None = None
        self._doors: Doors | None = None
        self._is_draining = False
        self._hosts = None if settings.is_development else Hosts(settings.origin, settings.allowed_hosts)
        self._others = Starlette(
            routes=self._routes(), lifespan=self._lifespan, exception_handlers=page_errors(lambda: self._opened_doors().pages), max_body_size=BODY_MAX
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._hosts is not None and scope["type"] != "lifespan" and not self._hosts.knows(scope):
            await refuse_host(scope, receive, send)
        elif scope["type"] != "lifespan" and scope["path"] == GRAPHQL_PATH and self._endpoint is not None:
            await self._endpoint(scope, receive, send)
        else:
            await self._others(scope, receive, send)

    @property
    def house(self) -> House:
        """What the lifespan opened. Raises RuntimeError outside it."""
        if self._house is None:
            raise RuntimeError("the house is not open")
        return self._house

    async def drain(self) -> None:
        """Say that we are not ready, take no new stream, and wait for what runs."""
        self._is_draining = True
        if self._endpoint is not None and not await self._endpoint.drain(DRAIN_SECONDS):
            _log.warning("operations cut short", after_seconds=DRAIN_SECONDS)

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            house = self._house = await stack.enter_async_context(opened_house(self.settings))
            hub = Hub(house.database, self.settings.app_dsn)
            await hub.start()
            stack.push_async_callback(hub.drain)
            verifier = TokenVerifier(house.database, self._on_revoked)
            self._endpoint = self._build_endpoint(house, hub, verifier)
            self.metrics.gauge("scenebank_subscribers", "Subscriptions that the hub serves.", lambda: float(hub.subscriber_count))
            settle_memory()
            # Last, since it must look again soon, and what comes before keeps the loop busy.
            await verifier.start()
            stack.push_async_callback(verifier.stop)
            _log.info("server ready", origin=self.settings.origin, environment=self.settings.environment)
            yield
            await self.drain()

    def _build_endpoint(self, house: House, hub: Hub, verifier: TokenVerifier) -> GraphQLEndpoint:
        settings = self.settings
        schema = self._schema()
        masker = Masker(explain)
        costs = self._costs
        gate = CostGate(schema._schema, costs, PostgresBuckets(house.database, costs.capacity, costs.refill_per_second))
        partner_costs = partner_cost_options(costs, settings)
        partner_gate = CostGate(schema._schema, partner_costs, PostgresBuckets(house.database, partner_costs.capacity, partner_costs.refill_per_second))
        self.metrics.follow_costs(gate, partner_gate)
        executor = MeteredExecutor(CostedExecutor(self._executor(schema, masker, house.database), gate, partner_gate), self.metrics)
        open_context = context_opener(house.database, hub.listen)
        authenticator = GatewayAuthenticator(
            verifier,
            open_context,
            origin=settings.origin,
            now=lambda: house.clock.now().timestamp(),
            is_development=settings.is_development,
            trusted_proxies=settings.trusted_proxies,
            partners=PartnerAccess(house.database, settings.origin),
        )
        caller = PageCaller(schema._schema, executor, masker, open_context)
        self._doors = self._open_doors(house, verifier, authenticator, caller, PartnerDoor(authenticator, partner_gate))
        documents = Documents(
            schema._schema,
            trusted=trusted_texts(read_live_manifests()) | dict(self._trusted),
            trusted_only=not settings.is_development,
            check_limits=DocumentCheck(schema._schema),
            hide_suggestions=not settings.is_development,
        )
        origins = settings.allowed_origins | {settings.origin} | ({"*"} if settings.is_development else set())
        options = EndpointOptions(console=settings.is_development, allowed_origins=frozenset(origins))
        kept = ScenesDocuments(house.database)
        return GraphQLEndpoint(documents, executor, authenticator, masker, options, partner_documents=kept, now=lambda: house.clock.now().timestamp())

    def _open_doors(self, house: House, verifier: TokenVerifier, authenticator: GatewayAuthenticator, caller: PageCaller, partner_door: PartnerDoor) -> Doors:
        settings, database = self.settings, house.database
        oauth = AuthorizationServer(settings, database)
        demo = [DemoCustomer(one.name, one.pinyin, one.phone.removeprefix("+86"), DEMO_PIN) for one in DEMO_CUSTOMERS]
        return Doors(
            callbacks=ChannelCallbacks(database, house.channels),
            carrier_pushes=CarrierPushes(database, house.carriers),
            bills=BillFiles(database, authenticator),
            pages=Pages(settings, database, caller, verifier, authenticator, demo, oauth),
            receipts=Receipts(database, authenticator),
            contracts=Contracts(database, authenticator),
            paying_pictures=PayingPictures(database, authenticator),
            statements=Statements(database, authenticator),
            portfolio_statements=PortfolioStatements(database, authenticator),
            settlements=SettlementFiles(database, partner_door),
            company_files=CompanyFiles(database, partner_door),
            shop_files=ShopFiles(database, authenticator),
            goods_files=GoodsFiles(database, authenticator),
            partner_links=PartnerLinks(database, is_secure=settings.origin.startswith("https://")),
            partner_pushes=PartnerPushes(database, push_secrets(settings)),
            code_pictures=CodePictures(database, authenticator),
            oauth=oauth,
        )

    def _executor(self, schema: strawberry.Schema, masker: Masker, database: Database) -> Executor:
        compiled = CompiledExecutor(schema, masker, database.read, hide_suggestions=not self.settings.is_development, decoy=self._decoy)
        self.metrics.follow_engine(compiled.plans, compiled.gangs)
        return compiled

    def _on_revoked(self, session_ids: frozenset[UUID]) -> None:
        if self._endpoint is not None:
            revoking = asyncio.ensure_future(self._endpoint.revoke(lambda identity: is_of_session(identity, session_ids)))
            revoking.add_done_callback(_note_failure)

    def _routes(self) -> list[BaseRoute]:
        return [
            Route("/livez", _live),
            Route("/readyz", self._ready),
            Route("/metrics", self._metrics),
            *door_routes(self._opened_doors, is_sandbox=self.settings.is_development),
            *([Route("/development/resolver-calls", _resolver_calls)] if self.settings.is_development else []),
        ]

    async def _ready(self, _request: Request) -> Response:
        ready = not self._is_draining and await self.house.database.healthy()
        return JSONResponse({"status": "ready" if ready else "not ready"}, 200 if ready else 503)

    async def _metrics(self, _request: Request) -> Response:
        return Response(self.metrics.render(), media_type=METRICS_TYPE)

    def _opened_doors(self) -> Doors:
        if self._doors is None:
            raise RuntimeError("the house is not open")
        return self._doors


def context_opener(database: Database, listen: Listen) -> Callable[[Viewer, float | None], Context]:
    """What makes an operation's context: a snapshot that starts anew after each write, the verbs, and the hub."""

    def open_context(viewer: Viewer, expires_at: float | None) -> Context:
        read = database.read()

        async def write(verb: Verb[Any, Any], command: Command) -> Any:
            try:
                return await database.write(verb, command)
            finally:
                await read.close()

        return Context(viewer, read, write, listen, expires_at=expires_at)

    return open_context


async def _live(_request: Request) -> Response:
    return JSONResponse({"status": "alive"})


async def _resolver_calls(_request: Request) -> Response:
    return JSONResponse({"calls": dict(CALLS), "total": CALLS.total()})


def _note_failure(task: "asyncio.Future[None]") -> None:
    if not task.cancelled() and task.exception() is not None:
        _log.error("revoking failed", reason=type(task.exception()).__name__)
