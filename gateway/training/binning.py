"""Answers become bins, and bins weights of evidence: how much likelier those in it fail than others, as the logarithm of the odds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.tree import DecisionTreeClassifier

BINS_MOST = 5
LOANS_LEAST = 50
"""In each bin."""

WEIGHT_OF_ALL = 20
"""As many loans of the average are added to every bin, so that a small one says little."""


@dataclass(frozen=True, slots=True)
class NumberBins:
    """Cuts between the bins, and the weight of evidence of each bin. A value on a cut belongs to the bin below."""

    cuts: tuple[int, ...]
    evidence: tuple[float, ...]

    def of(self, answer: int | str) -> float:
        return self.evidence[int(np.searchsorted(np.array(self.cuts), answer, side="left"))]


@dataclass(frozen=True, slots=True)
class WordBins:
    """Words that fail alike are one group, with its weight of evidence. A word that was never heard says nothing."""

    groups: tuple[tuple[str, ...], ...]
    evidence: tuple[float, ...]

    def of(self, answer: int | str) -> float:
        return next((evidence for words, evidence in zip(self.groups, self.evidence, strict=True) if answer in words), 0.0)


Bins = NumberBins | WordBins


def bin_numbers(values: Sequence[int], failed: Sequence[bool]) -> NumberBins:
    """Cut where those below and above fail most differently."""
    told, bad = np.array(values), np.array(failed)
    cuts = sorted({int(np.floor(cut)) for cut in _cuts(told, bad)})
    places = np.searchsorted(np.array(cuts), told, side="left") if cuts else np.zeros(len(told), dtype=int)
    return NumberBins(tuple(cuts), tuple(_evidence(bad[places == place], bad) for place in range(len(cuts) + 1)))


def bin_words(values: Sequence[str], failed: Sequence[bool]) -> WordBins:
    """Order the words by how often those who say them fail, and cut as numbers are cut."""
    told, bad = np.array(values, dtype=object), np.array(failed)
    rates = {word: _rate(bad[told == word], bad) for word in sorted(set(values))}
    cuts = _cuts(np.array([rates[word] for word in values]), bad)
    groups: dict[int, list[str]] = {}
    for word, rate in rates.items():
        groups.setdefault(int(np.searchsorted(np.array(cuts), rate, side="left")) if cuts else 0, []).append(word)
    ordered = [tuple(words) for _, words in sorted(groups.items())]
    return WordBins(tuple(ordered), tuple(_evidence(bad[np.isin(told, words)], bad) for words in ordered))


def information(bins: Bins, values: Sequence[int | str], failed: Sequence[bool]) -> float:
    """The information value: how far those who fail and those who do not are apart over the bins."""
    told, bad = np.array([bins.of(value) for value in values]), np.array(failed)
    total = 0.0
    for evidence in sorted(set(told.tolist())):
        of_bad, of_good = (np.mean(told[bad == one] == evidence) for one in (True, False))
        total += float((of_bad - of_good) * evidence)
    return total


def shares(bins: Mapping[str, Bins], name: str, values: Sequence[int | str]) -> dict[float, float]:
    """What part of the values is in each bin, by its evidence."""
    told = [bins[name].of(value) for value in values]
    return {evidence: told.count(evidence) / len(told) for evidence in sorted(set(bins[name].evidence))}


def _cuts(values: Any, failed: Any) -> list[float]:
    tree = DecisionTreeClassifier(max_leaf_nodes=BINS_MOST, min_samples_leaf=LOANS_LEAST, random_state=0).fit(values.reshape(-1, 1), failed)
    return sorted(float(cut) for cut, feature in zip(tree.tree_.threshold, tree.tree_.feature, strict=True) if feature >= 0)


def _rate(within: Any, everybody: Any) -> float:
    return float((within.sum() + WEIGHT_OF_ALL * everybody.mean()) / (len(within) + WEIGHT_OF_ALL))


def _evidence(within: Any, everybody: Any) -> float:
    rate, all_ = _rate(within, everybody), float(everybody.mean())
    return float(np.log(rate / (1 - rate)) - np.log(all_ / (1 - all_)))
