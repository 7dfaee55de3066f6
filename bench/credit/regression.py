"""Logistic regression by Newton's steps, on scaled columns with a small ridge: as much of it as the measure needs."""

import math
from typing import NamedTuple

RIDGE = 10.0
STEPS = 6


class Model(NamedTuple):
    """Weights of the scaled columns, the constant first."""

    means: list[float]
    scales: list[float]
    weights: list[float]


def fit(rows: list[list[float]], failed: list[bool]) -> Model:
    """The weights that make what happened most likely."""
    columns = list(zip(*rows, strict=True))
    means = [sum(column) / len(column) for column in columns]
    scales = [math.sqrt(sum((value - mean) ** 2 for value in column) / len(column)) or 1.0 for column, mean in zip(columns, means, strict=True)]
    model = Model(means, scales, [0.0] * (len(means) + 1))
    scaled = [_scaled(model, row) for row in rows]
    for _ in range(STEPS):
        model = model._replace(weights=_step(model.weights, scaled, failed))
    return model


def predict(model: Model, row: list[float]) -> float:
    """The log odds of failing."""
    return _dot(model.weights, _scaled(model, row))


def _step(weights: list[float], rows: list[list[float]], failed: list[bool]) -> list[float]:
    size = len(weights)
    slope = [-RIDGE * weight if place else 0.0 for place, weight in enumerate(weights)]
    curve = [[(RIDGE if one == other and one else 0.0) for other in range(size)] for one in range(size)]
    for row, bad in zip(rows, failed, strict=True):
        part = 1 / (1 + math.exp(-_dot(weights, row)))
        miss, spread = bad - part, part * (1 - part)
        for one, value in enumerate(row):
            slope[one] += miss * value
            weighted, line = spread * value, curve[one]
            for other in range(one, size):
                line[other] += weighted * row[other]
    for one in range(size):
        for other in range(one):
            curve[one][other] = curve[other][one]
    return [weight + move for weight, move in zip(weights, _solved(curve, slope), strict=True)]


def _solved(matrix: list[list[float]], values: list[float]) -> list[float]:
    rows = [[*line, value] for line, value in zip(matrix, values, strict=True)]
    size = len(rows)
    for one in range(size):
        best = max(range(one, size), key=lambda line: abs(rows[line][one]))
        rows[one], rows[best] = rows[best], rows[one]
        for line in range(one + 1, size):
            factor = rows[line][one] / rows[one][one]
            rows[line] = [value - factor * upper for value, upper in zip(rows[line], rows[one], strict=True)]
    found = [0.0] * size
    for one in reversed(range(size)):
        found[one] = (rows[one][size] - _dot(rows[one][one + 1 : size], found[one + 1 :])) / rows[one][one]
    return found


def _scaled(model: Model, row: list[float]) -> list[float]:
    return [1.0, *((value - mean) / scale for value, mean, scale in zip(row, model.means, model.scales, strict=True))]


def _dot(one: list[float], other: list[float]) -> float:
    return sum(map(float.__mul__, one, other))
