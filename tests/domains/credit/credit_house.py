"""A house that scores: customers with and without consent, events that happened on a day, and the job that follows them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from domains import credit, customers
from domains.credit import (
    Band,
    EventKind,
    NewEvent,
    listeners,  # noqa: F401  registers what credit hears
)
from domains.credit.jobs import recompute_due
from domains.kernel.database import Database
from domains.kernel.events import LISTENERS, PublishedEvent
from tests.domains.customers.conftest import new_customer

HERE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 20, 12, tzinfo=HERE)


class CreditHouse:
    """It is noon of 2026-11-20 in Shanghai, and only `on` moves the clock."""

    def __init__(self, database: Database) -> None:
        self.database = database
        database.clock.freeze(NOON)

    def on(self, days: int) -> datetime:
        """Set the clock to noon, that many days later than the first."""
        at = NOON + timedelta(days=days)
        self.database.clock.freeze(at)
        return at

    async def customer(self, *, consents: bool = True) -> customers.DevelopmentCustomer:
        someone = await new_customer(self.database)
        if consents:
            await self.consent(someone)
        return someone

    async def consent(self, someone: customers.DevelopmentCustomer, purpose: str = "credit_scoring") -> None:
        named = {"owner_id": someone.customer_id, "session_id": someone.session_id, "purpose": purpose, "version": "2026-11"}
        await self.database.write(customers.grant_consent, customers.GrantConsent(request_id=uuid4(), **named))
        await self.hear(customers.ConsentGranted, someone.customer_id, purpose=purpose)

    async def withdraw(self, someone: customers.DevelopmentCustomer) -> None:
        named = {"owner_id": someone.customer_id, "session_id": someone.session_id, "purpose": "credit_scoring"}
        await self.database.write(customers.withdraw_consent, customers.WithdrawConsent(request_id=uuid4(), **named))

    async def hear(self, fact: type, customer_id: UUID, **payload: Any) -> None:
        """Tell credit's own listeners of a fact, as the relay does."""
        await tell(self.database, fact.__name__, customer_id, payload)

    async def record(self, *events: NewEvent) -> list[NewEvent]:
        async with self.database.transaction() as tx:
            return await credit.record_events(tx, events)

    async def void(self, event: NewEvent) -> list[tuple[UUID, UUID]]:
        async with self.database.transaction() as tx:
            return await credit.void_events(tx, [(event.customer_id, event.id)], "test", uuid4())

    async def compute(self) -> None:
        await recompute_due(self.database)

    async def band(self, someone: customers.DevelopmentCustomer) -> Band | None:
        async with self.database.reading() as read:
            return (await credit.find_bands(read, [someone.customer_id]))[0].band

    async def standing(self, someone: customers.DevelopmentCustomer) -> dict[str, Any]:
        """The row itself."""
        async with self.database.reading() as read:
            row = await read.fetchrow("SELECT * FROM credit_standing WHERE customer_id = $1", someone.customer_id)
        return {} if row is None else dict(row)

    async def good_year(self, someone: customers.DevelopmentCustomer) -> list[NewEvent]:
        """Twelve months of bills paid in three scenes, and a name that is proved: a customer of band A."""
        scenes = ("utilities", "wallet", "campus")
        told = [event(someone, EventKind.PAID, NOON - timedelta(days=30 * month + 1), scenes[month % 3]) for month in range(13)]
        told.append(event(someone, EventKind.VERIFIED, NOON - timedelta(days=400), "identity"))
        await self.record(*told)
        return told


def event(someone: customers.DevelopmentCustomer, kind: EventKind, at: datetime = NOON, scene: str = "wallet", business_id: UUID | None = None) -> NewEvent:
    return NewEvent(someone.customer_id, credit.event_id(business_id or uuid4(), kind), kind, scene, at)


async def tell(database: Database, name: str, customer_id: UUID, payload: dict[str, Any]) -> None:
    """Have credit's listeners of that fact hear it, in one transaction."""
    for one in LISTENERS.values():
        if name in one.events and one.name.startswith("credit."):
            async with database.transaction() as tx:
                await one.listen(tx, [PublishedEvent(1, name, customer_id, None, payload)])
