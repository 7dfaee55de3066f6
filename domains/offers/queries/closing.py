"""What of a customer's offers is open and would be lost if the customer were closed."""

from uuid import UUID

from domains.kernel.transactions import Tx

LIST_OPEN = """
SELECT 'coupon' WHERE EXISTS (SELECT FROM offers_coupon WHERE customer_id = $1 AND state IN ('claimed', 'reserved')) UNION ALL
SELECT 'reward' WHERE EXISTS (SELECT FROM offers_reward WHERE customer_id = $1 AND state = 'waiting') UNION ALL
SELECT 'appointment' WHERE EXISTS (SELECT FROM offers_appointment WHERE customer_id = $1 AND state = 'booked') UNION ALL
SELECT 'ticket' WHERE EXISTS (SELECT FROM offers_ticket WHERE customer_id = $1 AND state IN ('waiting', 'called')) UNION ALL
SELECT 'stamp' WHERE EXISTS (SELECT FROM offers_stamp WHERE customer_id = $1 AND state IN ('standing', 'owed')) UNION ALL
SELECT 'prefill' WHERE EXISTS (SELECT FROM offers_prefill WHERE customer_id = $1 AND state = 'waiting')
"""


async def list_open(tx: Tx, customer_id: UUID) -> list[str]:
    """By kind, each once. One statement."""
    return [row[0] for row in await tx.fetch(LIST_OPEN, customer_id)]
