"""How good a scorecard is: who it tells apart, how stable it is, and whether what it tells comes true."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, roc_curve

TENTHS = 10


class Tenth(NamedTuple):
    """A tenth of the loans, the safest first: how many were told to fail, and how many did."""

    told: float
    failed: float
    loans: int


class Calibration(NamedTuple):
    """`slope` is 1 and `shift` 0 where what is told comes true; `error` is how far it is from it on average."""

    slope: float
    shift: float
    error: float
    tenths: list[Tenth]


def auc(log_odds: Sequence[float], failed: Sequence[bool]) -> float:
    """How often one who fails is told a higher risk than one who does not."""
    return float(roc_auc_score(failed, log_odds))


def ks(log_odds: Sequence[float], failed: Sequence[bool]) -> float:
    """The widest gap between the parts of those who fail and of those who do not that a bound would decline."""
    declined, of_failing, _ = roc_curve(failed, log_odds)[0], roc_curve(failed, log_odds)[1], None
    return float(np.max(of_failing - declined))


def stability(expected: Sequence[float], found: Sequence[float]) -> float:
    """The population stability index of scores over the tenths of what was expected: below 0.1 nothing has shifted."""
    bounds = np.quantile(np.array(expected), np.linspace(0, 1, TENTHS + 1)[1:-1])
    parts = [np.bincount(np.searchsorted(bounds, np.array(one)), minlength=TENTHS) / len(one) for one in (expected, found)]
    before, after = (np.maximum(part, 1e-4) for part in parts)
    return float(np.sum((after - before) * np.log(after / before)))


def calibrate(log_odds: Sequence[float], failed: Sequence[bool]) -> Calibration:
    """Compare what is told of loans that were not seen with what became of them."""
    told, bad = np.array(log_odds), np.array(failed)
    line = LogisticRegression(C=1e6, max_iter=1_000).fit(told.reshape(-1, 1), bad)
    tenths = [Tenth(_chance(told[part]), float(bad[part].mean()), len(part)) for part in np.array_split(np.argsort(told, kind="stable"), TENTHS)]
    error = sum(abs(one.told - one.failed) * one.loans for one in tenths) / len(told)
    return Calibration(float(line.coef_[0][0]), float(line.intercept_[0]), error, tenths)


def _chance(log_odds: Any) -> float:
    return float(np.mean(1 / (1 + np.exp(-log_odds))))
