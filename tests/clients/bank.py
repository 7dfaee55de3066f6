"""The bank to which partners' clients connect, and a customer in front of a browser: signs in and consents on the pages, by HTTP as a browser would."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import uuid4

from domains import customers, scenes, wallet
from domains.kernel.assets import CNY
from domains.kernel.commands import HOUSE_ID
from tests.domains.wallet import tills
from tests.domains.wallet.people import Person, fund
from tests.gateway.app.running import RunningApp, SignedIn
from tests.gateway.oauth.clients import TestClient, a_customer
from tests.gateway.pages.browser import Page
from tests.gateway.pages.partner_browser import PartnerBrowser, SentBack

MONEY = "accounts.read openid payments.read payments.write profile"
PIN = "482913"


@dataclass
class Payer:
    """A customer with 1,000.00 and a PIN, in front of a browser."""

    app: RunningApp
    customer: SignedIn
    browser: PartnerBrowser

    async def brought_back(self, address: str) -> str:
        """Where the browser is sent after the customer opened the address, signed in and agreed: to 200.00 a payment and 300.00 a month, name in full."""
        page = await self.browser.go("GET", address.removeprefix(self.app.application.settings.origin))
        assert isinstance(page, Page), page
        page = await self.browser.sign_in_for(page, self.customer.phone)
        assert "asks for your consent" in page.text, page.text
        asked = {
            "account_CNY": "yes" if "account_CNY" in page.html else "",
            "payment_cap": "200" if "payment_cap" in page.html else "",
            "month_cap": "300" if "month_cap" in page.html else "",
            "pin": PIN if 'name="pin"' in page.html else "",
        }
        back = await self.browser.decide(page, "allow", open_name="yes", days="30", **{name: value for name, value in asked.items() if value})
        assert isinstance(back, SentBack), back.text
        return f"{back.address}?{urlencode(back.answer)}"

    async def payments(self) -> list[int]:
        """What left the customer's account, in fen, as the ledger has it."""
        account_id = wallet.wallet_account_id(self.customer.id, CNY)
        async with self.app.application.house.database.reading() as read:
            rows = await read.fetch("SELECT amount_minor FROM ledger_entry WHERE account_id = $1 AND side = 'debit' ORDER BY sequence", account_id)
        return [int(row["amount_minor"]) for row in rows]


@dataclass
class Bank:
    """A server of the bank, with a shop that partners may have money paid to."""

    app: RunningApp
    folder: Path
    shop: tills.Shop
    browsers: list[PartnerBrowser] = field(default_factory=list)

    async def payer(self) -> Payer:
        """Somebody new who can pay."""
        database = self.app.application.house.database
        someone = await a_customer(self.app)
        await fund(database, Person(someone.id, someone.session_id, someone.phone, wallet.wallet_account_id(someone.id, CNY)), 100_000)
        await customers.set_pin(database.write, someone.id, someone.session_id, PIN)
        self.browsers.append(PartnerBrowser(self.app, self.folder, "en"))
        return Payer(self.app, someone, self.browsers[-1])

    async def payee(self, client: TestClient) -> str:
        """The shop, as that client's partner names it."""
        command = scenes.RegisterPayeeCommand(
            request_id=None, owner_id=HOUSE_ID, partner_id=client.client.partner_id, payee_id=uuid4(), code_id=self.shop.code_id
        )
        return str((await self.app.application.house.database.write(scenes.register_payee, command)).id)

    @staticmethod
    def parameters(address: str) -> dict[str, str]:
        """What a library put into the address of an authorization request, to be pushed instead."""
        return dict(parse_qsl(urlsplit(address).query))
