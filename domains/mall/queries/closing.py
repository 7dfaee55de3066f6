"""What of a customer's mall is open and would be lost if the customer were closed."""

from uuid import UUID

from domains.kernel.transactions import Tx

LIST_OPEN = """
SELECT 'mall_order' WHERE EXISTS (SELECT FROM mall_order WHERE customer_id = $1 AND state IN ('placed', 'paid', 'part_shipped', 'shipped'))
UNION ALL SELECT 'flash_place' WHERE EXISTS (
    SELECT FROM mall_flash_sale AS sale JOIN mall_flash_place AS place ON place.sale_id = sale.id AND place.customer_id = $1
    WHERE sale.closed_at IS NULL AND sale.state = 'announced' AND (place.place IS NULL OR place.place > sale.served_place)
)
UNION ALL SELECT 'mall_exchange' WHERE EXISTS (SELECT FROM mall_exchange WHERE customer_id = $1 AND state = 'asked')
UNION ALL SELECT 'mall_dispute' WHERE EXISTS (SELECT FROM mall_dispute WHERE customer_id = $1 AND state IN ('open', 'answered', 'decided'))
"""


async def list_open(tx: Tx, customer_id: UUID) -> list[str]:
    """By kind, each once. One statement."""
    return [row[0] for row in await tx.fetch(LIST_OPEN, customer_id)]
