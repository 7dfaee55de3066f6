"""A house that lends: products, borrowers, loans and a clock, by the house's own verbs."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from domains import customers, ledger, loans
from domains.kernel.assets import CNY, Asset
from domains.kernel.database import Database
from domains.loans import LoanKind, LoanProductTerms, LoanTerms, Part, PeriodUnit, Price
from tests.domains.ledger.conftest import seal
from tests.domains.wallet.people import Person, person
from tests.staff import StaffMember, staff_member

HERE = ZoneInfo("Asia/Shanghai")
PROVED = customers.PinProof(customers.PinVerdict.RIGHT)
CASH = LoanProductTerms(
    least_minor=100_000,
    most_minor=20_000_000,
    counts=(3, 6, 12, 24),
    prices=tuple(Price(band, Decimal(rate), most) for band, rate, most in (("A", "0.072", 20_000_000), ("B", "0.108", 10_000_000), ("C", "0.144", 5_000_000))),
)


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
        await seal(self.database)
        report = await ledger.verify(self.database)
        assert not report.findings, report.findings
        return True
