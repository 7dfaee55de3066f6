"""A transfer: who is paid, what is answered, and every refusal in its order."""

from uuid import uuid4

import pytest

from domains import customers, ledger, wallet
from domains.kernel.assets import CNY, HKD, JPY, POINTS, USD
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.errors import AmountOutOfRange, Refusal, Unauthenticated, UnknownAsset
from domains.kernel.money import Amount
from tests.domains.wallet.people import Person, balance, everything, person, transfer, transfer_to

STORED = frozenset({"kernel_request"})
"""Where a refusal is kept for repeats: the one table that it may change."""


async def refusal_of(database: Database, command: wallet.TransferCommand) -> Refusal:
    """The refusal, after seeing that it is told again to a repeat and changed nothing but the door of repeats."""
    before = await everything(database, but=STORED)
    with pytest.raises(Refusal) as first:
        await database.write(wallet.transfer, command)
    with pytest.raises(type(first.value)) as again:
        await database.write(wallet.transfer, command)
    assert (str(again.value), await everything(database, but=STORED)) == (str(first.value), before)
    return first.value


async def test_money_goes_to_the_customer_of_an_id_or_of_a_phone(database: Database) -> None:
    sender, by_id, by_phone = [await person(database, minor) for minor in (10_000, 0, 0)]
    first = await transfer(database, sender, by_id, 2_500, note="午饭")
    second = await transfer(database, sender, by_phone.phone, 1_500)
    assert (first.target_id, first.amount, first.balance_after) == (by_id.id, Amount(2_500, CNY), Amount(7_500, CNY))
    assert (second.target_id, second.account_id, second.balance_after) == (by_phone.id, sender.account_id, Amount(6_000, CNY))
    assert [await balance(database, one) for one in (sender, by_id, by_phone)] == [6_000, 2_500, 1_500]
    async with database.reading() as read:
        seen = await wallet.find_movements(read, [first.movement_id] * 3, [sender.id, by_id.id, by_phone.id])
        assert await wallet.find_notes(read, [first.movement_id, second.movement_id]) == {first.movement_id: "午饭"}
    assert [(entry.amount.minor, entry.other_owner_id) for entry in seen if entry] == [(-2_500, by_id.id), (2_500, sender.id)]
    assert seen[2] is None


async def test_a_recipient_without_a_wallet_of_the_currency_gets_one(database: Database) -> None:
    sender, target = await person(database, 10_000, USD), await person(database)
    await transfer(database, sender, target, 1_000, USD)
    assert (await balance(database, sender, USD), await balance(database, target, USD)) == (9_000, 1_000)


@pytest.mark.parametrize(
    ("minor", "asset", "note", "refusal"),
    [
        (100, CNY, "字" * 141, wallet.NoteTooLong(140)),
        (100, POINTS, "", UnknownAsset("PTS")),
        (0, CNY, "", AmountOutOfRange(0, "CNY", 1, 2**63 - 1)),
        (-1, CNY, "", AmountOutOfRange(-1, "CNY", 1, 2**63 - 1)),
        (2**63, CNY, "", AmountOutOfRange(2**63, "CNY", 1, 2**63 - 1)),
        (200_001, CNY, "", wallet.TransferTooLarge(Amount(200_000, CNY))),
        (200_001, HKD, "", wallet.TransferTooLarge(Amount(200_000, HKD))),
        (28_501, USD, "", wallet.TransferTooLarge(Amount(28_500, USD))),
        (40_001, JPY, "", wallet.TransferTooLarge(Amount(40_000, JPY))),
        (20_000, CNY, "", ledger.InsufficientFunds),
    ],
)
@pytest.mark.usefixtures("by_day")
async def test_each_bad_transfer_is_refused_and_changes_nothing(
    database: Database, minor: int, asset: object, note: str, refusal: Refusal | type[Refusal]
) -> None:
    sender, target = await person(database, 10_000), await person(database)
    told = await refusal_of(database, transfer_to(sender, target, minor, asset, note=note))  # type: ignore[arg-type]
    if isinstance(refusal, Refusal):
        assert str(told) == str(refusal)
    else:
        assert isinstance(told, refusal)


async def test_an_unknown_recipient_an_unreadable_phone_and_nobody_at_all_are_one_refusal(database: Database) -> None:
    sender = await person(database, 10_000)
    for target in (uuid4(), "+8613999999999", "not a phone", ""):
        assert isinstance(await refusal_of(database, transfer_to(sender, target, 100)), wallet.RecipientNotFound)
    assert isinstance(await refusal_of(database, transfer_to(sender, sender, 100, target_id=None)), wallet.RecipientNotFound)


async def test_nobody_sends_to_themselves(database: Database) -> None:
    sender = await person(database, 10_000)
    for target in (sender.id, sender.phone):
        assert isinstance(await refusal_of(database, transfer_to(sender, target, 100)), wallet.TransferToSelf)


async def test_what_is_missing_is_told_with_what_is_there(database: Database) -> None:
    sender, target = await person(database, 10_000), await person(database)
    told = await refusal_of(database, transfer_to(sender, target, 10_001))
    assert str(told) == str(ledger.InsufficientFunds(sender.account_id, Amount(10_000, CNY)))
    without = await refusal_of(database, transfer_to(sender, target, 100, USD))
    assert str(without) == str(ledger.AccountNotFound(wallet.wallet_account_id(sender.id, USD)))


async def test_a_frozen_account_takes_money_in_and_lets_none_out(database: Database) -> None:
    frozen, other = await person(database, 10_000), await person(database, 10_000)
    await database.write(ledger.set_frozen, ledger.SetFrozenCommand(request_id=uuid4(), owner_id=HOUSE_ID, account_id=frozen.account_id, frozen=True))
    await transfer(database, other, frozen, 100)
    assert isinstance(await refusal_of(database, transfer_to(frozen, other, 100)), ledger.AccountFrozen)
    await database.write(ledger.set_frozen, ledger.SetFrozenCommand(request_id=uuid4(), owner_id=HOUSE_ID, account_id=frozen.account_id, frozen=False))
    await transfer(database, frozen, other, 100)
    assert (await balance(database, frozen), await balance(database, other)) == (10_000, 10_000)


async def test_a_revoked_session_moves_nothing_and_its_id_stays_free(database: Database) -> None:
    sender, target = await person(database, 10_000), await person(database)
    await database.write(customers.sign_out, customers.SignOut(request_id=None, owner_id=sender.id, session_id=sender.session_id))
    command = transfer_to(sender, target, 100)
    before = await everything(database)
    with pytest.raises(Unauthenticated):
        await database.write(wallet.transfer, command)
    assert await everything(database) == before
    again = await customers.make_development_customer(database, sender.phone)
    renewed = Person(sender.id, again.session_id, sender.phone, sender.account_id)
    await transfer(database, renewed, target, 100, request_id=command.request_id)
    assert await balance(database, target) == 100


async def test_another_customers_session_is_no_session(database: Database) -> None:
    sender, target = await person(database, 10_000), await person(database, 10_000)
    before = await everything(database)
    with pytest.raises(Unauthenticated):
        await transfer(database, sender, target, 100, session_id=target.session_id)
    assert await everything(database) == before
