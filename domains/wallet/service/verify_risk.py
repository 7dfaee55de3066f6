"""Recompute what decisions say was sent from the ledger's movements."""

from collections.abc import Sequence
from uuid import UUID

from domains import ledger
from domains.kernel.database import Database
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Queryable
from domains.wallet.queries import payments, risk
from domains.wallet.queries.risk import Granted
from domains.wallet.service.till import draw_id_of, movement_id_of

DECISIONS_READ = 1000
FINDINGS_MAX = 100


async def verify_risk(database: Database) -> list[str]:
    """Every granted decision, which the windows by counterparty are summed from, has its movements of that amount, or a hold of it that waits to be one.
    Findings; none when all agrees."""
    findings: list[str] = []
    after = (UUID(int=0), UUID(int=0))
    async with database.reading() as read:
        while (granted := await risk.list_granted(read, after, DECISIONS_READ)) and len(findings) < FINDINGS_MAX:
            moved = await _moved(read, granted)
            for one in granted:
                if moved[one.id] != one.minor:
                    findings.append(f"act {one.id} of {one.customer_id}: counted {one.minor}, moved {moved[one.id]}")
            after = granted[-1][:2]
    return findings


async def _moved(source: Queryable, granted: Sequence[Granted]) -> dict[UUID, int]:
    """What moved by each act, or is held for it: of a promise until it is accepted, of a withdrawal until it is paid."""
    ways = await _ways(source, granted)
    movements = await ledger.find_movements(source, [id_ for of_one in ways.values() for id_ in of_one])
    holds = await ledger.find_holds(source, [hold_id(one) for one in granted])
    moved = {id_: sum(movements[movement_id].amount.minor for movement_id in of_one if movement_id in movements) for id_, of_one in ways.items()}
    for one in granted:
        hold = holds.get(hold_id(one))
        if hold is not None and not moved[one.id]:
            moved[one.id] = hold.left.minor
    return moved


async def _ways(source: Queryable, granted: Sequence[Granted]) -> dict[UUID, list[UUID]]:
    """The movements by which each may have gone: of a payment, from each of its sources to each who got a share."""
    paid = [one.id for one in granted if one.movement_id is None]
    sources, shares = (await payments.list_sources(source, paid), await payments.list_shares(source, paid)) if paid else ([], [])
    ways = {one.id: [one.movement_id] for one in granted if one.movement_id is not None}
    for id_, giving, getting in zip(paid, sources, shares, strict=True):
        ways[id_] = [movement_id_of(draw_id_of(id_, giver.source), taker.merchant_id) for giver in giving for taker in getting]
    return ways


def hold_id(one: Granted) -> UUID:
    """The hold of a promise or withdrawal: of other acts there is none of that id."""
    return derived_id(one.id, "hold")
