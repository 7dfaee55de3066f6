"""Plants synthetic customers, some hundreds in a transaction: registration, wallets, movements and notes through the domains' own faces.

Movements are booked when they are planted: `booked_at` is the truth of the books, by which balances at an instant go. `effective_at`, the value date, lies
in the past months. Within a transaction they are posted in order of value date, so an account's own sequence tells its story in order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from domains import customers, ledger, wallet
from domains.customers import NewCustomer
from domains.kernel.assets import CNY
from domains.kernel.clock import business_date, day_start
from domains.kernel.commands import HOUSE_ID, Command, composite_verb
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from gateway.seed.credit import plant_credit
from gateway.seed.funds import plant_funds
from gateway.seed.histories import HOUSE_ACCOUNTS, Step, history_of
from gateway.seed.loans import plant_loans
from gateway.seed.partners import plant_partners
from gateway.seed.people import CUSTOMERS_MOST, DEMO_CUSTOMERS, SEED_MOST, Person, person_of

GROUP = 200
"""Customers in one transaction: some two thousand movements, well within the statement timeout."""

DEMO_PIN = "314159"

Progress = Callable[[int, int], None]
"""Told after each group how many customers of how many stand."""


@dataclass(frozen=True, slots=True)
class SeedReport:
    """What stands of the seed, planted now or before."""

    customers: int
    movements: int

    def __str__(self) -> str:
        return f"{self.customers:,} customers stand, with {self.movements:,} movements."


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantCommand(Command):
    """The seed's customers from `start` to before `stop`."""

    seed: int
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Planted:
    customers: int
    movements: int


async def seed(database: Database, *, customers: int = 1000, seed: int = 1, progress: Progress | None = None) -> SeedReport:
    """Let that many customers of that seed stand, with their movements; the first two are the demo's, with their PIN.

    What stands already is left as it is: a second run changes nothing, one that was cut short is gone on with, a larger number adds the rest.
    Raises ValueError for a number or a seed out of range."""
    if not 0 <= customers <= CUSTOMERS_MOST:
        raise ValueError(f"between 0 and {CUSTOMERS_MOST} customers can be seeded")
    if not 0 <= seed <= SEED_MOST:
        raise ValueError(f"a seed is a number from 0 to {SEED_MOST}")
    standing = movements = 0
    for start in range(0, customers, GROUP):
        stop = min(start + GROUP, customers)
        planted = await database.write(plant, _command(seed, start, stop))
        standing += planted.customers
        movements += planted.movements
        if start == 0:
            await _set_demo_pins(database, stop)
        if progress is not None:
            progress(stop, customers)
    await plant_funds(database)
    await plant_loans(database)
    await plant_credit(database)
    await plant_partners(database)
    return SeedReport(standing, movements)


@composite_verb(Planted)
async def plant(tx: Tx, command: PlantCommand) -> Planted:
    """Register those of the group who are not there yet, and post what their stories add. Whoever's phone somebody else has already is left out."""
    people = {number: person_of(command.seed, number) for number in range(command.start, command.stop)}
    taken = await customers.find_by_phone(tx, [person.phone for person in people.values()])
    there = {number for number, person in people.items() if person.phone in taken and taken[person.phone].id == person.id}
    new = {number: person for number, person in people.items() if person.phone not in taken}
    standing = {people[number].id for number in there} | {person.id for person in new.values()}
    steps = [step for number in new for step in history_of(command.seed, number)]
    told = sum(len(history_of(command.seed, number)) for number in there)
    # A friend below this group stands since an earlier one; one within it may have been left out.
    absent = {person.id for person in people.values()} - standing
    return Planted(len(standing), told + await _register_and_post(tx, list(new.values()), [step for step in steps if step.friend_id not in absent]))


async def _register_and_post(tx: Tx, people: Sequence[Person], steps: list[Step]) -> int:
    if not people:
        return 0
    await customers.register_customers(tx, [NewCustomer(one.id, one.phone, "zh", one.name, one.id_number, synthetic=True) for one in people])
    await wallet.open_wallets(tx, [(one.id, CNY) for one in people])
    used = {step.source_id for step in steps}
    await ledger.open_accounts(tx, [account for account in HOUSE_ACCOUNTS if account.id in used])
    steps.sort()
    today = day_start(business_date(tx.now))
    journals = [
        (
            step.id,
            [
                ledger.PlannedMovement(
                    step.id, step.kind, step.source_id, step.target_id, Amount(step.minor, CNY), effective_at=today + timedelta(seconds=step.at)
                )
            ],
        )
        for step in steps
    ]
    verdicts = await ledger.post(tx, journals)
    # Of a larger seed that is planted later, a friend may have spent since what the story has them give back: the ledger refuses it, and the story goes on.
    posted = [step for step, verdict in zip(steps, verdicts, strict=True) if not isinstance(verdict, Refusal)]
    await wallet.insert_notes(tx, [(step.id, step.note) for step in posted if step.note])
    return len(posted)


def _command(seed: int, start: int, stop: int) -> PlantCommand:
    return PlantCommand(request_id=_request_id(seed, start, stop), owner_id=HOUSE_ID, seed=seed, start=start, stop=stop)


def _request_id(seed: int, start: int, stop: int) -> UUID:
    return derived_id(HOUSE_ID, f"plant {seed} {start} {stop}")


async def _set_demo_pins(database: Database, standing: int) -> None:
    """Give the demo's customers their first PIN; one that they changed since stays."""
    ids = [demo.id for demo in DEMO_CUSTOMERS[:standing]]
    async with database.reading(single=True) as read:
        found = await customers.list_customers(read, ids)
    for id_ in ids:
        if id_ in found and not found[id_].has_pin:
            await customers.seed_pin(database.write, id_, DEMO_PIN)
