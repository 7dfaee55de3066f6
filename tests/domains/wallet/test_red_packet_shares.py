"""How a packet is shared: exact sums, bounds, and expected shares, the latter computed exactly and met by what is drawn."""

import hashlib
from fractions import Fraction
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.wallet import RedPacketKind
from domains.wallet.rules.red_packets import draw, largest_share, luckiest_place, shares_of

LUCKY, FIXED = RedPacketKind.LUCKY, RedPacketKind.FIXED


def seed_of(number: int) -> bytes:
    return hashlib.sha256(b"%d" % number).digest()


def expected_shares(total: int, places: int) -> list[float]:
    """What each place gets on average, from the distribution of what is left before it."""
    chances, expected = [0.0] * total + [1.0], []
    for places_left in range(places, 1, -1):
        average, after = 0.0, [0.0] * (total + 2)
        for left, chance in enumerate(chances):
            if chance:
                most = largest_share(left, places_left)
                average += chance * (1 + most) / 2
                # Each share from 1 to `most` is as likely: a step up at the smallest rest, and down after the largest.
                after[left - most] += chance / most
                after[left] -= chance / most
        expected.append(average)
        chances = list(accumulate(after))[: total + 1]
    return [*expected, sum(chance * left for left, chance in enumerate(chances))]


@given(total=st.integers(1, 200_000), places=st.integers(1, 60), seed=st.binary(min_size=32, max_size=32))
def test_a_lucky_packet_is_shared_exactly_everybody_gets_one_and_nobody_too_much(total: int, places: int, seed: bytes) -> None:
    total = max(total, places)
    shares = shares_of(LUCKY, total, places, seed)
    assert (len(shares), sum(shares), min(shares) >= 1) == (places, total, True)
    left = total
    for place, share in enumerate(shares[:-1], 1):
        assert share <= max(1, Fraction(2 * left, places - place + 1) - 1)
        left -= share
        assert left >= places - place
    assert shares == shares_of(LUCKY, total, places, seed)


def test_with_as_many_fen_as_places_everybody_gets_one() -> None:
    assert shares_of(LUCKY, 7, 7, seed_of(1)) == (1,) * 7
    assert shares_of(LUCKY, 7, 1, seed_of(1)) == (7,)
    assert shares_of(FIXED, 21, 7, seed_of(1)) == (3,) * 7


@given(left=st.integers(2, 10**9), places_left=st.integers(2, 500))
def test_the_cap_for_those_to_come_never_binds_below_twice_the_mean(left: int, places_left: int) -> None:
    left = max(left, places_left)
    assert largest_share(left, places_left) == max(1, 2 * left // places_left - 1)


@pytest.mark.parametrize("most", [1, 2, 7, 199])
def test_each_number_is_drawn_as_often_as_any_other(most: int) -> None:
    drawn = [draw(seed_of(number), 1, most) for number in range(200 * most)]
    assert (min(drawn), max(drawn), len(set(drawn))) == (1, most, most)
    expected = 200
    chi_square = sum((drawn.count(value) - expected) ** 2 / expected for value in range(1, most + 1))
    # Twice as far from its mean as one draw of a thousand: fixed seeds, so this never flickers.
    assert chi_square <= most - 1 + 4 * (2 * most) ** 0.5


@pytest.mark.parametrize(("mean", "places"), [(100, 2), (100, 3), (100, 5), (100, 10), (150, 6), (250, 4), (1000, 20), (100, 100)])
def test_the_expected_share_is_equal_within_one_per_cent_for_means_of_100_fen_and_more(mean: int, places: int) -> None:
    expected = expected_shares(mean * places, places)
    assert max(abs(share - mean) for share in expected) <= mean / 100, expected


@pytest.mark.parametrize(("mean", "places", "worst"), [(2, 10, 0.26), (5, 10, 0.16), (10, 10, 0.07), (20, 10, 0.035), (50, 10, 0.015)])
def test_the_drift_below_100_fen_is_what_the_page_says(mean: int, places: int, worst: float) -> None:
    expected = expected_shares(mean * places, places)
    assert max(abs(share - mean) for share in expected) / mean <= worst, expected


@pytest.mark.parametrize(("mean", "places"), [(100, 10), (1000, 20)])
def test_what_is_drawn_meets_the_expectation(mean: int, places: int) -> None:
    packets = 4_000
    sums, squares = [0] * places, [0] * places
    for number in range(packets):
        for place, share in enumerate(shares_of(LUCKY, mean * places, places, seed_of(number))):
            sums[place] += share
            squares[place] += share * share
    for total, square in zip(sums, squares, strict=True):
        average = total / packets
        error_of_average = ((square / packets - average**2) / packets) ** 0.5
        assert abs(average - mean) <= 4 * error_of_average + mean / 100


def test_the_luckiest_has_the_largest_share_and_came_first_among_equals() -> None:
    assert luckiest_place((1, 5, 5, 2)) == 2
