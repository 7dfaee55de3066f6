"""A house with scene partners in another process, and what customers do there."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from secrets import randbelow
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import httpx

from domains import customers, ledger, scenes, wallet
from domains.kernel.assets import CNY
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.kernel.money import Amount
from domains.scenes.jobs.bill import pay_due_bills
from domains.scenes.jobs.link import ask_due_links, ask_what_is_new, forget_credential
from domains.scenes.jobs.network import ask_for_cards, fetch_agreed_friends, post_card
from domains.scenes.jobs.order import ask_for_orders, place_order
from domains.scenes.jobs.purchase import collect_due_instalments
from domains.scenes.jobs.refund import ask_for_refunds, place_refund
from gateway.partners import scene_of_manifest
from integrations.breaker import CircuitBreaker
from integrations.http import Bounds
from integrations.partners import PartnerConnector, read_manifest
from integrations.sandbox.keys import SANDBOX_API_KEY
from integrations.sandbox.scenes import sandbox_manifests
from tests.conftest import wired_ports
from tests.integrations.running import AUTHORIZED, Sandbox

RIGHT = customers.PinProof(customers.PinVerdict.RIGHT, 5)
WATER, POWER = "morning-water", "evening-power"
QUICK = Bounds(connect=2.0, total=2.0, retry_pause=0.01)
"""As long as a busy machine may take to answer: what a test calls a silence is one that lasts longer."""

ORIGIN = "https://scenebank.example"

THIRD = """
name = "third-gas"
kind = "public_utilities"
capabilities = ["bills", "pay"]
[title]
zh = "第三燃气"
en = "Third Gas"
[api]
base_url = "{url}/scenes/morning-water/api"
[auth]
issuer = "{url}/scenes/morning-water"
client_id = "scenebank"
method = "client_secret_basic"
scopes = ["openid", "bills", "payments", "offline_access"]
"""

CLINIC = """
name = "third-clinic"
kind = "medical"
capabilities = ["search", "book"]
[title]
zh = "第三诊所"
en = "Third Clinic"
[api]
base_url = "{url}/scenes/harbour-hospital/api"
[auth]
issuer = "{url}/scenes/harbour-hospital"
client_id = "scenebank"
method = "client_secret_basic"
scopes = ["openid", "offline_access", "bookings", "payments"]
"""

THIRD_SHOP = """
name = "third-shop"
kind = "consumption"
capabilities = ["orders", "pay", "refund"]
[title]
zh = "第三商店"
en = "Third Shop"
[api]
base_url = "{url}/scenes/lantern-shop"
[api.endpoints]
list_orders = "api/orders"
pay_order = "api/payments"
ask_payment = "api/payments/{{call_id}}"
refund_payment = "api/refunds"
ask_refund = "api/refunds/{{call_id}}"
[limits]
payment_most_minor = 50000
[auth]
issuer = "{url}/scenes/lantern-shop"
client_id = "scenebank"
method = "client_secret_basic"
scopes = ["openid", "orders", "payments", "offline_access"]
"""

_numbers = count(randbelow(10**8))


@dataclass(frozen=True)
class Person:
    """Somebody signed in, with a wallet. `login` is their account at partners."""

    id: UUID
    session_id: UUID
    account_id: UUID
    login: str


@dataclass(frozen=True)
class SceneHouse:
    """What a test does to a house."""

    database: Database
    sandbox: Sandbox

    async def person(self, minor: int = 0, **more: Any) -> Person:
        number = next(_numbers) % 10**8
        made = await customers.make_development_customer(self.database, f"+86138{number:08d}", **more)
        opened = await self.database.write(wallet.open_wallet, wallet.OpenWalletCommand(request_id=uuid4(), owner_id=made.customer_id, asset="CNY"))
        person = Person(made.customer_id, made.session_id, opened.account_id, f"p{number}")
        if minor:
            await self.fill(person, minor)
        return person

    async def fill(self, person: Person, minor: int) -> None:
        """So much is in the wallet at least."""
        least = wallet.FillForDevelopmentCommand(request_id=None, owner_id=person.id, customer_id=person.id, least=Amount(minor, CNY))
        await self.database.write(wallet.fill_for_development, least)

    async def start(self, person: Person, scene: str = WATER, id_: UUID | None = None) -> scenes.Link:
        command = scenes.StartLinkCommand(request_id=id_ or uuid4(), owner_id=person.id, session_id=person.session_id, scene=scene)
        return await self.database.write(scenes.start_link, command)

    async def open(self, link: scenes.Link, browser: str = "browser") -> str:
        """Where the partner asks the customer."""
        async with self.database.reading(single=True) as read:
            address = scenes.link_address(read, link)
        assert address is not None
        return await scenes.open_link(self.database, parse_qs(urlsplit(address).query)["ticket"][0], browser)

    async def allow(self, address: str, login: str, decision: str = "allow") -> scenes.PartnerReturn:
        """What the customer does at the partner, and what the browser is sent back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        async with httpx.AsyncClient(trust_env=False) as client:
            assert (await client.get(address)).status_code == 200
            back = await client.post(address, data=asked | {"login": login, "decision": decision})
        assert back.status_code == 303
        assert back.headers["location"].startswith(f"{ORIGIN}/partners/links/callback?")
        told = {name: values[0] for name, values in parse_qs(urlsplit(back.headers["location"]).query).items()}
        return scenes.PartnerReturn(told["state"], told.get("code"), told.get("iss"), told.get("error"))

    async def come_back(self, told: scenes.PartnerReturn, browser: str = "browser") -> scenes.LinkAuthorized:
        return await scenes.return_from_partner(self.database, told, browser)

    async def confirm(self, person: Person, link_id: UUID, proof: str) -> scenes.Link:
        command = scenes.ConfirmLinkCommand(request_id=uuid4(), owner_id=person.id, link_id=link_id, proof=proof)
        return await self.database.write(scenes.confirm_link, command)

    async def linked(self, person: Person, scene: str = WATER) -> scenes.Link:
        """The whole way, and then what the worker does after it."""
        link = await self.start(person, scene)
        authorized = await self.come_back(await self.allow(await self.open(link), person.login))
        linked = await self.confirm(person, link.id, authorized.proof)
        await self.run_jobs(person)
        return linked

    async def find_link(self, link: scenes.Link) -> scenes.Link:
        async with self.database.reading(single=True) as read:
            (found,) = await scenes.find_links(read, [link.id], [link.customer_id])
        assert found is not None
        return found

    async def find_link_of(self, person: Person, scene: str = WATER) -> scenes.Link:
        async with self.database.reading(single=True) as read:
            (found,) = await scenes.find_standing_links(read, [person.id], [scene])
        assert found is not None
        return found

    def connector(self, scene: str) -> scenes.PartnerConnector:
        partner = self.database.ports.get(scenes.ScenePartners).find(scene)
        assert partner is not None
        return partner.connector

    async def unlink(self, person: Person, link: scenes.Link) -> scenes.Link:
        return await self.database.write(scenes.unlink_partner, scenes.LinkCommand(request_id=uuid4(), owner_id=person.id, link_id=link.id))

    async def bills(self, person: Person, scene: str | None = None) -> dict[str, scenes.Bill]:
        async with self.database.reading(single=True) as read:
            (page,) = await scenes.list_bills(read, [person.id], [scene], 50, None)
        return {bill.reference.removeprefix(f"{person.login}-"): bill for bill in page.items}

    async def pay(self, person: Person, bill: scenes.Bill, *, id_: UUID | None = None, minor: int | None = None, **more: Any) -> scenes.Order:
        amount = bill.amount if minor is None else Amount(minor, CNY)
        values = {"session_id": person.session_id, "bill_id": bill.id, "amount": amount, "pin": RIGHT} | more
        return await self.database.write(scenes.pay_bill, scenes.PayBillCommand(request_id=id_ or uuid4(), owner_id=person.id, **values))

    async def find_order(self, order: scenes.Order) -> scenes.Order:
        async with self.database.reading(single=True) as read:
            (found,) = await scenes.find_orders(read, [order.id], [order.customer_id])
        assert found is not None
        return found

    async def auto_pay(self, person: Person, link: scenes.Link, cap: int, pin: customers.PinProof = RIGHT) -> scenes.AutoPay:
        command = scenes.SetAutoPayCommand(request_id=uuid4(), owner_id=person.id, session_id=person.session_id, link_id=link.id, cap=Amount(cap, CNY), pin=pin)
        return await self.database.write(scenes.set_auto_pay, command)

    async def run_jobs(self, person: Person) -> None:
        """What the worker does after every fact of a person, each as often as it is called."""
        jobs = {
            "SceneOrderRequested": place_order,
            "PartnerLinked": ask_what_is_new,
            "PartnerAsked": ask_what_is_new,
            "PartnerUnlinked": forget_credential,
            "SceneRefundRequested": place_refund,
            "FriendsAgreed": fetch_agreed_friends,
            "CardShared": post_card,
        }
        async with self.database.reading(single=True) as read:
            rows = await read.fetch("SELECT name, payload FROM kernel_outbox WHERE subject_id = $1 AND name = ANY($2) ORDER BY id", person.id, list(jobs))
        for row in rows:
            await jobs[row["name"]](self.database, row["payload"])

    async def facts(self, person: Person, *names: str) -> list[str]:
        async with self.database.reading(single=True) as read:
            rows = await read.fetch("SELECT name FROM kernel_outbox WHERE subject_id = $1 ORDER BY id", person.id)
        kept = ("Partner", "Bill", "Scene", "AutoPay", "Purchase", "Instalment", "Membership")
        return [row["name"] for row in rows if (row["name"] in names if names else row["name"].startswith(kept))]

    async def later(self, by: timedelta) -> None:
        """Let time pass in the house and at the sandbox, then do what the worker does by the clock."""
        self.database.clock.advance(by)
        await self.sandbox.set_clock(self.database.clock.now())
        await ask_due_links(self.database)
        await pay_due_bills(self.database)
        await collect_due_instalments(self.database)
        await ask_for_orders(self.database)
        await ask_for_refunds(self.database)
        await ask_for_cards(self.database)

    async def balance(self, person: Person) -> tuple[int, int]:
        """Posted and available."""
        async with self.database.reading(single=True) as read:
            account = (await ledger.find_accounts(read, [person.account_id]))[person.account_id]
        return account.posted.minor, account.available.minor

    async def owed(self, scene: str = WATER) -> int:
        """What the house owes the partner."""
        async with self.database.reading() as read:
            found = await ledger.find_accounts(read, [id_ := scenes.scene_account_id(scene, CNY)])
        return found[id_].posted.minor if id_ in found else 0

    async def at_partner(self, path: str, body: Any = None, scene: str = WATER) -> Any:
        """The partner's desk: POST with a body, else GET."""
        async with httpx.AsyncClient(base_url=f"{self.sandbox.url}/scenes/{scene}", headers=AUTHORIZED, trust_env=False) as client:
            answer = await (client.get(path) if body is None else client.post(path, json=body))
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    async def plan(self, fault: str, order: scenes.Order | None = None, count: int = 1, scene: str = WATER) -> None:
        await self.at_partner("/faults", {"fault": fault, "count": count} | ({} if order is None else {"payment_id": str(order.id)}), scene)

    async def payments_of(self, person: Person, scene: str = WATER) -> list[dict[str, Any]]:
        """What the partner took, in its own books."""
        return [one for one in (await self.at_partner("/books", scene=scene))["payments"] if one["login"] == person.login]


@asynccontextmanager
async def scene_house(dsn: str, sandbox: Sandbox, more: Sequence[str] = (), **options: Any) -> AsyncIterator[SceneHouse]:
    """A house on that database with the sandbox's partners, and those of `more` manifests."""
    texts = [*sandbox_manifests(sandbox.url).values(), *more]
    clock = Clock()
    async with AsyncExitStack() as stack:
        partners = []
        for text in texts:
            names = (*sandbox_manifests(sandbox.url), "third-gas", "third-shop", "third-clinic")
            secrets = dict.fromkeys(names, SANDBOX_API_KEY) | options.get("secrets", {})
            manifest = read_manifest(text, secrets, may_be_loopback=True)
            # By the house's clock: a test lets minutes pass in a moment, and no partner is left alone for longer than they last.
            breaker = CircuitBreaker(clock=lambda: clock.now().timestamp())
            bounds = options.get("bounds", QUICK)
            connector = await stack.enter_async_context(PartnerConnector(manifest, may_be_loopback=True, bounds=bounds, breaker=breaker))
            partners.append(scenes.ScenePartner(scene_of_manifest(manifest), connector))
        ports = wired_ports() | {scenes.ScenePartners: scenes.ScenePartners(partners, ORIGIN)}
        database = await Database.open(dsn, clock, ports=ports)
        stack.push_async_callback(database.close)
        await sandbox.set_clock(database.clock.now())
        yield SceneHouse(database, sandbox)


async def with_bill(bank: SceneHouse, minor: int = 20_000) -> tuple[Person, scenes.Bill]:
    """Somebody with money and a bill of 51.80."""
    person = await bank.person(minor)
    await bank.linked(person)
    return person, (await bank.bills(person))["2"]
