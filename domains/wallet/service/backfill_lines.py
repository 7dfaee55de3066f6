"""Make up the index's lines for movements that are older than it, a page of one account at a time."""

from dataclasses import dataclass
from uuid import UUID

from domains import ledger
from domains.kernel.commands import Command, composite_verb
from domains.kernel.transactions import Tx
from domains.wallet.accounts import WALLET
from domains.wallet.queries import insight, notes
from domains.wallet.service.insight import line_of, list_trades

PAGE = 500
NEWEST = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillLinesCommand(Command):
    """Without a request id: the row that says how far it has come makes repeats harmless."""


@dataclass(frozen=True, slots=True)
class LinesBackfilled:
    """How many movements were looked at, and whether there are more."""

    movements: int
    is_done: bool


@composite_verb(LinesBackfilled)
async def backfill_lines(tx: Tx, command: BackfillLinesCommand) -> LinesBackfilled:
    """The next page. A line that stands is left as it is, with its category, but for who is on the other side. No budget is nudged for the past."""
    at = await insight.lock_backfill(tx)
    if at["done_at"] is not None:
        return LinesBackfilled(0, True)
    account_id, before = at["account_id"], at["before"]
    if before == 0:
        following = await ledger.list_accounts_of_code(tx, WALLET, account_id, 1)
        if not following:
            await insight.note_backfill(tx, account_id, 0, tx.now)
            return LinesBackfilled(0, True)
        account_id, before = following[0][0], NEWEST
    entries = await _write(tx, account_id, before)
    await insight.note_backfill(tx, account_id, entries[-1].sequence if len(entries) == PAGE else 0, None)
    return LinesBackfilled(len(entries), False)


async def _write(tx: Tx, account_id: UUID, before: int) -> list[ledger.Entry]:
    (entries,) = await ledger.list_entries(tx, [account_id], [before], PAGE)
    if entries:
        owner_id = (await ledger.find_accounts(tx, [account_id]))[account_id].owner_id
        written = await notes.find_notes(tx, [entry.movement_id for entry in entries])
        # Between two wallets of one owner, the line is the one of the wallet that paid.
        trades = await list_trades(tx, entries)
        lines = {entry.movement_id: line_of(owner_id, entry, written.get(entry.movement_id, ""), trades) for entry in entries}
        mine = [line for id_, line in lines.items() if not (line.counterparty_id == owner_id and line.amount_minor > 0)]
        if mine:
            await insight.insert_lines(tx, mine)
    return entries
