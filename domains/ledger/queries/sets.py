"""Statements of the door's set-wise form: lock a whole set, name what stands in its way, write what does not.

Accounts are looked up row by row (LATERAL), in the order of their ids: so they are locked in it, and no plan reads the whole table."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.money import MINOR_MAX
from domains.kernel.transactions import Queryable, Tx

# By account: what the set debits, what of that must be free ($4: nothing for a capture; left out where all must), what it credits, in which legs. An account
# is plain when nothing about it needs judging: it is there, of that asset, may be debited and credited, and has all that is taken from it, whatever is given to
# it. What is told: whatever is not plain, and whose movements are told one by one ($7). A hot account is locked only to take from it, and then it is judged.
LOCK_SET = f"""
WITH asked AS MATERIALIZED (
    SELECT account_id, sum(debit) AS debit, sum(taken) AS taken, sum(credit) AS credit, min(leg) AS first_leg, max(leg) AS last_leg
    FROM (
        SELECT account_id, minor AS debit, coalesce(taken, minor) AS taken, 0::bigint AS credit, width_bucket(place::integer, $6::integer[]) + 1 AS leg
        FROM unnest($1::uuid[], $3::bigint[], $4::bigint[]) WITH ORDINALITY AS debit (account_id, minor, taken, place)
        UNION ALL
        SELECT account_id, 0, 0, minor, width_bucket(place::integer, $6::integer[]) + 1
        FROM unnest($2::uuid[], $3::bigint[]) WITH ORDINALITY AS credit (account_id, minor, place)
    ) AS sides
    GROUP BY account_id ORDER BY account_id
)
SELECT asked.account_id, locked.owner_id, locked.code = ANY($7::text[]) AS is_told, NOT is_plain OR is_plain IS NULL AS in_the_way
FROM asked
LEFT JOIN LATERAL (
    SELECT * FROM ledger_account WHERE ledger_account.id = asked.account_id AND (NOT ledger_account.hot OR asked.debit > 0) FOR NO KEY UPDATE
) AS locked ON true
CROSS JOIN LATERAL (
    SELECT NOT locked.hot AND locked.asset = ($5::text[])[asked.first_leg] AND locked.asset = ($5::text[])[asked.last_leg]
        AND (locked.state = 'open' OR locked.state = 'frozen' AND asked.debit = 0)
        AND locked.debits_posted_minor + locked.debits_pending_minor + asked.debit <= {MINOR_MAX}
        AND locked.credits_posted_minor + locked.credits_pending_minor + asked.credit <= {MINOR_MAX}
        AND (locked.may_go_negative OR CASE locked.normal_side
            WHEN 'credit' THEN locked.credits_posted_minor - locked.debits_posted_minor - locked.debits_pending_minor >= asked.taken
            ELSE locked.debits_posted_minor - locked.credits_posted_minor - locked.credits_pending_minor >= asked.credit END) AS is_plain
) AS judged
WHERE is_plain IS NOT TRUE OR locked.code = ANY($7::text[])
"""

# A hold is plain that is open, whole, of that movement, borne by the debited account, without limits, and covers what is captured.
LIST_HOLDS_IN_THE_WAY = """
SELECT told.hold_id FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::boolean[])
    AS told (hold_id, debit_account_id, credit_account_id, amount, asset, release_rest)
LEFT JOIN LATERAL (SELECT * FROM ledger_hold WHERE ledger_hold.id = told.hold_id OFFSET 0) AS hold ON true
WHERE (hold.state = 'open' AND hold.expires_at > $7 AND hold.captured_minor = 0 AND hold.released_minor = 0 AND hold.limit_periods IS NULL
    AND hold.account_id = told.debit_account_id AND hold.debit_account_id = told.debit_account_id AND hold.credit_account_id = told.credit_account_id
    AND hold.asset = told.asset AND (hold.amount_minor = told.amount OR told.release_rest AND hold.amount_minor > told.amount)) IS NOT TRUE
"""

_TOLD = """
told AS MATERIALIZED (
    SELECT told.*, width_bucket(place::integer, $9::integer[]) + 1 AS leg
    FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::bigint[], $10::boolean[], $11::uuid[]) WITH ORDINALITY
        AS told (id, journal_id, debit_account_id, credit_account_id, amount, is_told, hold_id, place)
), movement AS (
    INSERT INTO ledger_movement (id, journal_id, kind, debit_account_id, credit_account_id, asset, amount_minor, hold_id, booked_at, effective_at)
    SELECT id, journal_id, ($7::text[])[leg], debit_account_id, credit_account_id, ($8::text[])[leg], amount, hold_id, $1, $1 FROM told
), unfolded AS (
    INSERT INTO ledger_unfolded (account_id, movement_id, amount_minor, booked_at)
    SELECT credit_account_id, id, amount, $1 FROM told WHERE credit_account_id = ANY($12::uuid[])
)"""

# $7 and $8: kind and asset of each leg, $9: the place at which each leg after the first begins. $12: the hot accounts that are credited. A column that no
# movement of the set needs (of listeners, of holds) is empty. Sequences are counted, and balances summed, in the order of the set, from what each account was
# before it: its row comes first of its entries (place 0), so that nothing is joined and no account is looked up but to be written.
_WRITE = """
side AS MATERIALIZED (
    SELECT debit_account_id AS account_id, id, place, 'debit' AS side, amount AS debit, 0::bigint AS credit, is_told, {held} AS held FROM {told}
    UNION ALL
    SELECT credit_account_id, id, place, 'credit', 0, amount, is_told, 0 FROM told WHERE credit_account_id <> ALL($12::uuid[])
), grown AS (
    SELECT account_id, sum(debit)::bigint AS debit, sum(credit)::bigint AS credit, sum(held)::bigint AS held, count(*) AS entries
    FROM side GROUP BY account_id ORDER BY account_id
), account AS (
    UPDATE ledger_account SET debits_posted_minor = debits_posted_minor + grown.debit, credits_posted_minor = credits_posted_minor + grown.credit,
        debits_pending_minor = debits_pending_minor - grown.held, last_sequence = last_sequence + grown.entries
    FROM grown WHERE ledger_account.id = grown.account_id
    RETURNING ledger_account.id, owner_id, CASE normal_side WHEN 'credit' THEN 1 ELSE -1 END AS sign,
        last_sequence - grown.entries AS sequence, credits_posted_minor - grown.credit - debits_posted_minor + grown.debit AS balance
), placed AS MATERIALIZED (
    SELECT * FROM (
        SELECT account_id, id, side, amount, is_told, place, first_value(owner_id) OVER arrival AS owner_id,
            first_value(sequence) OVER arrival + row_number() OVER arrival - 1 AS sequence,
            first_value(sign) OVER arrival * (sum(grown) OVER arrival)::bigint AS balance_after
        FROM (
            SELECT id AS account_id, 0 AS place, NULL::uuid AS id, NULL AS side, NULL::bigint AS amount, balance AS grown, sequence, sign, owner_id,
                false AS is_told
            FROM account
            UNION ALL
            SELECT account_id, place, id, side, debit + credit, credit - debit, NULL, NULL, NULL, is_told FROM side
        ) AS told
        WINDOW arrival AS (PARTITION BY account_id ORDER BY place ROWS UNBOUNDED PRECEDING)
    ) AS counted WHERE place > 0
), entry AS (
    INSERT INTO ledger_entry (account_id, sequence, movement_id, side, amount_minor, balance_after_minor, booked_at)
    SELECT account_id, sequence, id, side, amount, balance_after, $1 FROM placed
)"""

_HOLDS = """
held AS MATERIALIZED (
    SELECT told.*, coalesce(hold.amount_minor, 0) AS held FROM told
    LEFT JOIN LATERAL (SELECT amount_minor FROM ledger_hold WHERE ledger_hold.id = told.hold_id OFFSET 0) AS hold ON told.hold_id IS NOT NULL
), hold AS (
    UPDATE ledger_hold SET captured_minor = told.amount, released_minor = ledger_hold.amount_minor - told.amount,
        state = CASE WHEN ledger_hold.amount_minor = told.amount THEN 'captured' ELSE 'released' END
    FROM told WHERE ledger_hold.id = told.hold_id
)"""

_PLACES = "SELECT id, side, owner_id, sequence FROM placed WHERE is_told"

WRITE_SET = f"WITH {_TOLD}, {_WRITE.format(told='told', held='0::bigint')} {_PLACES}"
WRITE_SET_WITH_HOLDS = f"WITH {_TOLD}, {_HOLDS}, {_WRITE.format(told='held', held='held')} {_PLACES}"

FIND_SET = "SELECT input_hash, refused FROM ledger_set WHERE id = $1"
INSERT_SET = "INSERT INTO ledger_set (id, input_hash, movement_ids, leaves, refused, posted_at) VALUES ($1, $2, $3, $4, $5, $6)"
LIST_IDS = "SELECT movement_ids FROM ledger_set WHERE id = ANY($1::uuid[])"


class SetAccount(NamedTuple):
    """An account of a set that is not plain, or whose movements are told one by one. Without an owner it is not there, or is hot and not locked."""

    id: UUID
    owner_id: UUID | None
    is_told: bool
    in_the_way: bool


class LegColumns(NamedTuple):
    """The legs of a set: kind and asset of each, and the place, counted from one, at which each but the first begins."""

    kinds: Sequence[str]
    assets: Sequence[str]
    begins: Sequence[int]


class SetColumns(NamedTuple):
    """The movements of a set, column by column."""

    ids: Sequence[UUID]
    journal_ids: Sequence[UUID]
    debit_account_ids: Sequence[UUID]
    credit_account_ids: Sequence[UUID]
    amounts: Sequence[int]
    hold_ids: Sequence[UUID | None]
    legs: LegColumns


async def lock_set(
    tx: Tx,
    debit_account_ids: Sequence[UUID],
    credit_account_ids: Sequence[UUID],
    amounts: Sequence[int],
    taken: Sequence[int],
    legs: LegColumns,
    codes: Sequence[str],
) -> list[SetAccount]:
    """Hold every account until commit, in id order. Those that are not plain, and those of the codes. One statement."""
    rows = await tx.fetch(LOCK_SET, debit_account_ids, credit_account_ids, amounts, taken, legs.assets, legs.begins, codes)
    return [SetAccount(row[0], row[1], bool(row[2]), row[3]) for row in rows]


async def list_holds_in_the_way(
    tx: Tx,
    hold_ids: Sequence[UUID],
    debit_account_ids: Sequence[UUID],
    credit_account_ids: Sequence[UUID],
    amounts: Sequence[int],
    assets: Sequence[str],
    release_rest: Sequence[bool],
) -> set[UUID]:
    """Those of the holds that cannot simply be captured. Their accounts are locked."""
    rows = await tx.fetch(LIST_HOLDS_IN_THE_WAY, hold_ids, debit_account_ids, credit_account_ids, amounts, assets, release_rest, tx.now)
    return {row[0] for row in rows}


async def write_set(tx: Tx, columns: SetColumns, told: Sequence[bool], hot_ids: Sequence[UUID], *, with_holds: bool) -> list[Record]:
    """Write movements, entries, balances and captured holds, in one statement. The id, side, owner and sequence of each entry that is told."""
    statement = WRITE_SET_WITH_HOLDS if with_holds else WRITE_SET
    return await tx.fetch(statement, tx.now, *columns[:5], *columns.legs, told, columns.hold_ids, hot_ids)


async def find_set(source: Queryable, set_id: UUID) -> tuple[bytes, list[bytes]] | None:
    """What was posted under that id: the hash of its input, and what was refused of it."""
    row = await source.fetchrow(FIND_SET, set_id)
    return None if row is None else (row[0], row[1])


async def insert_set(tx: Tx, set_id: UUID, input_hash: bytes, movement_ids: Sequence[UUID], leaves: bytes, refused: Sequence[bytes]) -> None:
    await tx.execute(INSERT_SET, set_id, input_hash, movement_ids, leaves, refused, tx.now)


async def list_movement_ids(source: Queryable, set_ids: Sequence[UUID]) -> list[UUID]:
    """The movements that those sets told together."""
    return [id_ for row in await source.fetch(LIST_IDS, set_ids) for id_ in row[0]]
