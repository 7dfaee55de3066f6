"""Statements on payment runs."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx
from domains.scenes.rules.pain_002 import ReportedRun
from domains.scenes.rules.payment_file import FileFormat
from domains.scenes.rules.payment_run import RunState
from domains.scenes.rules.trade import PaymentInstruction

COLUMNS = """company_id, id, customer_id, scene, message_id, format, digest, instructions, state, client_id, brought_at, made_by, made_at, decided_by,
    decided_at, reason, payments"""

INSERT = f"""
INSERT INTO scenes_payment_run ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, NULL, NULL, NULL, '[]')
ON CONFLICT DO NOTHING RETURNING id
"""

FIND = f"SELECT {COLUMNS} FROM scenes_payment_run WHERE id = ANY($1::uuid[])"

FIND_BY_NAME = f"SELECT {COLUMNS} FROM scenes_payment_run WHERE company_id = $1 AND message_id = $2"

LOCK = f"SELECT {COLUMNS} FROM scenes_payment_run WHERE id = $1 FOR NO KEY UPDATE"

UPDATE = """
UPDATE scenes_payment_run SET state = $3, made_by = $4, made_at = $5, decided_by = $6, decided_at = $7, reason = $8, payments = $9
WHERE company_id = $1 AND id = $2
"""

LIST = f"""
SELECT asked.position, listed.* FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS asked (company_id, state, position)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM scenes_payment_run
    WHERE company_id = asked.company_id AND (brought_at, id) < ($3, $4) AND (asked.state IS NULL OR state = asked.state)
    ORDER BY brought_at DESC, id DESC LIMIT $5
) AS listed
ORDER BY asked.position, listed.brought_at DESC, listed.id DESC
"""


class InvoicePayment(NamedTuple):
    """An invoice that is paid: `line` as it was instructed."""

    line: int
    invoice_id: UUID
    movement_id: UUID
    amount: Amount


@dataclass(frozen=True, slots=True)
class PaymentRun:
    """As it stands."""

    company_id: UUID
    id: UUID
    customer_id: UUID
    scene: str
    message_id: str
    format: FileFormat
    digest: bytes
    instructions: tuple[PaymentInstruction, ...]
    state: RunState
    client_id: UUID | None
    brought_at: datetime
    made_by: UUID | None
    made_at: datetime | None
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    reason: str | None = None
    payments: tuple[InvoicePayment, ...] = ()

    @property
    def totals(self) -> list[Amount]:
        """What it comes to, in each of its currencies."""
        sums: dict[str, int] = {}
        for one in self.instructions:
            sums[one.currency] = sums.get(one.currency, 0) + one.amount_minor
        return [Amount(minor, asset_of(code)) for code, minor in sums.items()]

    @property
    def report(self) -> ReportedRun:
        """What the company's system is told of it."""
        return ReportedRun(
            derived_id(self.id, f"status:{self.state}").hex,
            self.message_id,
            self.state,
            self.decided_at or self.made_at or self.brought_at,
            self.instructions,
            {one.line: one.movement_id.hex for one in self.payments},
            self.reason,
        )


async def insert_run(tx: Tx, run: PaymentRun) -> bool:
    """Whether it was written: the company may have one of that name."""
    written = await tx.fetchval(
        INSERT,
        *(run.company_id, run.id, run.customer_id, run.scene, run.message_id, run.format, run.digest, [asdict(one) for one in run.instructions], run.state),
        *(run.client_id, run.brought_at, run.made_by, run.made_at),
    )
    return written is not None


async def find_runs(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, PaymentRun]:
    return {row["id"]: _run(row) for row in await source.fetch(FIND, list(ids))}


async def find_named_run(source: Queryable, company_id: UUID, message_id: str) -> PaymentRun | None:
    row = await source.fetchrow(FIND_BY_NAME, company_id, message_id)
    return None if row is None else _run(row)


async def lock_run(tx: Tx, run_id: UUID) -> PaymentRun | None:
    """Held until commit, as it is once the lock is ours."""
    row = await tx.fetchrow(LOCK, run_id)
    return None if row is None else _run(row)


async def update_run(tx: Tx, run: PaymentRun) -> None:
    payments = [
        {"line": one.line, "invoice_id": str(one.invoice_id), "movement_id": str(one.movement_id), "minor": one.amount.minor, "asset": one.amount.asset.code}
        for one in run.payments
    ]
    await tx.execute(UPDATE, run.company_id, run.id, run.state, run.made_by, run.made_at, run.decided_by, run.decided_at, run.reason, payments)


async def list_runs(source: Queryable, company_ids: Sequence[UUID], states: Sequence[RunState | None], first: int, after: str | None) -> list[Page[PaymentRun]]:
    """Each company's runs, in one state or all, newest first: one page per company, in order."""
    at, id_ = decode_moment(after)
    found: list[list[PaymentRun]] = [[] for _ in company_ids]
    for row in await source.fetch(LIST, list(company_ids), list(states), at, id_, check_first(first) + 1):
        found[row["position"] - 1].append(_run(row))
    return [page_of(rows, first, lambda one: moment_key(one.brought_at, one.id)) for rows in found]


def _run(row: Record) -> PaymentRun:
    payments = tuple(
        InvoicePayment(one["line"], UUID(one["invoice_id"]), UUID(one["movement_id"]), Amount(one["minor"], asset_of(one["asset"]))) for one in row["payments"]
    )
    return PaymentRun(
        *(row["company_id"], row["id"], row["customer_id"], row["scene"], row["message_id"], FileFormat(row["format"]), row["digest"]),
        tuple(PaymentInstruction(**one) for one in row["instructions"]),
        RunState(row["state"]),
        *(row["client_id"], row["brought_at"], row["made_by"], row["made_at"], row["decided_by"], row["decided_at"], row["reason"]),
        payments,
    )
