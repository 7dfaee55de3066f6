"""Chance that is the same at every run."""

from random import Random


def chance_of(seed: int, number: int, purpose: str) -> Random:
    """A generator of its own for one customer and one purpose: what is drawn for others does not move it."""
    return Random(f"scenebank {seed} {number} {purpose}")  # noqa: S311 - plausible, not secret
