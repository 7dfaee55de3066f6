"""Replay a day's income that was told anew after customers had theirs: the differences are booked, what was paid is never edited.

Who got too little gets shares, who got too much gives shares back; what is less than a minor unit is carried, exactly. Where the shares are no longer
there, or are held, the whole difference is carried on below nothing, and later income makes up for it. A difference earns from the day of its booking on."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from domains import ledger
from domains.kernel.assets import fund_shares
from domains.kernel.clock import business_date
from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id, in_order
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wealth.accounts import issued_id, shares_id
from domains.wealth.events.products import IncomeCorrected
from domains.wealth.queries import income_corrections, positions, products, runs
from domains.wealth.queries.income_corrections import IncomeCorrection
from domains.wealth.queries.navs import Nav
from domains.wealth.queries.positions import Change
from domains.wealth.queries.products import Fund
from domains.wealth.rules.income import differ
from domains.wealth.rules.positions import ChangeKind
from domains.wealth.service.correct import CORRECTION

GROUP_MOST = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectIncomeCommand(Command):
    """The house replays the next group of a product's incomes that were told anew."""

    product_id: UUID


@dataclass(frozen=True, slots=True)
class IncomeGroupCorrected:
    """`day` is None when nothing is left to be replayed."""

    day: date | None
    positions: int
    paid_minor: int


async def note_correction(tx: Tx, was: Nav | None, now: Nav) -> None:
    """Where customers have a day's income by `was`, those are to get the difference; others are paid by `now` anyway. The product is held."""
    if was is None or was.income_e4 is None or now.income_e4 is None or was.income_e4 == now.income_e4:
        return
    run = await runs.find_run(tx, now.product_id, now.day)
    if run is not None and run.positions:
        told = (now.product_id, now.day, now.revision, was.income_e4, now.income_e4, run.done_through)
        await income_corrections.insert_correction(tx, IncomeCorrection(*told, UUID(int=0), 0, 0, False))


@composite_verb(IncomeGroupCorrected)
async def correct_income(tx: Tx, command: CorrectIncomeCommand) -> IncomeGroupCorrected:
    """Book the next group's differences, exactly once: what they are and how far it has come commit together."""
    last = await runs.lock_last_run(tx, command.product_id)
    one = await income_corrections.find_next(tx, command.product_id)
    if one is None or last is None:
        return IncomeGroupCorrected(None, 0, 0)
    (fund,) = await products.find_products(tx, [one.product_id])
    customer_ids, shares, carried = await positions.lock_earning(tx, fund.id, one.done_through, GROUP_MOST)
    count = bisect_right([in_order(id_) for id_ in customer_ids], in_order(one.through))
    customer_ids, is_done = customer_ids[:count], count < GROUP_MOST
    booked_on = max(business_date(tx.now), last.day + timedelta(days=1))
    total = await _book(tx, fund, one, booked_on, customer_ids, shares[:count], carried[:count]) if count else 0
    through = customer_ids[-1] if count else one.done_through
    done = one._replace(done_through=through, positions=one.positions + count, paid_minor=one.paid_minor + total, is_done=is_done)
    await income_corrections.save_progress(tx, done)
    if is_done:
        tx.publish(IncomeCorrected(fund.id, None, one.day, one.revision, done.positions, done.paid_minor))
    return IncomeGroupCorrected(one.day, count, total)


async def _book(tx: Tx, fund: Fund, one: IncomeCorrection, booked_on: date, customer_ids: list[UUID], shares: list[int], carried: list[int]) -> int:
    """Post the group's differences, and write them to the positions. What they sum to."""
    since = await income_corrections.sum_since(tx, fund.id, one.day, customer_ids[0], customer_ids[-1])
    earned = [minor - since.get(customer_id, 0) for customer_id, minor in zip(customer_ids, shares, strict=True)]
    paid, left = [], []
    for minor, carried_e8 in zip(earned, carried, strict=True):
        difference = differ(minor, one.was_e4, one.income_e4, carried_e8)
        paid.append(difference.paid_minor)
        left.append(difference.carried_e8)
    ids = [derived_id(customer_id, f"income:{fund.id}:{one.day.isoformat()}:correction:{one.revision}") for customer_id in customer_ids]
    planned = [(id_, [_movement(fund, customer_id, id_, minor)]) for customer_id, id_, minor in zip(customer_ids, ids, paid, strict=True) if minor]
    verdicts = dict(zip([id_ for id_, _ in planned], await ledger.post(tx, planned) if planned else [], strict=True))
    for place, id_ in enumerate(ids):
        if isinstance(verdicts.get(id_), Refusal):
            left[place] = carried[place] + earned[place] * (one.income_e4 - one.was_e4)
            paid[place] = 0
    changed = [
        Change(customer_id, fund.id, booked_on, id_, ChangeKind.CORRECTION, minor, 0, 0, 0)
        for customer_id, id_, minor in zip(customer_ids, ids, paid, strict=True)
        if minor
    ]
    positions.write_changes(tx, changed)
    income_corrections.add_differences(tx, fund.id, list(zip(customer_ids, paid, left, strict=True)))
    return sum(paid)


def _movement(fund: Fund, customer_id: UUID, id_: UUID, minor: int) -> ledger.Planned:
    """What is lacking is issued; what is too much goes back."""
    issued, own = issued_id(fund.code), shares_id(customer_id, fund.code)
    accounts = (issued, own) if minor > 0 else (own, issued)
    return ledger.PlannedMovement(derived_id(id_, "difference"), CORRECTION, *accounts, Amount(abs(minor), fund_shares(fund.code)))
