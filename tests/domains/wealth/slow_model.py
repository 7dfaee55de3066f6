"""The slow, obvious model of orders, lots and fees: fractions and lists, one share hundredth and one order at a time. It shares no code with the house."""

from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

Rates = list[tuple[int, Fraction]]
"""From how much (or how many days) on which part is taken."""


@dataclass
class SlowFees:
    """`flat` is what is taken, whatever is paid in, from `flat_from` minor units on."""

    paying_in: Rates
    flat_from: int
    flat: int
    redeeming: Rates


@dataclass
class SlowLot:
    bought_on: int
    shares: int
    cost: int


@dataclass
class SlowOrder:
    """An order that waits for its day's value, with what it became."""

    side: str
    what: int
    fee: int | None = None
    net: int | None = None
    shares: int | None = None
    left_over: Fraction = Fraction(0)
    taken: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    """Of each lot that gave some: its place among all lots ever, shares, cost, worth, fee."""


@dataclass
class SlowHolder:
    """One customer's money, lots (all that ever were, the oldest first) and waiting orders."""

    money: int
    lots: list[SlowLot] = field(default_factory=list)
    waiting: list[SlowOrder] = field(default_factory=list)
    fees_paid: int = 0
    paid_in: int = 0
    paid_out: int = 0

    @property
    def free_money(self) -> int:
        return self.money - sum(one.what for one in self.waiting if one.side == "buy")

    @property
    def shares(self) -> int:
        return sum(lot.shares for lot in self.lots)

    @property
    def free_shares(self) -> int:
        return self.shares - sum(one.what for one in self.waiting if one.side == "sell")

    def order(self, side: str, what: int) -> SlowOrder | None:
        """None where there is not so much."""
        if what <= 0 or what > (self.free_money if side == "buy" else self.free_shares):
            return None
        self.waiting.append(SlowOrder(side, what))
        return self.waiting[-1]

    def trade(self, value: Fraction, traded_on: int, confirmed_on: int, fees: SlowFees) -> list[SlowOrder]:
        """All that waits is done at that value, in the order in which it was placed."""
        done, self.waiting = self.waiting, []
        for one in done:
            if one.side == "buy":
                self._buy(one, value, confirmed_on, fees)
            else:
                self._sell(one, value, traded_on, fees)
        return done

    def _buy(self, one: SlowOrder, value: Fraction, day: int, fees: SlowFees) -> None:
        by_rate = nearest(Fraction(one.what) / (1 + part_of(fees.paying_in, one.what)))
        net = one.what - fees.flat if one.what >= fees.flat_from else by_rate
        shares = floor(net / value)
        one.fee, one.net, one.shares, one.left_over = one.what - net, net, shares, net - shares * value
        self.money -= one.what
        self.fees_paid += one.fee
        self.paid_in += one.what
        self.lots.append(SlowLot(day, shares, one.what))

    def _sell(self, one: SlowOrder, value: Fraction, day: int, fees: SlowFees) -> None:
        wanted = one.what
        one.shares, one.fee = one.what, 0
        worth_so_far = shares_so_far = 0
        for place, lot in enumerate(self.lots):
            part = min(lot.shares, wanted)
            if part == 0:
                continue
            shares_so_far += part
            worth = nearest(shares_so_far * value) - worth_so_far
            worth_so_far += worth
            cost = lot.cost if part == lot.shares else floor(Fraction(lot.cost * part, lot.shares))
            fee = nearest(worth * part_of(fees.redeeming, day - lot.bought_on))
            one.taken.append((place, part, cost, worth, fee))
            lot.shares, lot.cost, wanted, one.fee = lot.shares - part, lot.cost - cost, wanted - part, one.fee + fee
        assert wanted == 0
        one.net = worth_so_far - one.fee
        self.money += one.net
        self.fees_paid += one.fee
        self.paid_out += worth_so_far


def part_of(rates: Rates, what: int) -> Fraction:
    """The last tier that begins at or below."""
    told = Fraction(0)
    for begins, part in rates:
        if what >= begins:
            told = part
    return told


def nearest(exact: Fraction | int) -> int:
    """To a whole number, halves up."""
    return floor(exact + Fraction(1, 2))
