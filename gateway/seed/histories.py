"""What happened to a synthetic customer over the past months: pure, and the same for the same seed.

A customer spends only money of their own (top-ups, pay, cash), and gives back at most what a friend sent before: so no order in which customers are
planted, and no number of them, makes anybody run dry."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple
from uuid import UUID

from domains import wallet
from domains.kernel.assets import CNY
from domains.kernel.commands import HOUSE_ID
from domains.kernel.ids import derived_id
from domains.ledger import DEBIT, NewAccount
from gateway.seed.chance import chance_of
from gateway.seed.people import CIRCLE, DEMO_CUSTOMERS, city_of, customer_id_of
from gateway.seed.words import CITIES, COMPANIES, NOTES, NOTES_OF_RETURN

DAYS = 95
DAY_SECONDS = 86_400
PAY_EVERY_DAYS = 30
YUAN = 100

CHANNEL = "seed"
"""Top-ups come from a channel of this name, which no partner's bill will ever list."""


def _house_account(code: str) -> NewAccount:
    """An account that says what somebody outside owes the house for money it has passed on."""
    return NewAccount(derived_id(HOUSE_ID, f"seed {code}"), HOUSE_ID, code, CNY, DEBIT)


CHANNEL_ACCOUNT = NewAccount(wallet.channel_account_id(CHANNEL, CNY), HOUSE_ID, wallet.CHANNEL_PREFIX + CHANNEL, CNY, DEBIT)
COMPANY_ACCOUNTS = tuple(_house_account(f"company:{name}") for name in COMPANIES)
BRANCH_ACCOUNTS = {city.name: tuple(_house_account(f"branch:{city.name}{branch}") for branch in city.branches) for city in CITIES}
HOUSE_ACCOUNTS = (CHANNEL_ACCOUNT, *COMPANY_ACCOUNTS, *(account for branches in BRANCH_ACCOUNTS.values() for account in branches))


class Step(NamedTuple):
    """One movement. `at` is in seconds from the beginning of the present business day, so always negative. `friend_id` is who else it involves."""

    at: int
    id: UUID
    kind: str
    source_id: UUID
    target_id: UUID
    minor: int
    friend_id: UUID | None = None
    note: str = ""


class Income(NamedTuple):
    """Money from outside."""

    account: NewAccount
    kind: str
    minor: int


class Wish(NamedTuple):
    """Money for a friend: at most `minor`, of which a part comes back after that many seconds (0: a gift)."""

    friend_id: UUID
    minor: int
    note: str
    returned_after: int


def history_of(seed: int, number: int) -> list[Step]:
    """What a customer's own story adds to the books, in order of time. Whoever else it involves has a lower number."""
    # The demo's two have one story, whatever the seed.
    told = seed if number >= len(DEMO_CUSTOMERS) else 0
    chance = chance_of(told, number, "history")
    customer_id = customer_id_of(seed, number)
    own_id = wallet.wallet_account_id(customer_id, CNY)
    occasions: list[tuple[int, Income | Wish]] = [*_income(chance, told, number), *_wishes(chance, seed, number)]
    steps: list[Step] = []
    funds = 0
    for place, (at, occasion) in enumerate(sorted(occasions, key=lambda one: one[0])):
        step_id = derived_id(customer_id, f"seed movement {place}")
        if isinstance(occasion, Income):
            funds += occasion.minor
            steps.append(Step(at, step_id, occasion.kind, occasion.account.id, own_id, occasion.minor))
            continue
        minor = min(occasion.minor, funds // 2 // YUAN * YUAN)
        if minor > 0:
            funds -= minor
            steps.extend(_transfers(at, step_id, own_id, occasion, minor, chance.choice(NOTES_OF_RETURN)))
    return sorted(steps)


def _income(chance: Random, seed: int, number: int) -> Iterator[tuple[int, Income]]:
    """A first top-up, further ones, pay every thirty days for most, and now and then cash at a branch of the city."""
    yield _moment(chance, DAYS - 2, DAYS), Income(CHANNEL_ACCOUNT, "top_up", chance.randrange(2, 31) * 100 * YUAN)
    for _ in range(chance.randrange(3)):
        yield _moment(chance, 2, DAYS - 5), Income(CHANNEL_ACCOUNT, "top_up", chance.randrange(1, 41) * 50 * YUAN)
    if chance.randrange(10) < 7:
        company, pay = chance.choice(COMPANY_ACCOUNTS), chance.randrange(380_000, 2_600_000)
        for month in range(DAYS // PAY_EVERY_DAYS):
            yield _moment(chance, 12 + month * PAY_EVERY_DAYS, 12 + month * PAY_EVERY_DAYS), Income(company, "salary", pay)
    if chance.randrange(5) == 0:
        branch = chance.choice(BRANCH_ACCOUNTS[city_of(seed, number).name])
        yield _moment(chance, 2, DAYS - 5), Income(branch, "cash_deposit", chance.randrange(1, 51) * 100 * YUAN)


def _wishes(chance: Random, seed: int, number: int) -> Iterator[tuple[int, Wish]]:
    """What goes to one, two or three friends of the circle; between the demo's two, a little more."""
    is_demo = number < len(DEMO_CUSTOMERS)
    first = 0 if is_demo else max(len(DEMO_CUSTOMERS), number // CIRCLE * CIRCLE)
    known = range(first, number)
    for friend in chance.sample(known, min(len(known), chance.randrange(1, 4))):
        for _ in range(6 if is_demo else chance.randrange(1, 4)):
            fen = chance.choice((0, 0, 50, chance.randrange(100)))
            minor = min(50_000, chance.randrange(5, 60) * chance.choice((1, 2, 10)) * YUAN + fen)
            note = chance.choice(NOTES) if chance.randrange(4) else ""
            returned_after = chance.randrange(3_600, 3 * DAY_SECONDS) if chance.randrange(3) == 0 else 0
            yield _moment(chance, 4, DAYS - 4), Wish(customer_id_of(seed, friend), minor, note, returned_after)


def _transfers(at: int, step_id: UUID, own_id: UUID, wish: Wish, minor: int, note_of_return: str) -> Iterator[Step]:
    friends_id = wallet.wallet_account_id(wish.friend_id, CNY)
    yield Step(at, step_id, "transfer", own_id, friends_id, minor, wish.friend_id, wish.note)
    if wish.returned_after:
        # Half of what is shared is paid back, all of what was lent.
        back = minor // 2 if minor > 100 * YUAN else minor
        yield Step(at + wish.returned_after, derived_id(step_id, "returned"), "transfer", friends_id, own_id, back, wish.friend_id, note_of_return)


def _moment(chance: Random, least_days_ago: int, most_days_ago: int) -> int:
    """A second between seven in the morning and eleven at night of one of those days."""
    return -chance.randint(least_days_ago, most_days_ago) * DAY_SECONDS + chance.randrange(7 * 3_600, 23 * 3_600)
