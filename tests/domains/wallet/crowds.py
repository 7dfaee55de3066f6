"""Many customers at once, each with a session and nothing else: written in a few statements."""

from datetime import timedelta
from itertools import count
from secrets import randbelow
from uuid import uuid4

from domains import customers
from domains.kernel.assets import CNY
from domains.kernel.database import Database
from domains.kernel.ids import new_id
from domains.wallet import wallet_account_id
from tests.domains.wallet.people import Person

INSERT_SESSIONS = """
INSERT INTO customers_session
    (owner_id, id, device_id, permissions, key_thumbprint, generation, confirmed_generation, issued_at, created_at, last_used_at, expires_at, by_code)
SELECT told.owner_id, told.id, NULL, ARRAY['customer'], NULL, 0, 0, $3, $3, $3, $4, true FROM unnest($1::uuid[], $2::uuid[]) AS told (owner_id, id)
"""

_numbers = count(randbelow(10**7))


async def crowd(database: Database, size: int) -> list[Person]:
    """So many customers who are signed in. None has a wallet before the listener of their registration, or somebody who pays them, opens one."""
    people: list[Person] = []
    for _ in range(size):
        id_ = new_id(database.clock)
        people.append(Person(id_, uuid4(), f"+86137{next(_numbers) % 10**8:08d}", wallet_account_id(id_, CNY)))
    for first in range(0, size, 2_000):
        some = people[first : first + 2_000]
        async with database.transaction() as tx:
            await customers.register_customers(tx, [customers.NewCustomer(one.id, one.phone, synthetic=True) for one in some])
            await tx.execute(INSERT_SESSIONS, [one.id for one in some], [one.session_id for one in some], tx.now, tx.now + timedelta(days=30))
    return people
