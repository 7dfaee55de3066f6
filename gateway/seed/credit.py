"""Lets the demo's two customers be scored: their consent, what the scenes have seen of them over a year, limits that are offered to them beforehand, and one
application that is decided while somebody looks on. All by the verbs that customers and staff use."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from domains import credit, customers, loans
from domains.credit import EventKind, NewEvent, event_id
from domains.kernel.assets import CNY
from domains.kernel.clock import business_date, day_start
from domains.kernel.commands import HOUSE_ID, Command, composite_verb
from domains.kernel.database import Database
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from gateway.seed.people import DEMO_CUSTOMERS, DemoCustomer

WORDING = "2026-11"
OFFERED_FOR = timedelta(days=30)

# By customer: what happened, where, so many days ago. The first keeps every word; the second was late once, and made it good.
SEEN: tuple[tuple[tuple[EventKind, str, int], ...], ...] = (
    (
        *((EventKind.PAID, ("utilities", "wallet", "campus")[month % 3], 12 + 30 * month) for month in range(12)),
        *((EventKind.RETURNED, "sharing", days) for days in (40, 75, 160)),
        (EventKind.VISITED, "branch", 21),
        (EventKind.VERIFIED, "identity", 420),
    ),
    (
        *((EventKind.PAID, ("utilities", "wallet")[month % 2], 9 + 30 * month) for month in range(8)),
        (EventKind.OVERDUE, "utilities", 205),
        (EventKind.CURED, "utilities", 198),
        (EventKind.VISITED, "branch", 33),
        (EventKind.VERIFIED, "identity", 300),
    ),
)

ANSWERS = (
    ("status_of_existing_checking_account", "high_or_salary"),
    ("credit_history", "running_duly"),
    ("purpose", "furniture"),
    ("savings_account_and_bonds", "middle"),
    ("present_employment_since", "4_to_7_years"),
    ("property", "car_or_other"),
    ("other_installment_plans", "none"),
    ("housing", "rent"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantSeenCommand(Command):
    """What the scenes have seen of a customer of the demo, by their place."""

    customer_id: UUID
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantOffersCommand(Command):
    """Once for a house."""


@dataclass(frozen=True, slots=True)
class SeenPlanted:
    count: int


async def plant_credit(database: Database) -> None:
    """Let those of the two who are there be scored, be offered a loan beforehand, and the second apply for one. Whoever has consented already is left alone."""
    ids = [demo.id for demo in DEMO_CUSTOMERS]
    async with database.reading() as read:
        there = await customers.list_customers(read, ids)
        consents = await customers.find_consents(read, ids, credit.PURPOSE)
    new = [
        (place, demo)
        for place, (demo, consent) in enumerate(zip(DEMO_CUSTOMERS, consents, strict=True))
        if demo.id in there and consent is None and there[demo.id].masked_id_number is not None
    ]
    if not new:
        return
    sessions = {demo.id: await _consent(database, place, demo) for place, demo in new}
    while (await database.write(credit.recompute, credit.RecomputeCommand(request_id=None, owner_id=HOUSE_ID))).customers:
        pass
    await database.write(plant_offers, PlantOffersCommand(request_id=derived_id(HOUSE_ID, "plant offers"), owner_id=HOUSE_ID))
    applicant = DEMO_CUSTOMERS[1].id
    if applicant in sessions:
        await _apply(database, applicant, sessions[applicant])
    for customer_id, session_id in sessions.items():
        await database.write(customers.sign_out, customers.SignOut(request_id=None, owner_id=customer_id, session_id=session_id))


async def _consent(database: Database, place: int, demo: DemoCustomer) -> UUID:
    """Their session, in which they consented."""
    session_id = (await customers.make_development_customer(database, demo.phone)).session_id
    consent_id = derived_id(demo.id, "plant consent")
    consent = customers.GrantConsent(request_id=consent_id, owner_id=demo.id, session_id=session_id, purpose=credit.PURPOSE, version=WORDING)
    await database.write(customers.grant_consent, consent)
    told = PlantSeenCommand(request_id=derived_id(demo.id, "plant seen"), owner_id=HOUSE_ID, customer_id=demo.id, place=place)
    await database.write(plant_seen, told)
    return session_id


async def _apply(database: Database, customer_id: UUID, session_id: UUID) -> None:
    async with database.reading() as read:
        product = (await loans.find_products(read, ["cash_loan"]))["cash_loan"]
        asked = await credit.find_questionnaire(read)
    if {name for name, _ in ANSWERS} != {one.name for one in asked.questions}:
        return
    command = loans.ApplyCommand(
        request_id=derived_id(customer_id, "plant application"),
        owner_id=customer_id,
        session_id=session_id,
        product_code=product.code,
        version=product.version,
        amount=Amount(1_200_000, CNY),
        count=12,
        occupation=loans.Occupation.EMPLOYED,
        income=Amount(1_500_000, CNY),
        questions_version=asked.version,
        answers=ANSWERS,
    )
    await database.write(loans.apply_for_loan, command)


@composite_verb(SeenPlanted)
async def plant_seen(tx: Tx, command: PlantSeenCommand) -> SeenPlanted:
    """Record it as the scenes' own domains would have."""
    today = business_date(tx.now)
    id_ = command.customer_id
    told = [
        NewEvent(id_, event_id(derived_id(id_, f"seen {days}"), kind), kind, scene, day_start(today - timedelta(days=days)))
        for kind, scene, days in SEEN[command.place]
    ]
    return SeenPlanted(len(await credit.record_events(tx, told)))


@composite_verb(loans.Batch)
async def plant_offers(tx: Tx, command: PlantOffersCommand) -> loans.Batch:
    """Begin a batch of offers; the worker goes through it."""
    assert command.request_id is not None
    told = loans.StartPreapprovalCommand(
        request_id=command.request_id, owner_id=HOUSE_ID, session_id=HOUSE_ID, product_code="cash_loan", expires_at=tx.now + OFFERED_FOR
    )
    return await loans.begin_preapproval(tx, told)
