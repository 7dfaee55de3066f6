"""Recompute what decisions say was sent from the ledger's movements."""

from uuid import UUID

from domains import ledger
from domains.kernel.database import Database
from domains.kernel.ids import derived_id
from domains.wallet.queries import risk

DECISIONS_READ = 1000
FINDINGS_MAX = 100


async def verify_risk(database: Database) -> list[str]:
    """Every granted decision, which the windows by counterparty are summed from, has its movement of that amount. Findings; none when all agrees."""
    findings: list[str] = []
    after = (UUID(int=0), UUID(int=0))
    async with database.reading() as read:
        while (granted := await risk.list_granted(read, after, DECISIONS_READ)) and len(findings) < FINDINGS_MAX:
            movements = await ledger.find_movements(read, [derived_id(id_, "transfer") for _, id_, _ in granted])
            for customer_id, id_, minor in granted:
                movement = movements.get(derived_id(id_, "transfer"))
                moved = 0 if movement is None else movement.amount.minor
                if moved != minor:
                    findings.append(f"transfer {id_} of {customer_id}: counted {minor}, moved {moved}")
            after = granted[-1][:2]
    return findings
