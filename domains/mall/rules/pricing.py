"""What a cart costs, and why: exact, explained, and the same whenever it is asked for.

The order in which things stack, for each shop by itself:

1. A unit costs the lowest of its price and the prices of the customer's audiences: their tier, and the scene that they come from and have an account at.
2. Of the promotions on units (`percent_off`, `units_free`) a line takes the better of: the best one that does not combine, or all that combine, the highest
   priority first, each on what the ones before have left.
3. Of the promotions on spending (`amount_off`) the shop's lines take, on what is left of those that the promotion reaches, the better of the same two.
4. Coupons, points and instalments change no price: they pay a part of it.

Percentages are rounded down to the minor unit. A discount on several lines is parted by what is left of them, so that the parts add up. Nothing becomes
cheaper than a minor unit for an order: then the last promotion gives that much less."""

import hashlib
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from domains.mall.rules.promotions import BPS_WHOLE, Gift, Promotion, Reach


class Priced(NamedTuple):
    """A line before promotions. `price_minor` is that of a unit for this customer."""

    variant_id: UUID
    product_id: UUID
    category: str
    units: int
    price_minor: int

    @property
    def goods_minor(self) -> int:
        return self.units * self.price_minor


class Applied(NamedTuple):
    """What a promotion took off, line by line."""

    promotion: Promotion
    off_minors: tuple[int, ...]

    @property
    def off_minor(self) -> int:
        return sum(self.off_minors)


class Unapplied(NamedTuple):
    """Why a promotion took nothing off: `no_line`, `below_least` (of spending or units: `missing` is how much is lacking), `another_is_better`."""

    promotion: Promotion
    reason: str
    missing: int = 0


class Quote(NamedTuple):
    """What the lines of one shop cost."""

    lines: tuple[Priced, ...]
    applied: tuple[Applied, ...]
    unapplied: tuple[Unapplied, ...]

    @property
    def goods_minor(self) -> int:
        return sum(one.goods_minor for one in self.lines)

    @property
    def discount_minors(self) -> tuple[int, ...]:
        """What each line is cheaper by."""
        return tuple(sum(one.off_minors[number] for one in self.applied) for number in range(len(self.lines)))

    @property
    def total_minor(self) -> int:
        return self.goods_minor - sum(self.discount_minors)


def unit_price(price_minor: int, prices: dict[str, int], audiences: Collection[str]) -> int:
    """The lowest that somebody of those audiences pays for a unit."""
    return min([price_minor, *(minor for audience, minor in prices.items() if audience in audiences)])


def quote(lines: Sequence[Priced], promotions: Sequence[Promotion]) -> Quote:
    """Price the lines of one shop by the promotions of that shop that stand."""
    left = [one.goods_minor for one in lines]
    applied: list[Applied] = []
    unapplied: list[Unapplied] = []
    ordered = sorted(promotions, key=lambda one: (-one.terms.priority, one.id.int))
    places = _places(lines)
    reached = {one.id: _reached(one, lines, places) for one in ordered}
    unapplied += [Unapplied(one, "no_line") for one in ordered if not reached[one.id]]
    on_units = [one for one in ordered if reached[one.id] and one.terms.gift is not Gift.AMOUNT_OFF]
    on_spending = [one for one in ordered if reached[one.id] and one.terms.gift is Gift.AMOUNT_OFF]
    for group, take in ((on_units, _off_units), (on_spending, _off_spending)):
        taken, missed = _better(lines, left, group, reached, take)
        applied += taken
        unapplied += missed
    return Quote(tuple(lines), tuple(_keep_one(applied, sum(left))), tuple(unapplied))


def quote_hash(quotes: Sequence[Quote], scene: str = "") -> str:
    """Names what a cart costs: another price, discount or number of units is another hash, and so is another `scene` whose prices it has."""
    told = ";".join(
        f"{line.variant_id}:{line.units}:{line.price_minor}:{off}"
        for one in quotes
        for line, off in sorted(zip(one.lines, one.discount_minors, strict=True), key=lambda pair: pair[0].variant_id)
    )
    return hashlib.sha256((f"{scene};{told}" if scene else told).encode()).hexdigest()


_Take = Callable[[Sequence[Priced], Sequence[int], Promotion, Sequence[int]], "tuple[int, ...] | Unapplied"]


def _better(
    lines: Sequence[Priced], left: list[int], group: Sequence[Promotion], reached: dict[UUID, list[int]], take: _Take
) -> tuple[list[Applied], list[Unapplied]]:
    """The best that does not combine, or all that do; `left` is lessened by it."""
    alone: list[Applied] = []
    missed: list[Unapplied] = []
    for one in (one for one in group if not one.terms.combines):
        off = take(lines, left, one, reached[one.id])
        if isinstance(off, Unapplied):
            missed.append(off)
        else:
            alone.append(Applied(one, off))
    chain, after = [], list(left)
    for one in (one for one in group if one.terms.combines):
        off = take(lines, after, one, reached[one.id])
        if isinstance(off, Unapplied):
            missed.append(off)
        else:
            chain.append(Applied(one, off))
            for number in reached[one.id]:
                after[number] -= off[number]
    best = max(alone, key=lambda one: one.off_minor, default=None)
    chosen = [best] if best is not None and best.off_minor > sum(left) - sum(after) else chain
    taken_ids = {one.promotion.id for one in chosen}
    missed += [Unapplied(one.promotion, "another_is_better") for one in (*alone, *chain) if one.promotion.id not in taken_ids]
    for taken in chosen:
        left[:] = [minor - less for minor, less in zip(left, taken.off_minors, strict=True)]
    return chosen, missed


def _off_units(lines: Sequence[Priced], left: Sequence[int], one: Promotion, numbers: Sequence[int]) -> tuple[int, ...] | Unapplied:
    terms = one.terms
    off = [0] * len(lines)
    if terms.gift is Gift.PERCENT_OFF:
        for number in numbers:
            off[number] = left[number] * terms.off_bps // BPS_WHOLE
        return tuple(off)
    units = sum([lines[number].units for number in numbers])
    free = units // terms.of_units * terms.free_units
    if not free:
        return Unapplied(one, "below_least", terms.of_units - units)
    for number in sorted(numbers, key=lambda number: lines[number].price_minor):
        given = min(free, lines[number].units)
        off[number] = left[number] * given // lines[number].units
        free -= given
        if not free:
            break
    return tuple(off)


def _off_spending(lines: Sequence[Priced], left: Sequence[int], one: Promotion, numbers: Sequence[int]) -> tuple[int, ...] | Unapplied:
    terms = one.terms
    spent = sum([left[number] for number in numbers])
    if spent < terms.least_minor:
        return Unapplied(one, "below_least", terms.least_minor - spent)
    whole = terms.off_minor * (spent // terms.least_minor if terms.repeats else 1)
    # Cumulated, so that the parts add up to the whole.
    off = [0] * len(lines)
    until = given = 0
    for number in numbers:
        until += left[number]
        off[number] = until * whole // spent - given
        given += off[number]
    return tuple(off)


def _keep_one(applied: Sequence[Applied], left_minor: int) -> list[Applied]:
    """Where nothing would be left to pay, the last promotion leaves a minor unit."""
    if left_minor > 0 or not applied:
        return list(applied)
    *before, last = applied
    dearest = max(range(len(last.off_minors)), key=lambda number: last.off_minors[number])
    return [*before, Applied(last.promotion, tuple(off - (number == dearest) for number, off in enumerate(last.off_minors)))]


def _places(lines: Sequence[Priced]) -> dict[Reach, dict[str, list[int]]]:
    """Which lines a code or an id reaches, so that a hundred promotions do not look at every line each."""
    places: dict[Reach, dict[str, list[int]]] = {Reach.CATEGORIES: {}, Reach.PRODUCTS: {}, Reach.VARIANTS: {}}
    for number, line in enumerate(lines):
        parts = line.category.split(".")
        for length in range(1, len(parts) + 1):
            places[Reach.CATEGORIES].setdefault(".".join(parts[:length]), []).append(number)
        places[Reach.PRODUCTS].setdefault(str(line.product_id), []).append(number)
        places[Reach.VARIANTS].setdefault(str(line.variant_id), []).append(number)
    return places


def _reached(one: Promotion, lines: Sequence[Priced], places: dict[Reach, dict[str, list[int]]]) -> list[int]:
    terms = one.terms
    if terms.reach is Reach.ALL:
        return list(range(len(lines)))
    known = places[terms.reach]
    if len(terms.ids) == 1:
        return known.get(terms.ids[0], [])
    return sorted({number for id_ in terms.ids for number in known.get(id_, ())})
