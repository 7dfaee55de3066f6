"""A house that lends: products, borrowers, loans and a clock, by the house's own verbs."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from secrets import randbelow
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from stdnum.cn import ric

from domains import customers, ledger, loans, wallet
from domains.kernel.assets import CNY, Asset
from domains.kernel.database import Database
from domains.kernel.events import LISTENERS
from domains.kernel.jobs import JOBS
from domains.kernel.money import Amount
from domains.kernel.relay import relay_until_idle
from domains.loans import LineTerms, LoanKind, LoanProductTerms, LoanTerms, Part, PeriodUnit, Price, Subsidy
from domains.loans.jobs.applications import take_step
from domains.loans.queries.applications import list_waiting
from domains.loans.rules.applications import WAITING_FOR
from tests.domains.wallet.people import Person, fund, person
from tests.staff import StaffMember, staff_member

_numbers = count(randbelow(10**7))

HERE = ZoneInfo("Asia/Shanghai")
PROVED = customers.PinProof(customers.PinVerdict.RIGHT)
CASH = LoanProductTerms(
    least_minor=100_000,
    most_minor=20_000_000,
    counts=(3, 6, 12, 24),
    prices=tuple(Price(band, Decimal(rate), most) for band, rate, most in (("A", "0.072", 20_000_000), ("B", "0.108", 10_000_000), ("C", "0.144", 5_000_000))),
)

LINE = LoanProductTerms(
    least_minor=10_000,
    most_minor=10_000_000,
    counts=(1, 3, 6, 12),
    prices=tuple(Price(band, Decimal(rate), most) for band, rate, most in (("A", "0.072", 10_000_000), ("B", "0.108", 5_000_000))),
    line=LineTerms(revolving=True, days=365),
)
PLAN = LoanProductTerms(
    least_minor=10_000,
    most_minor=5_000_000,
    counts=(3, 6, 12),
    prices=(Price("A", Decimal(0), 5_000_000), Price("B", Decimal(0), 2_000_000)),
    subsidies=(Subsidy(3, 20_000), Subsidy(6, 35_000), Subsidy(12, 60_000)),
    line=LineTerms(revolving=True, days=365),
)

GOOD = {
    "status_of_existing_checking_account": "high_or_salary",
    "credit_history": "running_duly",
    "purpose": "furniture",
    "savings_account_and_bonds": "low",
    "present_employment_since": "4_to_7_years",
    "property": "car_or_other",
    "other_installment_plans": "none",
    "housing": "rent",
}
"""With 12,000 over a year: 546 + 10 + 6 + 50 - 3 + 17 + 18 + 10 + 0 + 2 + 3 = 659, band A."""

WEAK = {**GOOD, "status_of_existing_checking_account": "overdrawn", "savings_account_and_bonds": "none", "purpose": "business", "housing": "free"}
"""546 + 10 + 6 - 17 - 3 - 14 - 9 + 10 + 0 + 2 - 6 = 525, band D."""

WORST = {**WEAK, "status_of_existing_checking_account": "none", "credit_history": "late_before"}
"""546 + 10 + 6 - 35 - 38 - 14 - 9 + 10 + 0 + 2 - 6 = 472, band E."""

ANSWERS = tuple(GOOD.items())


class LoanHouse:
    """It is ten in the morning of Monday 2026-09-21 in Shanghai, and only `at` moves the clock."""

    def __init__(self, database: Database, staff: StaffMember) -> None:
        self.database, self.who = database, {"owner_id": staff.id, "session_id": staff.session_id}

    @classmethod
    async def open(cls, database: Database) -> "LoanHouse":
        house = cls(database, await staff_member(database, "operator:loans"))
        house.at("2026-09-21T10:00")
        return house

    def at(self, text: str) -> datetime:
        """Set the clock to an instant of Shanghai."""
        moment = datetime.fromisoformat(text).replace(tzinfo=HERE)
        self.database.clock.freeze(moment)
        return moment

    @property
    def today(self) -> date:
        return self.database.clock.today()

    async def stay_signed_in(self) -> None:
        """Everybody who is signed in stays so, however far the clock goes."""
        async with self.database.transaction() as tx:
            await tx.execute("UPDATE customers_session SET expires_at = '2100-01-01'")

    async def product(self, code: str = "cash_loan", kind: LoanKind = LoanKind.CASH, terms: LoanProductTerms = CASH, **more: Any) -> loans.LoanProduct:
        named = {"request_id": uuid4(), "code": code, "kind": kind, "name_zh": "随心借", "name_en": "Cash loan", "asset": "CNY", "terms": terms}
        return await self.database.write(loans.publish_loan_product, loans.PublishLoanProductCommand(**{**named, **self.who, **more}))

    async def customer(self, minor: int = 0, **more: Any) -> Person:
        """Somebody with that much money in their wallet."""
        return await person(self.database, minor, **more)

    async def borrower(self, band: str | None = "A", minor: int = 0, *, born: int = 1990, consents: bool = True) -> Person:
        """A verified customer with a PIN, a wallet, a consent to be scored, and that band."""
        phone = f"+86137{next(_numbers) % 10**8:08d}"
        made = await customers.make_development_customer(self.database, phone, name="王小明", id_number=an_id_of(born))
        opened = await self.database.write(wallet.open_wallet, wallet.OpenWalletCommand(request_id=uuid4(), owner_id=made.customer_id, asset="CNY"))
        someone = Person(made.customer_id, made.session_id, phone, opened.account_id)
        if minor:
            await fund(self.database, someone, minor)
        if consents:
            named = {"owner_id": someone.id, "session_id": someone.session_id, "purpose": "credit_scoring", "version": "2026-11"}
            await self.database.write(customers.grant_consent, customers.GrantConsent(request_id=uuid4(), **named))
        if band is not None:
            await self.set_band(someone, band)
        return someone

    async def set_band(self, someone: Person, band: str) -> None:
        """As the scene score would have it."""
        async with self.database.transaction() as tx:
            await tx.execute(
                "INSERT INTO credit_standing (customer_id, band, contributions, since, changes) VALUES ($1, $2, '[]', $3, 1)"
                " ON CONFLICT (customer_id) DO UPDATE SET band = excluded.band",
                someone.id,
                band,
                tx.now,
            )

    def applying(self, someone: Person, product: loans.LoanProduct, minor: int = 1_200_000, **more: Any) -> loans.ApplyCommand:
        """For a year's instalments, by somebody who earns 20,000 a month."""
        named = {"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, "product_code": product.code, "version": product.version}
        told = {"amount": Amount(minor, CNY), "count": 12, "occupation": loans.Occupation.EMPLOYED, "income": Amount(2_000_000, CNY)}
        told |= {"questions_version": 1, "answers": ANSWERS}
        return loans.ApplyCommand(**{**named, **told, **more})

    async def apply(self, someone: Person, product: loans.LoanProduct, minor: int = 1_200_000, **more: Any) -> loans.Application:
        return await self.database.write(loans.apply_for_loan, self.applying(someone, product, minor, **more))

    async def run(self, most: int = 20) -> None:
        """Every step that an application waits for, as the worker takes them."""
        for _ in range(most):
            async with self.database.reading() as read:
                waiting = await list_waiting(read, WAITING_FOR, read.now + timedelta(days=1), 1_000)
            if not waiting:
                return
            for customer_id, application_id, state in waiting:
                await take_step(self.database, customer_id, application_id, state)
        raise AssertionError("applications that never come to rest")

    async def offered(self, someone: Person, product: loans.LoanProduct, minor: int = 1_200_000, **more: Any) -> loans.Application:
        """An application as it stands once the house has done its part."""
        return await self.stepped(await self.apply(someone, product, minor, **more))

    async def stepped(self, one: loans.Application) -> loans.Application:
        await self.run()
        return await self.application(one)

    async def application(self, one: loans.Application) -> loans.Application:
        """As it stands now."""
        async with self.database.reading() as read:
            return (await loans.find_applications(read, [(one.customer_id, one.id)]))[one.customer_id, one.id]

    async def decisions(self, one: loans.Application) -> list[loans.Decision]:
        async with self.database.reading() as read:
            return (await loans.list_decisions(read, [(one.customer_id, one.id)]))[one.customer_id, one.id]

    def signing(self, someone: Person, one: loans.Application, **more: Any) -> loans.SignCommand:
        named = {"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, "application_id": one.id}
        return loans.SignCommand(**{**named, "contract_sha256": one.contract_sha256, "pin": PROVED, **more})

    async def sign(self, someone: Person, one: loans.Application, **more: Any) -> loans.Application:
        return await self.database.write(loans.sign_application, self.signing(someone, one, **more))

    async def borrowed(self, someone: Person, product: loans.LoanProduct, minor: int = 1_200_000, **more: Any) -> loans.Application:
        """Applied for, offered, signed and paid out."""
        return await self.stepped(await self.sign(someone, await self.offered(someone, product, minor, **more)))

    async def decide(self, one: loans.Application, is_approved: bool, note: str = "说明收入来源", **more: Any) -> loans.Application:
        named = {"request_id": uuid4(), "customer_id": one.customer_id, "application_id": one.id, "is_approved": is_approved, "note": note}
        return await self.database.write(loans.decide_application, loans.DecideCommand(**{**named, **self.who, **more}))

    async def line(self, someone: Person, terms: LoanProductTerms = LINE, minor: int = 1_000_000, kind: LoanKind = LoanKind.LINE) -> loans.Line:
        """An open line of that much."""
        one = await self.borrowed(someone, await self.product(f"a_{kind.value}", kind, terms), minor)
        assert one.opened_id is not None, one
        async with self.database.reading() as read:
            return (await loans.find_lines(read, [(someone.id, one.opened_id)]))[someone.id, one.opened_id]

    async def left(self, line: loans.Line) -> int:
        """What may still be drawn from it."""
        async with self.database.reading() as read:
            now = (await loans.find_lines(read, [(line.customer_id, line.id)]))[line.customer_id, line.id]
            (amount,) = await loans.find_left(read, [now])
        return amount.minor

    async def loan_of(self, one: loans.Application) -> loans.Loan:
        """What was paid out."""
        assert one.opened_id is not None
        async with self.database.reading() as read:
            return (await loans.find_loans(read, [(one.customer_id, one.opened_id)]))[one.customer_id, one.opened_id]

    def terms(self, minor: int = 1_200_000, **more: Any) -> LoanTerms:
        """12,000 for a year of months at 12 %, from today on, where nothing else is said."""
        told = {"principal_minor": minor, "annual_rate": Decimal("0.12"), "count": 12, "every": 1, "unit": PeriodUnit.MONTHS, "start": self.today}
        return LoanTerms(**{**told, **more})

    async def loan(self, someone: Person, product: loans.LoanProduct, terms: LoanTerms | None = None, **more: Any) -> loans.Loan:
        """An agreed loan, paid into the wallet."""
        named = {"request_id": uuid4(), "owner_id": someone.id, "product_code": product.code, "product_version": product.version}
        return await self.database.write(loans.open_loan, loans.OpenLoanCommand(**{**named, "terms": terms or self.terms(), **more}))

    async def look(self, loan: loans.Loan) -> loans.Loan:
        """As it stands now."""
        async with self.database.reading() as read:
            return (await loans.find_loans(read, [(loan.customer_id, loan.id)]))[loan.customer_id, loan.id]

    async def facts(self, loan: loans.Loan) -> list[loans.Fact]:
        async with self.database.reading() as read:
            return (await loans.list_facts(read, [(loan.customer_id, loan.id)]))[loan.customer_id, loan.id]

    async def posted(self, account_id: UUID) -> int:
        async with self.database.reading() as read:
            return (await ledger.find_accounts(read, [account_id]))[account_id].posted.minor

    async def money(self, someone: Person) -> tuple[int, int]:
        """What the wallet holds, and what of it is available."""
        async with self.database.reading() as read:
            account = (await ledger.find_accounts(read, [someone.account_id]))[someone.account_id]
        return account.posted.minor, account.available.minor

    async def owed(self, loan: loans.Loan) -> dict[str, int]:
        """By part, as the ledger has it."""
        ids = {part: loans.owed_id(loan.id, part) for part in Part}
        async with self.database.reading() as read:
            found = await ledger.find_accounts(read, list(ids.values()))
        return {part.value: found[id_].posted.minor for part, id_ in ids.items()}

    async def funded(self, asset: Asset = CNY) -> int:
        """What stands in the house's funding: what was lent and paid out passes through it, so that it is zero."""
        return await self.posted(loans.funding_id(asset))

    async def is_sound(self) -> bool:
        """The ledger verifies, with its chain sealed; raises AssertionError with the findings where not."""
        mine = {name: one for name, one in JOBS.items() if name.startswith("loans.")}
        await relay_until_idle(self.database, listeners={"ledger.seal_movements": LISTENERS["ledger.seal_movements"]}, jobs=mine)
        report = await ledger.verify(self.database)
        assert not report.findings, report.findings
        return True


def an_id_of(born: int) -> str:
    """A resident ID number of somebody born in June of that year, that no other test uses."""
    serial = next(_numbers)
    number = f"110101{born}06{1 + serial // 1000 % 28:02d}{serial % 1000:03d}"
    return number + str(ric.calc_check_digit(number + "0"))
