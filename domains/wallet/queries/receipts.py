"""Receipts of movements, read from the ledger. Nothing is kept: a code is made again from the movement's id."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from domains import customers, ledger
from domains.customers import PartyRow
from domains.kernel.crypto import Keyring
from domains.kernel.money import Amount
from domains.kernel.transactions import Read
from domains.wallet.accounts import WALLET
from domains.wallet.rules.receipts import RECEIPTS, code_of, movement_of_code


class Receipt(NamedTuple):
    """What a receipt says. A party is None where it is not a customer (a channel, the house), or was erased. `is_reversed`: the money went back later."""

    code: str
    movement_id: UUID
    kind: str
    amount: Amount
    booked_at: datetime
    payer: PartyRow | None
    payee: PartyRow | None
    payer_code: str
    payee_code: str
    is_reversed: bool


def receipt_codes(read: Read, movement_ids: Sequence[UUID]) -> list[str]:
    """The code of each movement's receipt. No statement."""
    key = read.port(Keyring).derive(RECEIPTS)
    return [code_of(key, movement_id) for movement_id in movement_ids]


async def find_receipts(read: Read, movement_ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[Receipt | None]:
    """The receipt of that movement if one of that customer's wallets took part in it, else None: one per pair, in order. Four statements."""
    found, accounts = await _find(read, movement_ids)
    return [
        found[id_] if id_ in found and any(one.owner_id == customer_id for one in accounts[id_] if one.code == WALLET) else None
        for id_, customer_id in zip(movement_ids, customer_ids, strict=True)
    ]


async def verify_receipts(read: Read, codes: Sequence[str]) -> list[Receipt | None]:
    """What the receipt of each code says; None for a code that the house did not make. Four statements, none for none of ours."""
    key = read.port(Keyring).derive(RECEIPTS)
    ids = [movement_of_code(key, code) for code in codes]
    found, _ = await _find(read, [id_ for id_ in ids if id_ is not None])
    return [None if id_ is None else found.get(id_) for id_ in ids]


async def _find(read: Read, movement_ids: Sequence[UUID]) -> tuple[dict[UUID, Receipt], dict[UUID, tuple[ledger.Account, ledger.Account]]]:
    """Receipts by movement, and the accounts that it left and reached."""
    asked = sorted(set(movement_ids))
    movements = await ledger.find_movements(read, asked) if asked else {}
    if not movements:
        return {}, {}
    accounts = await ledger.find_accounts(read, [id_ for one in movements.values() for id_ in (one.debit_account_id, one.credit_account_id)])
    pairs = {one.id: (accounts[one.debit_account_id], accounts[one.credit_account_id]) for one in movements.values()}
    owners = [account.owner_id if account.code == WALLET else None for pair in pairs.values() for account in pair]
    parties = {party.id: party for party in await customers.list_parties(read, owners) if party is not None}
    is_reversed = await ledger.list_reversed(read, asked)
    codes = dict(zip(movements, receipt_codes(read, list(movements)), strict=True))
    receipts = {id_: _receipt(codes[id_], movements[id_], pairs[id_], parties, is_reversed=id_ in is_reversed) for id_ in movements}
    return receipts, pairs


def _receipt(
    code: str, movement: ledger.Movement, pair: tuple[ledger.Account, ledger.Account], parties: Mapping[UUID, PartyRow], *, is_reversed: bool
) -> Receipt:
    payer, payee = pair
    return Receipt(
        code,
        movement.id,
        movement.kind,
        movement.amount,
        movement.booked_at,
        parties.get(payer.owner_id) if payer.code == WALLET else None,
        parties.get(payee.owner_id) if payee.code == WALLET else None,
        payer.code,
        payee.code,
        is_reversed,
    )
