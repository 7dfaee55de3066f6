"""Schedules of 360 rows in a second of one core, beside the bare arithmetic of as many rows: a product, a rounding and a subtraction each.

`python -m bench.loans.schedules` prints a table, and as its last line the figures as JSON. SCENEBANK_BENCH_ROUNDS makes it longer."""

import json
import os
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from statistics import median

from domains.loans import DayCount, LoanTerms, PeriodUnit, make_schedule

ROWS = 360
ROUND_SECONDS = 1.0
TERMS = LoanTerms(
    principal_minor=100_000_000,
    annual_rate=Decimal("0.0432"),
    count=ROWS,
    every=1,
    unit=PeriodUnit.MONTHS,
    start=date(2026, 1, 31),
    day_count=DayCount.ACTUAL_365,
)


def bare() -> None:
    """What no schedule can do without."""
    balance, factor, paid = Decimal(TERMS.principal_minor), TERMS.annual_rate / 12, Decimal(500_000)
    for _ in range(ROWS):
        balance -= paid - (balance * factor).to_integral_value()


def per_second(act: Callable[[], object]) -> float:
    """How often it is done in a second of this process's time."""
    done, begun = 0, time.process_time()
    while (spent := time.process_time() - begun) < ROUND_SECONDS:
        act()
        done += 1
    return done / spent


def main() -> None:
    rounds = int(os.environ.get("SCENEBANK_BENCH_ROUNDS", "5"))
    told = [(per_second(lambda: make_schedule(TERMS)), per_second(bare)) for _ in range(rounds)]
    ours, floor = median(one for one, _ in told), median(other for _, other in told)
    print(f"{'schedules of 360 rows':<28}{ours:>10.0f} a second")
    print(f"{'bare arithmetic':<28}{floor:>10.0f} a second")
    print(json.dumps({"bench": "loans", "ratios": {"schedule_vs_arithmetic": round(ours / floor, 3)}, "figures": {"schedules_360_per_second": round(ours)}}))


if __name__ == "__main__":
    main()
