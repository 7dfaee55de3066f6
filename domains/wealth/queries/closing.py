"""What of a customer's wealth is open and would be lost if the customer were closed. Shares are in the ledger, where the wallet looks."""

from uuid import UUID

from domains.kernel.transactions import Tx

LIST_OPEN = """
SELECT 'fund_order' WHERE EXISTS (SELECT FROM wealth_order WHERE customer_id = $1 AND state IN ('placed', 'accepted', 'priced', 'confirmed')) UNION ALL
SELECT 'plan' WHERE EXISTS (SELECT FROM wealth_plan WHERE customer_id = $1 AND state IN ('active', 'paused')) UNION ALL
SELECT 'sweep' WHERE EXISTS (SELECT FROM wealth_sweep WHERE customer_id = $1 AND is_active)
"""


async def list_open(tx: Tx, customer_id: UUID) -> list[str]:
    """By kind, each once. One statement."""
    return [row[0] for row in await tx.fetch(LIST_OPEN, customer_id)]
