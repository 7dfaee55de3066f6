"""Bins and weights of a scorecard, fitted to loans; and what it tells of loans that it has not seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from gateway.training.binning import Bins, bin_numbers, bin_words, information
from gateway.training.loans import ATTRIBUTES, NUMBERS, Loan

RESTRAINT = 0.1
FOLDS, ROUNDS = 10, 5

INFORMATION_LEAST = 0.02
"""An attribute that tells less is left out."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """The bins of each attribute, the weight of its evidence, and the constant: their sum is the log odds of failing."""

    bins: dict[str, Bins]
    weights: dict[str, float]
    constant: float

    def log_odds(self, loan: Loan) -> float:
        return self.constant + sum(weight * self.bins[name].of(loan.answers[name]) for name, weight in self.weights.items())


def fit(loans: Sequence[Loan], attributes: Sequence[str] = ATTRIBUTES) -> Fitted:
    """Bin each attribute, weigh the evidence, and keep what makes failing likelier: an attribute whose evidence would count against itself is left out."""
    failed = [loan.failed for loan in loans]
    bins = {name: _binned(name, loans, failed) for name in attributes}
    kept = [name for name in attributes if information(bins[name], [loan.answers[name] for loan in loans], failed) >= INFORMATION_LEAST]
    while True:
        model = LogisticRegression(C=RESTRAINT, max_iter=1_000).fit(_evidence(bins, kept, loans), failed)
        weights = dict(zip(kept, (float(one) for one in model.coef_[0]), strict=True))
        against = [name for name, weight in weights.items() if weight <= 0]
        if not against:
            return Fitted({name: bins[name] for name in kept}, weights, float(model.intercept_[0]))
        kept = [name for name in kept if name not in against]


def out_of_fold(loans: Sequence[Loan], attributes: Sequence[str] = ATTRIBUTES, rounds: int = ROUNDS) -> Any:
    """The log odds of each loan by scorecards that were fitted, bins and all, without it: a row for each round of ten folds."""
    failed = np.array([loan.failed for loan in loans])
    told = np.zeros((rounds, len(loans)))
    for number in range(rounds):
        for seen, unseen in StratifiedKFold(FOLDS, shuffle=True, random_state=number).split(failed, failed):
            fitted = fit([loans[place] for place in seen], attributes)
            told[number, unseen] = [fitted.log_odds(loans[place]) for place in unseen]
    return told


def _binned(name: str, loans: Sequence[Loan], failed: Sequence[bool]) -> Bins:
    values: list[Any] = [loan.answers[name] for loan in loans]
    return bin_numbers(values, failed) if name in NUMBERS else bin_words(values, failed)


def _evidence(bins: dict[str, Bins], names: Sequence[str], loans: Sequence[Loan]) -> Any:
    return np.array([[bins[name].of(loan.answers[name]) for name in names] for loan in loans])
