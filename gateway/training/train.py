"""Train the application scorecard and say how good it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from domains import credit
from gateway.training.binning import information
from gateway.training.card import make_card
from gateway.training.fitting import Fitted, fit, out_of_fold
from gateway.training.loans import FILE, Loan, read_loans
from gateway.training.measures import Calibration, auc, calibrate, ks, stability

AUC_LEAST = 0.77


@dataclass(frozen=True, slots=True)
class Trained:
    """A scorecard with all that is known of it. Figures are out of fold, the mean of the rounds, unless their name says otherwise."""

    loans: Sequence[Loan]
    fitted: Fitted
    card: credit.ApplicationCard
    unseen: Any
    aucs: list[float]
    ks: float
    auc_of_points: float
    stability: float
    calibration: Calibration
    information: dict[str, float]

    @property
    def auc(self) -> float:
        return mean(self.aucs)


def train(file: Path = FILE) -> Trained:
    """Fit the card to all loans of a file, and measure such cards out of fold. The same file makes the same card."""
    loans = read_loans(file)
    failed = [loan.failed for loan in loans]
    unseen = out_of_fold(loans)
    fitted = fit(loans)
    card = make_card(fitted, loans, unseen)
    points = [-credit.score_application(card, loan.answers).score for loan in loans]
    half = len(loans) // 2
    told = {name: information(bins, [loan.answers[name] for loan in loans], failed) for name, bins in fitted.bins.items()}
    return Trained(
        loans=loans,
        fitted=fitted,
        card=card,
        unseen=unseen,
        aucs=[auc(one, failed) for one in unseen],
        ks=mean(ks(one, failed) for one in unseen),
        auc_of_points=auc(points, failed),
        stability=stability(points[:half], points[half:]),
        calibration=calibrate(unseen.mean(axis=0), failed),
        information=dict(sorted(told.items(), key=lambda pair: -pair[1])),
    )
