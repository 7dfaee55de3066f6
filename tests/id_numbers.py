"""Resident ID numbers of people who are made up, each of which one test uses."""

from collections import defaultdict
from datetime import date
from itertools import count
from secrets import randbelow

from stdnum.cn import ric

AREAS = ("110101", "110102", "110105", "110106", "110107", "110108", "110109", "110111")
_numbers = defaultdict(lambda: count(randbelow(len(AREAS) * 1000)))


def an_id_number(born: date = date(1990, 3, 7)) -> str:
    """A number with a right check digit of somebody born on that day. No other test has it while there are fewer than 8,000 of a day."""
    area, order = divmod(next(_numbers[born]) % (len(AREAS) * 1000), 1000)
    number = f"{AREAS[area]}{born:%Y%m%d}{order:03d}"
    return number + ric.calc_check_digit(number + "0")
