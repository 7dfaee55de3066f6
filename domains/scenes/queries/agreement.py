"""Statements on agreements and on how they part commission."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import ExclusionViolationError, Record

from domains.kernel.assets import Asset, asset_of
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx
from domains.scenes.rules.agreement import SplitState

COLUMNS = "id, partner_id, scene, asset, settled_through, made_by, made_at"

SPLIT_COLUMNS = """id, agreement_id, valid_from, valid_to, commission_bps, fixed_minor, least_minor, parties, shares_bps, carries, state, proposed_by,
    proposed_at, decided_by"""

SPLIT_READ = f"{SPLIT_COLUMNS}, (SELECT agreed.asset FROM scenes_agreement AS agreed WHERE agreed.id = agreement_id) AS asset"

INSERT = f"INSERT INTO scenes_agreement ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id"

FIND = f"SELECT {COLUMNS} FROM scenes_agreement WHERE id = ANY($1::uuid[])"

LOCK = f"SELECT {COLUMNS} FROM scenes_agreement WHERE id = $1 FOR NO KEY UPDATE"

LOCK_CONCERNED = f"""
SELECT {COLUMNS} FROM scenes_agreement WHERE scene = ANY($1::text[]) OR (scene IS NULL AND partner_id = ANY($2::uuid[])) ORDER BY id FOR NO KEY UPDATE
"""

LIST = f"SELECT {COLUMNS} FROM scenes_agreement WHERE (made_at, id) < ($1, $2) ORDER BY made_at DESC, id DESC LIMIT $3"

LIST_DUE = "SELECT id, settled_through FROM scenes_agreement WHERE settled_through < $1 AND id > $2 ORDER BY id LIMIT $3"

SET_SETTLED = "UPDATE scenes_agreement SET settled_through = $2 WHERE id = $1"

INSERT_SPLIT = f"""
INSERT INTO scenes_agreement_split ({SPLIT_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'proposed', $11, $12, NULL)
ON CONFLICT DO NOTHING RETURNING id
"""

AGREEMENT_OF = "SELECT agreement_id FROM scenes_agreement_split WHERE id = $1"

LOCK_SPLIT = f"SELECT {SPLIT_READ} FROM scenes_agreement_split WHERE id = $1 FOR NO KEY UPDATE"

LIST_SPLITS = f"SELECT {SPLIT_READ} FROM scenes_agreement_split WHERE agreement_id = ANY($1::uuid[]) ORDER BY agreement_id, valid_from, id"

DECIDE_SPLIT = "UPDATE scenes_agreement_split SET state = $2, decided_by = $3 WHERE id = $1"

END_STANDING = """
UPDATE scenes_agreement_split SET valid_to = $2 WHERE agreement_id = $1 AND state = 'approved' AND valid_to IS NULL AND valid_from < $2
"""

SET_CARRIES = "UPDATE scenes_agreement_split SET carries = $2 WHERE id = $1"


@dataclass(frozen=True, slots=True)
class Agreement:
    """With a partner, on the payments that it initiates, or on the orders of its scene."""

    id: UUID
    partner_id: UUID
    scene: str | None
    asset: Asset
    settled_through: date
    made_by: UUID
    made_at: datetime


@dataclass(frozen=True, slots=True)
class AgreementSplit:
    """How commission is parted from `valid_from` until before `valid_to`."""

    id: UUID
    agreement_id: UUID
    valid_from: date
    valid_to: date | None
    commission_bps: int
    fixed_minor: int
    least_minor: int
    parties: tuple[UUID, ...]
    shares_bps: tuple[int, ...]
    carries: tuple[int, ...]
    state: SplitState
    proposed_by: UUID
    proposed_at: datetime
    decided_by: UUID | None
    asset: Asset

    @property
    def fixed(self) -> Amount:
        return Amount(self.fixed_minor, self.asset)

    @property
    def least(self) -> Amount:
        return Amount(self.least_minor, self.asset)

    def is_in_force(self, day: date) -> bool:
        return self.state is SplitState.APPROVED and self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class DueAgreement(NamedTuple):
    id: UUID
    settled_through: date


async def insert_agreement(tx: Tx, one: Agreement) -> bool:
    """Whether it was written: the partner or the scene may have one, or the id be in use."""
    values = (one.id, one.partner_id, one.scene, one.asset.code, one.settled_through, one.made_by, one.made_at)
    return await tx.fetchval(INSERT, *values) is not None


async def find_agreements(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, Agreement]:
    return {row["id"]: _agreement(row) for row in await source.fetch(FIND, ids)}


async def list_agreements(source: Queryable, first: int, after: str | None) -> Page[Agreement]:
    """All of them, newest first. Raises InvalidInput."""
    rows = [_agreement(row) for row in await source.fetch(LIST, *decode_moment(after), check_first(first) + 1)]
    return page_of(rows, first, lambda one: moment_key(one.made_at, one.id))


async def lock_agreement(tx: Tx, agreement_id: UUID) -> Agreement | None:
    """Held until commit, as it is once the lock is ours."""
    row = await tx.fetchrow(LOCK, agreement_id)
    return None if row is None else _agreement(row)


async def lock_concerned(tx: Tx, scenes: Sequence[str], partner_ids: Sequence[UUID]) -> list[Agreement]:
    """Those on orders of the scenes and on payments of the partners, in order of their ids, held until commit."""
    return [_agreement(row) for row in await tx.fetch(LOCK_CONCERNED, scenes, partner_ids)]


async def list_due_agreements(source: Queryable, month: date, after: UUID, limit: int) -> list[DueAgreement]:
    """Those that are not settled through that month, by id."""
    return [DueAgreement(*row) for row in await source.fetch(LIST_DUE, month, after, limit)]


async def set_settled(tx: Tx, agreement_id: UUID, month: date) -> None:
    await tx.execute(SET_SETTLED, agreement_id, month)


async def insert_split(tx: Tx, one: AgreementSplit) -> bool:
    """Whether it was written: its id may be in use."""
    written = await tx.fetchval(
        INSERT_SPLIT,
        *(one.id, one.agreement_id, one.valid_from, one.valid_to, one.commission_bps, one.fixed_minor, one.least_minor),
        *(one.parties, one.shares_bps, one.carries, one.proposed_by, one.proposed_at),
    )
    return written is not None


async def agreement_of(source: Queryable, split_id: UUID) -> UUID | None:
    """Whose split it is: an agreement is locked before its splits."""
    found: UUID | None = await source.fetchval(AGREEMENT_OF, split_id)
    return found


async def lock_split(tx: Tx, split_id: UUID) -> AgreementSplit | None:
    """Held until commit, as it is once the lock is ours."""
    row = await tx.fetchrow(LOCK_SPLIT, split_id)
    return None if row is None else _split(row)


async def list_splits(source: Queryable, agreement_ids: Sequence[UUID]) -> dict[UUID, list[AgreementSplit]]:
    """All of each agreement's, also those that were proposed and rejected, by their first day."""
    found: dict[UUID, list[AgreementSplit]] = {agreement_id: [] for agreement_id in agreement_ids}
    for row in await source.fetch(LIST_SPLITS, agreement_ids):
        found[row["agreement_id"]].append(_split(row))
    return found


async def approve_split(tx: Tx, one: AgreementSplit, approver_id: UUID) -> bool:
    """Put it into force; the one that stands without end, ends the day it begins. False, and the transaction is to be undone, if another shares its days."""
    await tx.execute(END_STANDING, one.agreement_id, one.valid_from)
    try:
        await tx.execute(DECIDE_SPLIT, one.id, SplitState.APPROVED, approver_id)
    except ExclusionViolationError:
        return False
    return True


async def reject_split(tx: Tx, split_id: UUID, rejecter_id: UUID) -> None:
    await tx.execute(DECIDE_SPLIT, split_id, SplitState.REJECTED, rejecter_id)


async def withdraw_split(tx: Tx, split_id: UUID) -> None:
    await tx.execute(DECIDE_SPLIT, split_id, SplitState.WITHDRAWN, None)


async def set_carries(tx: Tx, split_id: UUID, carries: Sequence[int]) -> None:
    await tx.execute(SET_CARRIES, split_id, carries)


def _agreement(row: Record) -> Agreement:
    return Agreement(row["id"], row["partner_id"], row["scene"], asset_of(row["asset"]), row["settled_through"], row["made_by"], row["made_at"])


def _split(row: Record) -> AgreementSplit:
    names = ("parties", "shares_bps", "carries")
    read = {"state": SplitState(row["state"]), "asset": asset_of(row["asset"])}
    return AgreementSplit(**dict(row) | {name: tuple(row[name]) for name in names} | read)
