"""What of a customer's loans is open and would be lost if the customer were closed."""

from uuid import UUID

from domains.kernel.transactions import Tx

LIST_OPEN = """
SELECT 'loan' WHERE EXISTS (SELECT FROM loans_loan WHERE customer_id = $1 AND state IN ('active', 'written_off')) UNION ALL
SELECT 'loan_application' WHERE EXISTS (SELECT FROM loans_application WHERE customer_id = $1
    AND state IN ('approved', 'offered', 'priced', 'referred', 'signed', 'submitted')) UNION ALL
SELECT 'loan_line' WHERE EXISTS (SELECT FROM loans_line WHERE customer_id = $1 AND state IN ('active', 'frozen'))
"""


async def list_open(tx: Tx, customer_id: UUID) -> list[str]:
    """By kind, each once. One statement."""
    return [row[0] for row in await tx.fetch(LIST_OPEN, customer_id)]
