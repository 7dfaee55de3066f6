"""Who the synthetic customers are: identities that nobody can hold, each a function of the seed and a number.

ID numbers have a right check digit (GB 11643, ISO 7064 MOD 11-2) and a birth date from 1600 to 1899: nobody alive was born then, and the house refuses
such a year to anybody who signs up.

Phone numbers begin with 154 (seeded customers) and 164 (the demo's). Both have eleven digits like any Chinese mobile number, but no operator holds either
block: of 15x only 154, and of 16x all but 162, 165, 166, 167 and the beginning of 161, are unassigned (MIIT's numbering plan; Google's libphonenumber
9.0.43 calls them invalid, which a test repeats). Shorter codes such as 10x, 11x and 12x were passed over, since a dialled 110 or 120 reaches the police or
an ambulance whatever digits follow."""

from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from domains.kernel.commands import HOUSE_ID
from domains.kernel.ids import derived_id
from gateway.seed.chance import chance_of
from gateway.seed.words import CITIES, MENS_NAMES, SURNAMES, SURNAMES_OF_TWO, WOMENS_NAMES, City

CUSTOMERS_MOST = 1_000_000
SEED_MOST = 99
"""So that no two seeds share a phone or an ID number: they may be planted side by side in one database."""

SEEDED_PREFIX, DEMO_PREFIX = "+86154", "+86164"

CIRCLE = 10
"""Customers that know each other and live in one city: neighbours by number."""

FIRST_BIRTH, BIRTH_DAYS = date(1600, 1, 1), (date(1900, 1, 1) - date(1600, 1, 1)).days
PLACES = (SEED_MOST + 1) * CUSTOMERS_MOST

# Multipliers without a factor in common with a power of ten: each number lands on a place of its own, and neighbours land far apart.
PHONE_STRIDE, BIRTH_STRIDE = 618_033, 61_803_399

CHECK_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"


class Person(NamedTuple):
    """A synthetic customer. Without a name and an ID number: one who never was verified."""

    id: UUID
    phone: str
    name: str | None
    id_number: str | None


class DemoCustomer(NamedTuple):
    """A customer whom documentation may name. `pinyin` is how to say the name."""

    id: UUID
    phone: str
    name: str
    pinyin: str
    id_number: str


def check_digit(digits: str) -> str:
    """The eighteenth character of an ID number that begins with those seventeen digits."""
    return CHECK_DIGITS[sum(weight * int(digit) for weight, digit in zip(CHECK_WEIGHTS, digits, strict=True)) % 11]


def _demo_customer(number: int, name: str, pinyin: str, digits: str) -> DemoCustomer:
    return DemoCustomer(derived_id(HOUSE_ID, f"demo customer {number}"), f"{DEMO_PREFIX}{number:08d}", name, pinyin, digits + check_digit(digits))


# Their order codes (the last three digits) are beyond those that seeded customers are given.
DEMO_CUSTOMERS = (_demo_customer(1, "林晓雨", "Lin Xiaoyu", "33010618950520" + "998"), _demo_customer(2, "陈博", "Chen Bo", "33010618931008" + "999"))
"""Numbers 0 and 1 of every seed."""


def customer_id_of(seed: int, number: int) -> UUID:
    """The id of a seed's customer."""
    return DEMO_CUSTOMERS[number].id if number < len(DEMO_CUSTOMERS) else derived_id(HOUSE_ID, f"seed {seed} customer {number}")


def city_of(seed: int, number: int) -> City:
    """Where a customer and their circle live. The demo's two live in Hangzhou."""
    circle = number // CIRCLE
    return CITIES[4] if number < len(DEMO_CUSTOMERS) else CITIES[(circle + seed) % len(CITIES)]


def person_of(seed: int, number: int) -> Person:
    """A seed's customer, wholly determined by the two numbers."""
    if number < len(DEMO_CUSTOMERS):
        demo = DEMO_CUSTOMERS[number]
        return Person(demo.id, demo.phone, demo.name, demo.id_number)
    phone = f"{SEEDED_PREFIX}{seed:02d}{(number * PHONE_STRIDE + seed) % CUSTOMERS_MOST:06d}"
    chance = chance_of(seed, number, "person")
    if chance.randrange(8) == 0:
        return Person(customer_id_of(seed, number), phone, None, None)
    place = (seed * CUSTOMERS_MOST + number) * BIRTH_STRIDE % PLACES
    order, day = divmod(place, BIRTH_DAYS)
    born = FIRST_BIRTH + timedelta(days=day)
    digits = f"{city_of(seed, number).region}{born:%Y%m%d}{order:03d}"
    surname = chance.choice(SURNAMES) if chance.randrange(60) else chance.choice(SURNAMES_OF_TWO)
    # An odd order code is a man's.
    name = surname + chance.choice(MENS_NAMES if order % 2 else WOMENS_NAMES)
    return Person(customer_id_of(seed, number), phone, name, digits + check_digit(digits))
