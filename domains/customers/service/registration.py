"""How a customer comes to be: a row with its own data key."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from domains.customers.events import CustomerRegistered
from domains.customers.queries import people
from domains.customers.sealing import seal_customer
from domains.kernel.crypto import Keyring
from domains.kernel.keys import create_data_keys
from domains.kernel.transactions import Tx


class NewCustomer(NamedTuple):
    """`phone` in E.164 form. Name and ID number, both or neither, are taken as they are: whoever fills them has checked them, or marks them synthetic."""

    id: UUID
    phone: str
    language: str = "zh"
    name: str | None = None
    id_number: str | None = None
    synthetic: bool = False


async def register_customers(tx: Tx, customers: Sequence[NewCustomer]) -> None:
    """Write new customers inside a verb of the caller's. A phone or ID number that is taken breaks the transaction."""
    keyring = tx.port(Keyring)
    data_keys = await create_data_keys(tx, keyring, [new.id for new in customers])
    rows = [seal_customer(keyring, data_keys[new.id], new.id, new.phone, new.name, new.id_number, new.language, new.synthetic) for new in customers]
    await people.insert_customers(tx, rows)
    for new in customers:
        tx.publish(CustomerRegistered(new.id, None))
