"""In which order what is found is shown, and why: whole points, of a formula that has a version.

Version 1. What fits: 400 where a title or the brand is the text, 340 where one begins with it, 280 where it stands in one; up to 100 by how much of all that
is said it is; 150 where every word is there as it was typed (not by a slip, a sound or a first letter). Where nothing has all of the words, 60 for each that
is there, in the place of the 150. What sells: 40 for each doubling of the units sold in thirty days, 400 at most. What is liked: 0 to 200 for a rating of
3.00 to 5.00, drawn towards 4.00 as if 20 more had said so. The points add up; of equals the newer one is first."""

from enum import StrEnum
from typing import NamedTuple

VERSION = 1

EXACT_POINTS, BEGINS_POINTS, CONTAINS_POINTS, SHARE_POINTS, TYPED_POINTS, GROUP_POINTS = 400, 340, 280, 100, 150, 60
DOUBLING_POINTS, SALES_POINTS_MOST, RATING_POINTS_MOST = 40, 400, 200
RATING_USUAL_E2, RATING_LEAST_E2, RATERS_USUAL = 400, 300, 20

RATING_MOST_E2 = 500
RATERS_MOST = 10**9

SALES_DAYS = 30
"""That count for what sells."""

TIERS = (300, 200, 120, 0)
"""Points of sales and rating from which on a product is in the first tier, the second and so on: the first ones are looked through first."""


class Order(StrEnum):
    """By what a list of what was found is put in order."""

    BEST = "best"
    SALES = "sales"
    RATING = "rating"
    CHEAPEST = "cheapest"
    DEAREST = "dearest"


class Points(NamedTuple):
    """Why something stands where it stands."""

    version: int
    relevance: int
    sales: int
    rating: int


def sales_points(units: int) -> int:
    """What units sold of late count for."""
    return min(SALES_POINTS_MOST, DOUBLING_POINTS * (max(0, units) + 1).bit_length() - DOUBLING_POINTS)


def rating_points(rating_e2: int | None, raters: int) -> int:
    """What a rating of so many counts for; that of nobody counts as the usual one."""
    usual = RATING_USUAL_E2 * RATERS_USUAL
    drawn = (usual + (rating_e2 or 0) * raters) // (RATERS_USUAL + raters) if rating_e2 is not None else RATING_USUAL_E2
    return max(0, min(RATING_POINTS_MOST, drawn - RATING_LEAST_E2))


def tier_of(sales: int, rating: int) -> int:
    """How early it is looked at. What nobody bought or rated is in the last."""
    return next(place for place, least in enumerate(TIERS) if sales + rating >= least)
