"""What was fitted becomes a scorecard of whole points, as the credit domain counts."""

import itertools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from domains import credit
from gateway.training.binning import NumberBins
from gateway.training.fitting import Fitted
from gateway.training.loans import Loan

EVEN = 500
"""The score at which as many fail as do not."""

DOUBLING = 40
"""Points that double the odds of paying."""

UNIT_MINOR, CURRENCY = 500, "CNY"
"""A mark of the loans is counted as five yuan: as much of a month's wage then as those are now. A bank that trains on its own loans has its own unit."""

FACTOR = DOUBLING / math.log(2)
CHANCES = (0.10, 0.20, 0.35, 0.50)
"""The most who fail in bands A, B, C and D."""


def make_card(fitted: Fitted, loans: Sequence[Loan], unseen: Any) -> credit.ApplicationCard:
    """The card. How many of each band fail is counted out of fold, never better for a worse band."""
    attributes = tuple(_attribute(fitted, name, loans) for name in fitted.weights)
    floors = [round(EVEN + FACTOR * math.log((1 - chance) / chance)) for chance in CHANCES]
    failing = _failing(floors, unseen, np.array([loan.failed for loan in loans]))
    bounds = (floors[0], floors[1], floors[2], floors[3])
    return credit.ApplicationCard(round(EVEN - FACTOR * fitted.constant), attributes, bounds, failing, UNIT_MINOR, CURRENCY)


def score_of(log_odds: float) -> int:
    """The score that stands for those odds of failing."""
    return round(EVEN - FACTOR * log_odds)


def _attribute(fitted: Fitted, name: str, loans: Sequence[Loan]) -> credit.Attribute:
    bins, weight = fitted.bins[name], fitted.weights[name]
    points = [round(-FACTOR * weight * evidence) for evidence in bins.evidence]
    by_evidence = dict(zip(bins.evidence, points, strict=True))
    usual = round(sum(by_evidence[bins.of(loan.answers[name])] for loan in loans) / len(loans))
    if isinstance(bins, NumberBins):
        told = tuple(credit.Bin(up_to, brings) for up_to, brings in zip([*bins.cuts, None], points, strict=True))
        return credit.Attribute(name, told, (), usual, 0)
    return credit.Attribute(name, (), tuple(credit.Words(words, brings) for words, brings in zip(bins.groups, points, strict=True)), usual, 0)


def _failing(floors: list[int], unseen: Any, failed: Any) -> tuple[int, int, int, int, int]:
    scores = EVEN - FACTOR * np.asarray(unseen)
    everybody = np.broadcast_to(failed, scores.shape)
    bounds = [math.inf, *floors, -math.inf]
    parts = []
    for upper, lower in itertools.pairwise(bounds):
        within = everybody[(scores < upper) & (scores >= lower)]
        parts.append(round(float(within.mean()) * 1_000_000) if len(within) else 0)
    ordered = np.maximum.accumulate(parts)
    return int(ordered[0]), int(ordered[1]), int(ordered[2]), int(ordered[3]), int(ordered[4])
