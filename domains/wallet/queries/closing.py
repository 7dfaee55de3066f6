"""What of a customer's wallet is open and would be lost if the customer were closed."""

from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Tx

LIST_OPEN = """
SELECT 'top_up' WHERE EXISTS (SELECT FROM wallet_top_up WHERE customer_id = $1 AND state IN ('requested', 'pending', 'mismatch')) UNION ALL
SELECT 'withdrawal' WHERE EXISTS (SELECT FROM wallet_withdrawal WHERE customer_id = $1 AND state IN ('requested', 'pending', 'mismatch')) UNION ALL
SELECT 'promise' WHERE EXISTS (SELECT FROM wallet_promise WHERE state = 'waiting' AND (customer_id = $1 OR target_id = $1)) UNION ALL
SELECT 'standing_order' WHERE EXISTS (SELECT FROM wallet_standing_order WHERE state IN ('active', 'paused') AND customer_id = $1) UNION ALL
SELECT 'review' WHERE EXISTS (SELECT FROM wallet_review WHERE customer_id = $1 AND state = 'held') UNION ALL
SELECT 'red_packet' WHERE EXISTS (SELECT FROM wallet_red_packet WHERE sender_id = $1 AND state IN ('open', 'unreturned')) UNION ALL
SELECT 'money_request' WHERE EXISTS (SELECT FROM wallet_money_request WHERE state = 'open' AND (requester_id = $1 OR payer_id = $1)) UNION ALL
SELECT 'split' WHERE EXISTS (SELECT FROM wallet_split WHERE maker_id = $1 AND state = 'open') UNION ALL
SELECT 'merchant' WHERE EXISTS (SELECT FROM wallet_merchant_operator WHERE customer_id = $1) UNION ALL
SELECT 'sharing' WHERE EXISTS (SELECT FROM wallet_sharing_party WHERE party_id = $1)
"""


async def list_open(tx: Tx, customer_id: UUID) -> list[str]:
    """By kind, each once. One statement."""
    return [row[0] for row in await tx.fetch(LIST_OPEN, customer_id)]


LIST_LOTS = """
SELECT id, remaining_minor, expires_at FROM wallet_points_lot WHERE customer_id = $1 AND remaining_minor > 0 AND expires_at > $2 ORDER BY expires_at, id
"""


async def list_lots(tx: Tx, customer_id: UUID) -> list[Record]:
    """Lots of points that are still good, under the holder's lock."""
    return await tx.fetch(LIST_LOTS, customer_id, tx.now)
