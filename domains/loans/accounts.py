"""The ledger accounts of loans: what is owed on each loan, part by part, and the house's own that they are lent from and earn for."""

from collections.abc import Iterable
from uuid import UUID

from domains import ledger
from domains.kernel.assets import Asset
from domains.kernel.commands import HOUSE_ID
from domains.kernel.ids import derived_id, derived_ids
from domains.loans.rules.parts import Part

FUNDING, INTEREST_INCOME, FEE_INCOME, PENALTY_INCOME = "loan_funding", "loan_interest_income", "loan_fee_income", "loan_penalty_income"
SUBSIDY_INCOME, LOSS = "loan_subsidy_income", "loan_loss"
LIMIT, LIMITS, SUBSIDY_OWED, GIVEN_BACK = "loan_limit", "loan_limits", "loan_subsidy_owed", "loan_given_back"


def owed_id(loan_id: UUID, part: Part) -> UUID:
    """What is owed on a loan of that part: debit-normal, so that it grows with what is lent or accrued and shrinks as it is paid."""
    return derived_id(loan_id, f"loan_{part}")


def owed_ids(loan_ids: Iterable[UUID], part: Part) -> list[UUID]:
    """What `owed_id` tells of each of many."""
    return derived_ids(loan_ids, f"loan_{part}")


def funding_id(asset: Asset) -> UUID:
    """Where the house's money for loans comes from: what has been lent stands in it below nothing."""
    return derived_id(HOUSE_ID, f"{FUNDING}:{asset.code}")


def interest_income_id(asset: Asset) -> UUID:
    """What the house earns by interest."""
    return derived_id(HOUSE_ID, f"{INTEREST_INCOME}:{asset.code}")


def fee_income_id(asset: Asset) -> UUID:
    """What the house earns by fees."""
    return derived_id(HOUSE_ID, f"{FEE_INCOME}:{asset.code}")


def penalty_income_id(asset: Asset) -> UUID:
    """What the house earns by penalty."""
    return derived_id(HOUSE_ID, f"{PENALTY_INCOME}:{asset.code}")


def subsidy_income_id(asset: Asset) -> UUID:
    """What merchants pay for plans that cost their customers nothing."""
    return derived_id(HOUSE_ID, f"{SUBSIDY_INCOME}:{asset.code}")


def loss_id(asset: Asset) -> UUID:
    """What was written off, less what came in afterwards."""
    return derived_id(HOUSE_ID, f"{LOSS}:{asset.code}")


def income_id(part: Part, asset: Asset) -> UUID:
    """What the house earns by interest, fees or penalty. Principal earns nothing: LookupError."""
    return {Part.INTEREST: interest_income_id, Part.FEE: fee_income_id, Part.PENALTY: penalty_income_id}[part](asset)


def loan_accounts(loan_id: UUID, asset: Asset) -> list[ledger.NewAccount]:
    """What a new loan needs. They belong to the loan, so that one statement finds them and no customer's list of accounts shows them."""
    return [ledger.NewAccount(owed_id(loan_id, part), loan_id, f"loan_{part}", asset, ledger.DEBIT) for part in Part]


def house_accounts(asset: Asset) -> list[ledger.NewAccount]:
    """What the house needs to lend in that currency, opened once. Income is hot: many loans earn at once."""
    earned = {
        INTEREST_INCOME: interest_income_id(asset),
        FEE_INCOME: fee_income_id(asset),
        PENALTY_INCOME: penalty_income_id(asset),
        SUBSIDY_INCOME: subsidy_income_id(asset),
    }
    return [
        ledger.NewAccount(funding_id(asset), HOUSE_ID, FUNDING, asset, may_go_negative=True),
        ledger.NewAccount(loss_id(asset), HOUSE_ID, LOSS, asset, ledger.DEBIT, may_go_negative=True),
        *(ledger.NewAccount(id_, HOUSE_ID, code, asset, may_go_negative=True, hot=True) for code, id_ in earned.items()),
    ]


def limit_id(line_id: UUID) -> UUID:
    """What may still be drawn from a line: it holds the limit, and what is drawn is held in it. No money: a promise."""
    return derived_id(line_id, LIMIT)


def limits_id(asset: Asset) -> UUID:
    """What the house has promised in lines: it stands below nothing by as much as all limits."""
    return derived_id(HOUSE_ID, f"{LIMITS}:{asset.code}")


def line_accounts(line_id: UUID, asset: Asset) -> list[ledger.NewAccount]:
    """What a new line needs; the house's own is opened once."""
    return [
        ledger.NewAccount(limit_id(line_id), line_id, LIMIT, asset),
        ledger.NewAccount(limits_id(asset), HOUSE_ID, LIMITS, asset, may_go_negative=True),
    ]


def subsidy_owed_id(merchant_id: UUID, asset: Asset) -> UUID:
    """What a merchant owes for plans that cost its customers nothing: taken from its balance by and by, so that its till waits for nobody."""
    return derived_id(merchant_id, f"{SUBSIDY_OWED}:{asset.code}")


def subsidy_owed_account(merchant_id: UUID, asset: Asset) -> ledger.NewAccount:
    """The account of `subsidy_owed_id`, opened when it is first needed."""
    return ledger.NewAccount(subsidy_owed_id(merchant_id, asset), merchant_id, SUBSIDY_OWED, asset, ledger.DEBIT)


def given_back_id(loan_id: UUID) -> UUID:
    """Where a merchant's refund of what the loan financed arrives, on its way into the loan."""
    return derived_id(loan_id, GIVEN_BACK)


def given_back_account(loan_id: UUID, asset: Asset) -> ledger.NewAccount:
    """The account of `given_back_id`, opened with a loan that pays a merchant."""
    return ledger.NewAccount(given_back_id(loan_id), loan_id, GIVEN_BACK, asset)
