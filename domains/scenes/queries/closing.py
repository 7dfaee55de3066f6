"""What of a customer's scenes is open and would be lost if the customer were closed."""

from uuid import UUID

from domains.kernel.transactions import Tx

LIST_OPEN = """
SELECT 'scene_order' WHERE EXISTS (SELECT FROM scenes_order WHERE customer_id = $1 AND state IN ('requested', 'pending', 'mismatch')) UNION ALL
SELECT 'scene_refund' WHERE EXISTS (SELECT FROM scenes_refund WHERE customer_id = $1 AND state IN ('requested', 'pending', 'mismatch')) UNION ALL
SELECT 'booking' WHERE EXISTS (SELECT FROM scenes_booking WHERE customer_id = $1 AND state NOT IN ('settled', 'missed', 'cancelled', 'refused')) UNION ALL
SELECT 'purchase' WHERE EXISTS (SELECT FROM scenes_purchase WHERE customer_id = $1 AND state IN ('paying', 'instalments', 'returning')) UNION ALL
SELECT 'instalments' WHERE EXISTS (SELECT FROM scenes_instalment_plan WHERE customer_id = $1 AND state IN ('offered', 'active')) UNION ALL
SELECT 'auto_pay' WHERE EXISTS (SELECT FROM scenes_auto_pay WHERE customer_id = $1 AND state = 'active') UNION ALL
SELECT 'partner_consent' WHERE EXISTS (SELECT FROM scenes_consent WHERE customer_id = $1 AND revoked_at IS NULL AND expires_at > now()) UNION ALL
SELECT 'company' WHERE EXISTS (SELECT FROM scenes_company WHERE customer_id = $1) UNION ALL
SELECT 'company_member' WHERE EXISTS (SELECT FROM scenes_company_member WHERE customer_id = $1 AND role <> 'owner') UNION ALL
SELECT 'partner_link' WHERE EXISTS (SELECT FROM scenes_link WHERE customer_id = $1 AND state IN ('started', 'opened', 'returned', 'authorized', 'linked'))
"""


async def list_open(tx: Tx, customer_id: UUID) -> list[str]:
    """By kind, each once. One statement."""
    return [row[0] for row in await tx.fetch(LIST_OPEN, customer_id)]
