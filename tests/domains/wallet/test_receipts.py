"""Receipts: a code that only the house can make, and what it tells whoever has it."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains import ledger, wallet
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.wallet.rules.receipts import code_of, movement_of_code
from tests.domains.wallet.people import fund, person, transfer

KEY, OTHER_KEY = b"k" * 32, b"o" * 32


@given(st.uuids())
def test_a_code_leads_back_to_its_movement_however_it_is_typed(movement_id: UUID) -> None:
    code = code_of(KEY, movement_id)
    assert [len(group) for group in code.split("-")] == [5] * 8
    spoken = code.lower().replace("o", "0").replace("i", "1").replace("-", " ")
    assert movement_of_code(KEY, code) == movement_of_code(KEY, spoken) == movement_id
    assert movement_of_code(OTHER_KEY, code) is None


@given(st.uuids(), st.integers(0, 39), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_a_code_with_one_character_changed_is_none_of_ours(movement_id: UUID, place: int, character: str) -> None:
    text = code_of(KEY, movement_id).replace("-", "")
    changed = text[:place] + character + text[place + 1 :]
    assert movement_of_code(KEY, changed) == (movement_id if changed == text else None)


@given(st.text(max_size=100))
def test_whatever_else_is_typed_is_no_code(text: str) -> None:
    assert movement_of_code(KEY, text) is None


async def test_both_sides_find_the_receipt_of_a_transfer_and_strangers_do_not(database: Database) -> None:
    sender, target, stranger = await person(database, 10_000, verified=True, name="张伟"), await person(database), await person(database)
    moved = await transfer(database, sender, target, 1_234)
    async with database.reading() as read:
        with database.counting() as statements:
            found = await wallet.find_receipts(read, [moved.movement_id] * 3 + [uuid4()], [sender.id, target.id, stranger.id, sender.id])
    assert len(statements) == 4
    assert found[0] is not None and found == [found[0], found[0], None, None]
    receipt = found[0]
    assert (receipt.kind, receipt.amount, receipt.booked_at, receipt.is_reversed) == ("transfer", moved.amount, moved.booked_at, False)
    assert receipt.payer is not None and receipt.payee is not None
    assert (receipt.payer.masked_name, receipt.payer.masked_phone) == ("张*", f"{sender.phone[3:6]}****{sender.phone[-4:]}")
    assert (receipt.payee.masked_name, receipt.payee.masked_phone) == (None, f"{target.phone[3:6]}****{target.phone[-4:]}")
    async with database.reading() as read:
        assert wallet.receipt_codes(read, [moved.movement_id]) == [receipt.code]
        assert await wallet.verify_receipts(read, [receipt.code, receipt.code.lower()]) == [receipt, receipt]


@pytest.mark.parametrize("code", ["", "x", "0" * 40, "A" * 1000, "转账"])
async def test_a_code_that_the_house_did_not_make_costs_no_statement(database: Database, code: str) -> None:
    async with database.reading() as read:
        with database.counting() as statements:
            assert await wallet.verify_receipts(read, [code]) == [None]
    assert len(statements) == 0


async def test_money_from_the_house_names_no_payer_and_a_reversal_is_told(database: Database) -> None:
    someone, other = await person(database), await person(database)
    await fund(database, someone, 5_000)
    moved = await transfer(database, someone, other, 1_000)
    await database.write(ledger.reverse, ledger.ReverseCommand(request_id=uuid4(), owner_id=HOUSE_ID, movement_id=moved.movement_id))
    async with database.reading() as read:
        (entries,) = await ledger.list_entries(read, [someone.account_id], [2**62], 5)
        found = await wallet.find_receipts(read, [entry.movement_id for entry in entries], [someone.id] * 3)
    assert [(one.kind, one.payer is None, one.payer_code, one.is_reversed) for one in found if one] == [
        ("reversal", False, "wallet", False),
        ("transfer", False, "wallet", True),
        (entries[2].kind, True, "house", False),
    ]
