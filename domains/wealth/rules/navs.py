"""What a published net asset value has to be before anything is priced at it."""

from datetime import date

from domains.wealth.errors.products import NavJumped, NavMalformed
from domains.wealth.rules.shares import NAV_ONE_E4

JUMP_PPM = 300_000
"""A change of so many millionths stops the day's run for that product until an operator confirms the value."""

NAV_MOST_E4 = 10**12
INCOME_MOST_E4 = 10**7


def check_nav(code: str, day: date, nav_e4: int, income_e4: int | None, last_e4: int | None, *, pays_income: bool, is_confirmed: bool = False) -> None:
    """Raise NavMalformed, then NavJumped (not of a value that an operator has confirmed). What pays its income in shares, and is paid out at once
    at 1.0000, is worth that and nothing else."""
    if not 0 < nav_e4 <= NAV_MOST_E4 or (pays_income and nav_e4 != NAV_ONE_E4):
        raise NavMalformed(code, day, "nav")
    if (income_e4 is not None) != pays_income or (income_e4 is not None and abs(income_e4) > INCOME_MOST_E4):
        raise NavMalformed(code, day, "income")
    if last_e4 is None or is_confirmed:
        return
    change_ppm = (nav_e4 - last_e4) * 1_000_000 // last_e4
    if abs(nav_e4 - last_e4) * 1_000_000 >= JUMP_PPM * last_e4:
        raise NavJumped(code, day, change_ppm)
