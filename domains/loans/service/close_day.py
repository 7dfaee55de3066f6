"""Bring all loans to a day: the interest and the penalty of the nights since, and how late each is. Group by group; each group, its movements and how far the
day has come are one transaction, so that it may be killed anywhere and begun again.

Nearly every loan is plain: nothing but interest changes until its next due date, and that evenly. The others are folded from their facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from domains import ledger
from domains.kernel.assets import Asset, asset_of
from domains.kernel.commands import Command, composite_verb
from domains.kernel.ids import derived_id, derived_ids
from domains.kernel.transactions import Tx
from domains.loans.accounts import income_id, owed_ids
from domains.loans.queries import days, loans
from domains.loans.queries.days import Grown
from domains.loans.queries.loans import Loan
from domains.loans.rules.parts import Part
from domains.loans.rules.states import LoanState
from domains.loans.service.booking import standing, tell_stages
from domains.loans.service.look import find_histories

GROUP_MOST = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseLoansDayCommand(Command):
    """The house brings the next group of loans to that day."""

    day: date


@dataclass(frozen=True, slots=True)
class LoansGroupClosed:
    """How many loans the group had; nothing is left where the day is done."""

    loans: int
    folded: int
    is_done: bool


class Earned(NamedTuple):
    """What a loan earned of a part since it was last looked at."""

    loan_id: UUID
    asset: str
    part: Part
    minor: int


@composite_verb(LoansGroupClosed)
async def close_loans_day(tx: Tx, command: CloseLoansDayCommand) -> LoansGroupClosed:
    """Bring the next group to the day, once whatever happens. Loans that are already there are passed over."""
    run = await days.begin_day(tx, command.day)
    if run.is_done:
        return LoansGroupClosed(0, 0, is_done=True)
    group = await days.lock_group(tx, run, GROUP_MOST)
    plain = [one for one in group if one.is_plain]
    behind = [one for one in group if one.is_behind and not one.is_plain]
    earned = [Earned(one.id, one.asset, Part.INTEREST, one.grown_minor) for one in plain if one.grown_minor]
    days.grow_plain(tx, plain, command.day)
    earned += await _fold(tx, behind, command.day)
    is_done = len(group) < GROUP_MOST
    through = (group[-1].customer_id, group[-1].id) if group else (run.done_customer_id, run.done_loan_id)
    sums = {part: sum(one.minor for one in earned if one.part is part) for part in (Part.INTEREST, Part.PENALTY)}
    counted = (run.loans + len(group), run.interest_minor + sums[Part.INTEREST], run.penalty_minor + sums[Part.PENALTY])
    await days.save_day(tx, days.Day(run.day, *through, *counted, is_done))
    if earned:
        await _post(tx, derived_id(run.done_loan_id, f"loans_day:{command.day.isoformat()}"), earned, command.day)
    return LoansGroupClosed(len(group), len(behind), is_done)


async def _fold(tx: Tx, group: Sequence[Grown], day: date) -> list[Earned]:
    """Fold what is not plain, and write down where it stands."""
    if not group:
        return []
    keys = [(one.customer_id, one.id) for one in group]
    found = await loans.find_loans(tx, keys)
    earned: list[Earned] = []
    after: list[Loan] = []
    for history in await find_histories(tx, [found[key] for key in sorted(found)]):
        loan, state = history.loan, history.on(day)
        earned += _earned(loan, state)
        after.append(standing(loan, state))
        tell_stages(tx, loan, state)
    loans.write_folded(tx, after)
    return earned


def _earned(loan: Loan, state: LoanState) -> list[Earned]:
    """What the nights since brought. RuntimeError where more than interest and penalty has changed: no fact was told since."""
    grown = {part: state.owed.of(part) - before for part, before in zip(Part, _kept(loan), strict=True)}
    if grown[Part.PRINCIPAL] or grown[Part.FEE] or min(grown.values()) < 0:
        raise RuntimeError(f"the loan {loan.id} is not what its facts fold to through {loan.folded_through}")
    return [Earned(loan.id, loan.asset.code, part, minor) for part, minor in grown.items() if minor]


def _kept(loan: Loan) -> tuple[int, int, int, int]:
    return loan.principal_minor, loan.interest_minor, loan.fee_minor, loan.penalty_minor


async def _post(tx: Tx, set_id: UUID, earned: Sequence[Earned], day: date) -> None:
    """As a set, a leg for each currency and part."""
    ordered = sorted(earned, key=lambda one: (one.asset, one.part))
    legs = [_leg(asset_of(code), part, list(some), day) for (code, part), some in groupby(ordered, key=lambda one: (one.asset, one.part))]
    posting = await ledger.post_set(tx, set_id, legs)
    if posting.refused:
        raise RuntimeError(f"{len(posting.refused)} movements of the day of loans were refused, such as {next(iter(posting.refused.values()))}")


def _leg(asset: Asset, part: Part, earned: Sequence[Earned], day: date) -> ledger.PlannedLeg:
    ids = [one.loan_id for one in earned]
    journals = derived_ids(ids, f"{part}:{day.isoformat()}")
    columns = (journals, derived_ids(journals, "earn"), owed_ids(ids, part), [income_id(part, asset)] * len(ids), [one.minor for one in earned])
    return ledger.PlannedLeg(f"loan_{part}", asset, *columns)
