"""Recompute lots of points: from what was done to them, and from the ledger's balances."""

from dataclasses import dataclass, field
from uuid import UUID

from domains import ledger
from domains.kernel.database import Database
from domains.wallet.accounts import points_account_id, points_owed_account_id
from domains.wallet.queries import points_verification

HOLDERS_READ = 1000
FINDINGS_MAX = 100


@dataclass(slots=True)
class PointsReport:
    """What was read, and what does not agree."""

    holders: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def is_equal(self) -> bool:
        """Whether every lot and every sum agrees."""
        return not self.findings


async def verify_points(database: Database) -> PointsReport:
    """For every customer: each lot is what its parts sum to, the lots sum to the ledger's balance, what is owed is what the ledger says. Changes nothing."""
    report = PointsReport()
    async with database.reading() as read:
        for customer_id, lot_id, stored, recomputed in await points_verification.list_wrong_lots(read, FINDINGS_MAX):
            report.findings.append(f"lot {lot_id} of {customer_id}: stored {stored}, recomputed {recomputed}")
        after = UUID(int=0)
        while holders := await points_verification.list_holders(read, after, HOLDERS_READ):
            ids = [id_ for customer_id, *_ in holders for id_ in (points_account_id(customer_id), points_owed_account_id(customer_id))]
            accounts = await ledger.find_accounts(read, ids)
            for customer_id, owed, in_lots, owed_by_parts in holders:
                held, owing = (accounts[of(customer_id)].posted.minor for of in (points_account_id, points_owed_account_id))
                if held != in_lots:
                    report.findings.append(f"points of {customer_id}: the lots sum to {in_lots}, the ledger holds {held}")
                if not owed == owed_by_parts == owing:
                    report.findings.append(f"owed by {customer_id}: stored {owed}, recomputed {owed_by_parts}, the ledger holds {owing}")
            report.holders += len(holders)
            after = holders[-1][0]
    return report
