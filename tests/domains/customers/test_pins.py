"""The payment PIN: what may be one, how guesses are counted, and when it locks."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from domains import customers
from domains.customers import rules
from domains.customers.rows import PinState
from domains.customers.service import pins
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.kernel.errors import Unauthenticated
from tests.domains.customers.conftest import SignIn, events_of, new_customer, nothing_written

PIN = "295137"
WRONG = "804162"

PINS = """
135790 | good
100000 | good
112358 | good
       | PinMalformed
12345  | PinMalformed
1234567| PinMalformed
12345a | PinMalformed
１２３７５６ | PinMalformed
١٢٣٧٥٦ | PinMalformed
111111 | PinTooSimple
123456 | PinTooSimple
654321 | PinTooSimple
012345 | PinTooSimple
123123 | PinTooSimple
121212 | PinTooSimple
111222 | PinTooSimple
112233 | PinTooSimple
123321 | PinTooSimple
"""

LOCKS = """
guess | minutes before it | verdict | left | locked for minutes
1     | 0                 | wrong   | 4    | -
2     | 0                 | wrong   | 3    | -
3     | 0                 | wrong   | 2    | -
4     | 0                 | wrong   | 1    | -
5     | 0                 | wrong   | 0    | 15
6     | 0                 | locked  | 0    | 15
7     | 14                | locked  | 0    | 1
8     | 1                 | wrong   | 4    | -
9     | 0                 | wrong   | 3    | -
10    | 0                 | wrong   | 2    | -
11    | 0                 | wrong   | 1    | -
12    | 0                 | wrong   | 0    | 60
13    | 60                | wrong   | 4    | -
14    | 0                 | wrong   | 3    | -
15    | 0                 | wrong   | 2    | -
16    | 0                 | wrong   | 1    | -
17    | 0                 | wrong   | 0    | 1440
18    | 1440              | wrong   | 4    | -
19    | 0                 | wrong   | 3    | -
20    | 0                 | wrong   | 2    | -
21    | 0                 | wrong   | 1    | -
22    | 0                 | wrong   | 0    | 1440
"""


@pytest.mark.parametrize(("pin", "expected"), [tuple(cell.strip() for cell in line.split("|")) for line in PINS.strip("\n").splitlines()])
def test_what_may_be_a_pin(pin: str, expected: str) -> None:
    try:
        rules.check_new_pin(pin)
        answer = "good"
    except (customers.PinMalformed, customers.PinTooSimple) as refusal:
        answer = type(refusal).__name__
    assert answer == expected


async def test_locks_grow_from_a_quarter_of_an_hour_to_a_day(database: Database, fresh_clock: Clock) -> None:
    customer = await customer_with_pin(database)
    for line in LOCKS.strip().splitlines()[1:]:
        number, wait, verdict, left, locked = (cell.strip() for cell in line.split("|"))
        fresh_clock.advance(timedelta(minutes=int(wait)))
        until = None if locked == "-" else fresh_clock.now() + timedelta(minutes=int(locked))
        proof = await customers.prove_pin(database.write, customer.customer_id, WRONG)
        assert proof == customers.PinProof(customers.PinVerdict(verdict), int(left), until), number


async def test_while_it_is_locked_the_right_pin_is_not_looked_at(database: Database, fresh_clock: Clock) -> None:
    customer = await customer_with_pin(database)
    for _ in range(5):
        await customers.prove_pin(database.write, customer.customer_id, WRONG)
    until = fresh_clock.now() + timedelta(minutes=15)
    async with nothing_written(database):
        assert await customers.prove_pin(database.write, customer.customer_id, PIN) == customers.PinProof(customers.PinVerdict.LOCKED, 0, until)
        fresh_clock.advance(timedelta(minutes=15) - timedelta(microseconds=1))
        assert (await customers.prove_pin(database.write, customer.customer_id, PIN)).verdict is customers.PinVerdict.LOCKED
    fresh_clock.advance(timedelta(microseconds=1))
    assert await customers.prove_pin(database.write, customer.customer_id, PIN) == customers.PinProof(customers.PinVerdict.RIGHT, 5, version=1)


async def test_a_right_pin_forgets_wrong_ones_and_earlier_locks(database: Database, fresh_clock: Clock) -> None:
    customer = await customer_with_pin(database)
    for _ in range(5):
        await customers.prove_pin(database.write, customer.customer_id, WRONG)
    fresh_clock.advance(timedelta(minutes=15))
    assert (await customers.prove_pin(database.write, customer.customer_id, PIN)).verdict is customers.PinVerdict.RIGHT
    for _ in range(5):
        proof = await customers.prove_pin(database.write, customer.customer_id, WRONG)
    assert proof.locked_until == fresh_clock.now() + timedelta(minutes=15)


async def test_of_sixty_four_guesses_at_once_five_are_compared(database: Database) -> None:
    customer = await customer_with_pin(database)
    proofs = await asyncio.gather(*(customers.prove_pin(database.write, customer.customer_id, f"{guess:06d}") for guess in range(64)))
    assert sorted(proof.attempts_left for proof in proofs if proof.verdict is customers.PinVerdict.WRONG) == [0, 1, 2, 3, 4]
    assert sum(proof.verdict is customers.PinVerdict.LOCKED for proof in proofs) == 59


async def test_repeats_of_one_guess_are_one_guess(database: Database) -> None:
    customer = await customer_with_pin(database)
    proofs = await asyncio.gather(*(customers.prove_pin(database.write, customer.customer_id, WRONG) for _ in range(8)))
    assert proofs == [customers.PinProof(customers.PinVerdict.WRONG, 4)] * 8


@pytest.mark.parametrize("guess", ["", "1", "29513７", "\ud800", "2" * 100_000])
async def test_a_guess_that_can_be_no_pin_counts_as_a_wrong_one(database: Database, guess: str) -> None:
    customer = await customer_with_pin(database)
    assert await customers.prove_pin(database.write, customer.customer_id, guess) == customers.PinProof(customers.PinVerdict.WRONG, 4)


async def test_no_guess_and_no_pin_are_told_apart_from_a_wrong_one(database: Database) -> None:
    customer = await new_customer(database)
    async with nothing_written(database):
        assert (await customers.prove_pin(database.write, customer.customer_id, None)).verdict is customers.PinVerdict.ABSENT
        assert (await customers.prove_pin(database.write, customer.customer_id, PIN)).verdict is customers.PinVerdict.NOT_SET


async def test_of_eight_first_pins_at_once_one_is_set(database: Database) -> None:
    customer = await new_customer(database)
    pins = [f"{digit}81724" for digit in range(8)]
    answers = await asyncio.gather(*(set_pin(database, customer, pin) for pin in pins), return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) == ["PinAlreadySet"] * 7 + ["PinStored"]
    kept = next(pin for pin, answer in zip(pins, answers, strict=True) if isinstance(answer, customers.PinStored))
    assert (await customers.prove_pin(database.write, customer.customer_id, kept)).verdict is customers.PinVerdict.RIGHT


async def test_a_change_needs_the_old_pin_and_a_wrong_one_counts(database: Database) -> None:
    customer = await customer_with_pin(database)
    with pytest.raises(customers.PinWrong) as refused:
        await customers.change_pin(database.write, customer.customer_id, customer.session_id, WRONG, "730258")
    assert refused.value.attempts_left == 4
    assert (await customers.prove_pin(database.write, customer.customer_id, PIN)).verdict is customers.PinVerdict.RIGHT
    await customers.change_pin(database.write, customer.customer_id, customer.session_id, PIN, "730258")
    assert (await customers.prove_pin(database.write, customer.customer_id, PIN)).verdict is customers.PinVerdict.WRONG
    assert (await customers.prove_pin(database.write, customer.customer_id, "730258")).verdict is customers.PinVerdict.RIGHT
    assert (await events_of(database, customer.customer_id)).count("PinChanged") == 2


async def test_of_two_changes_that_proved_one_pin_the_later_is_refused(database: Database) -> None:
    """The second proves the PIN that stands, then is overtaken: what it proved is not the customer's PIN any more."""
    customer = await customer_with_pin(database)

    async def overtaken(verb: Any, command: Any) -> Any:
        if verb is pins.store_changed_pin:
            await customers.change_pin(database.write, customer.customer_id, customer.session_id, PIN, "730258")
        return await database.write(verb, command)

    with pytest.raises(customers.PinWrong) as refused:
        await customers.change_pin(overtaken, customer.customer_id, customer.session_id, PIN, "615243")
    assert refused.value.attempts_left == 5
    assert (await customers.prove_pin(database.write, customer.customer_id, "730258")).verdict is customers.PinVerdict.RIGHT
    assert (await events_of(database, customer.customer_id)).count("PinChanged") == 2


async def test_of_eight_changes_at_once_one_stands(database: Database) -> None:
    customer = await customer_with_pin(database)
    new = [f"73025{last}" for last in range(8)]
    changes = (customers.change_pin(database.write, customer.customer_id, customer.session_id, PIN, pin) for pin in new)
    answers = await asyncio.gather(*changes, return_exceptions=True)
    assert sum(isinstance(one, customers.PinStored) for one in answers) == 1
    assert {type(one) for one in answers} <= {customers.PinStored, customers.PinWrong, customers.PinLocked}
    assert (await events_of(database, customer.customer_id)).count("PinChanged") == 2


async def test_a_bad_new_pin_is_refused_before_the_old_one_is_tried(database: Database) -> None:
    customer = await customer_with_pin(database)
    async with nothing_written(database):
        with pytest.raises(customers.PinTooSimple):
            await customers.change_pin(database.write, customer.customer_id, customer.session_id, WRONG, "123456")
        with pytest.raises(customers.PinMalformed):
            await customers.change_pin(database.write, customer.customer_id, customer.session_id, WRONG, "1")


async def test_a_forgotten_pin_is_reset_within_ten_minutes_of_a_code(database: Database, signed_in: SignIn, phone: str, fresh_clock: Clock) -> None:
    granted = (await signed_in(phone)).granted
    await customers.set_pin(database.write, granted.owner_id, granted.session_id, PIN)
    for _ in range(5):
        await customers.prove_pin(database.write, granted.owner_id, WRONG)
    fresh_clock.advance(timedelta(minutes=10, microseconds=1))
    async with nothing_written(database):
        with pytest.raises(customers.FreshSignInNeeded):
            await customers.reset_pin(database.write, granted.owner_id, granted.session_id, "730258")
    again = (await signed_in(phone)).granted
    fresh_clock.advance(timedelta(minutes=10))
    await customers.reset_pin(database.write, again.owner_id, again.session_id, "730258")
    assert await customers.prove_pin(database.write, granted.owner_id, "730258") == customers.PinProof(customers.PinVerdict.RIGHT, 5, version=2)


async def test_a_reset_needs_a_pin(database: Database) -> None:
    customer = await new_customer(database)
    async with nothing_written(database):
        with pytest.raises(customers.PinNotSet):
            await customers.reset_pin(database.write, customer.customer_id, customer.session_id, PIN)


async def test_an_ended_session_and_a_strangers_set_no_pin(database: Database) -> None:
    customer, stranger = await new_customer(database), await new_customer(database)
    command = customers.SignOut(request_id=None, owner_id=customer.customer_id, session_id=customer.session_id)
    await database.write(customers.sign_out, command)
    async with nothing_written(database):
        for session_id in (customer.session_id, stranger.session_id, uuid4()):
            with pytest.raises(Unauthenticated):
                await customers.set_pin(database.write, customer.customer_id, session_id, PIN)


async def test_a_pin_that_changed_while_the_old_one_was_compared_makes_the_guess_wrong(database: Database) -> None:
    customer = await customer_with_pin(database)

    async def change_before_settling(verb: object, command: object) -> object:
        if getattr(verb, "name", "") == "customers.settle_pin_attempt":
            await customers.reset_pin(database.write, customer.customer_id, customer.session_id, "730258")
        return await database.write(verb, command)  # type: ignore[arg-type]

    proof = await customers.prove_pin(change_before_settling, customer.customer_id, PIN)  # type: ignore[arg-type]
    assert proof.verdict is customers.PinVerdict.WRONG


def test_the_fifth_guess_is_still_compared() -> None:
    now = Clock().now()
    fifth = rules.after_pin_attempt(PinState(1, 4, 0, None), now)
    assert fifth == PinState(1, 5, 1, now + timedelta(minutes=15))


@pytest.mark.parametrize(
    ("proof", "refusal"),
    [
        (customers.PinProof(customers.PinVerdict.ABSENT), customers.PinNeeded),
        (customers.PinProof(customers.PinVerdict.NOT_SET), customers.PinNotSet),
        (customers.PinProof(customers.PinVerdict.WRONG, 2), customers.PinWrong),
        (customers.PinProof(customers.PinVerdict.LOCKED, 0, Clock().now()), customers.PinLocked),
    ],
)
def test_a_proof_that_is_not_right_is_a_refusal(proof: customers.PinProof, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        customers.check_pin(proof)


async def customer_with_pin(database: Database) -> customers.DevelopmentCustomer:
    customer = await new_customer(database)
    await set_pin(database, customer, PIN)
    return customer


async def set_pin(database: Database, customer: customers.DevelopmentCustomer, pin: str) -> customers.PinStored:
    return await customers.set_pin(database.write, customer.customer_id, customer.session_id, pin)
