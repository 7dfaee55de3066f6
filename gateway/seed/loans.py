"""Plants what a demo of loans needs: a cash loan, instalments that merchants pay for, and a revolving line."""

from dataclasses import dataclass
from decimal import Decimal

from domains import loans
from domains.kernel.commands import HOUSE_ID, Command, composite_verb
from domains.kernel.database import Database
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Tx
from domains.loans import LineTerms, LoanKind, LoanProductTerms, Price, ServicingTerms, Subsidy

LATE = ServicingTerms(penalty_rate=Decimal("0.18"), grace_days=3)
"""Half as much again as the dearest rate, from the fourth day on."""

PRODUCTS = (
    (
        *("cash_loan", LoanKind.CASH, "随心借", "Cash loan"),
        LoanProductTerms(
            least_minor=100_000,
            most_minor=20_000_000,
            counts=(3, 6, 12, 24, 36),
            prices=(
                Price("A", Decimal("0.0480"), 20_000_000),
                Price("B", Decimal("0.0720"), 10_000_000),
                Price("C", Decimal("0.1080"), 5_000_000),
                Price("D", Decimal("0.1200"), 1_000_000),
            ),
            servicing=LATE,
        ),
    ),
    (
        *("instalment_plan", LoanKind.INSTALMENT, "免息分期", "Instalments at 0 %"),
        LoanProductTerms(
            least_minor=10_000,
            most_minor=3_000_000,
            counts=(3, 6, 12),
            prices=tuple(Price(band, Decimal(0), most) for band, most in (("A", 3_000_000), ("B", 2_000_000), ("C", 1_000_000))),
            subsidies=(Subsidy(3, 18_000), Subsidy(6, 30_000), Subsidy(12, 55_000)),
            line=LineTerms(revolving=True, days=365),
            servicing=LATE,
        ),
    ),
    (
        *("credit_line", LoanKind.LINE, "备用金", "Credit line"),
        LoanProductTerms(
            least_minor=10_000,
            most_minor=5_000_000,
            counts=(1, 3, 6, 12),
            prices=(Price("A", Decimal("0.0720"), 5_000_000), Price("B", Decimal("0.1080"), 3_000_000), Price("C", Decimal("0.1200"), 1_000_000)),
            line=LineTerms(revolving=True, days=730),
            servicing=LATE,
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantLoansCommand(Command):
    """Once for a house."""


@dataclass(frozen=True, slots=True)
class LoansPlanted:
    count: int


async def plant_loans(database: Database) -> None:
    """Let the products stand. What stands already is left as it is."""
    await database.write(plant_loan_products, PlantLoansCommand(request_id=derived_id(HOUSE_ID, "plant loans"), owner_id=HOUSE_ID))


@composite_verb(LoansPlanted)
async def plant_loan_products(tx: Tx, command: PlantLoansCommand) -> LoansPlanted:
    """The products, unless somebody has published theirs."""
    there = await loans.find_products(tx, [code for code, *_ in PRODUCTS])
    new = [one for one in PRODUCTS if one[0] not in there]
    for code, kind, name_zh, name_en, terms in new:
        named = {"request_id": derived_id(HOUSE_ID, f"plant loan {code}"), "owner_id": HOUSE_ID, "session_id": HOUSE_ID}
        told = loans.PublishLoanProductCommand(code=code, kind=kind, name_zh=name_zh, name_en=name_en, asset="CNY", terms=terms, **named)
        await loans.put_on_sale(tx, told)
    return LoansPlanted(len(new))
