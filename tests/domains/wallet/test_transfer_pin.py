"""The payment PIN: needed above an amount, told apart when it is wrong, absent, not set or locked."""

from dataclasses import replace
from uuid import uuid4

import pytest

from domains import customers, wallet
from domains.kernel.assets import CNY, USD
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from domains.kernel.money import Amount
from tests.domains.wallet.people import PIN, Person, balance, person, transfer, transfer_to

pytestmark = pytest.mark.usefixtures("by_day")


async def send(database: Database, sender: Person, target: Person, minor: int, pin: str | None) -> wallet.Transferred:
    """What the resolver does: prove the PIN, then transfer."""
    proof = await customers.prove_pin(database.write, sender.id, pin)
    return await transfer(database, sender, target, minor, pin=proof)


async def refused(database: Database, sender: Person, target: Person, minor: int, pin: str | None) -> Refusal:
    with pytest.raises(Refusal) as told:
        await send(database, sender, target, minor, pin)
    assert await balance(database, target) == 0
    return told.value


@pytest.mark.parametrize(("verified", "above"), [(False, 20_000), (True, 50_000)])
async def test_up_to_the_amount_no_pin_is_asked_for_and_above_it_is(database: Database, verified: bool, above: int) -> None:
    sender, target = await person(database, 200_000, verified=verified, pin=PIN), await person(database)
    told = await refused(database, sender, target, above + 1, None)
    assert str(told) == str(wallet.PinRequired(Amount(above, CNY)))
    await send(database, sender, target, above, None)
    await send(database, sender, target, above + 1, PIN)
    assert await balance(database, target) == 2 * above + 1


async def test_the_amount_is_carried_to_other_currencies(database: Database) -> None:
    sender, target = await person(database, 100_000, USD, pin=PIN), await person(database)
    with pytest.raises(wallet.PinRequired) as told:
        await transfer(database, sender, target, 2_801, USD)
    assert told.value.above == Amount(2_800, USD)
    await transfer(database, sender, target, 2_800, USD)


async def test_a_wrong_pin_tells_how_often_it_may_still_be_tried_and_the_fifth_locks(database: Database) -> None:
    sender, target = await person(database, 200_000, pin=PIN), await person(database)
    for left in (4, 3, 2, 1):
        assert str(await refused(database, sender, target, 30_000, "000001")) == str(customers.PinWrong(left))
    assert isinstance(await refused(database, sender, target, 30_000, "000001"), customers.PinWrong)
    for pin in ("000001", PIN):
        told = await refused(database, sender, target, 30_000, pin)
        assert isinstance(told, customers.PinLocked)
        assert told.locked_until > database.clock.now()
    await send(database, sender, target, 20_000, None)
    assert await balance(database, target) == 20_000


async def test_who_has_no_pin_is_told_to_set_one(database: Database) -> None:
    sender, target = await person(database, 200_000), await person(database)
    assert isinstance(await refused(database, sender, target, 30_000, PIN), customers.PinNotSet)
    assert str(await refused(database, sender, target, 30_000, None)) == str(wallet.PinRequired(Amount(20_000, CNY)))


async def test_a_repeat_is_told_the_first_answer_whatever_the_pin_says_now(database: Database) -> None:
    sender, target = await person(database, 200_000, pin=PIN), await person(database)
    right = await customers.prove_pin(database.write, sender.id, PIN)
    command = transfer_to(sender, target, 30_000, pin=right, request_id=uuid4())
    first = await database.write(wallet.transfer, command)
    wrong = replace(command, pin=await customers.prove_pin(database.write, sender.id, "000001"))
    assert await database.write(wallet.transfer, wrong) == first
    assert await balance(database, target) == 30_000
