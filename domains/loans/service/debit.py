"""Take what is due out of wallets, in sets: as far as the money at hand goes, once a day for each loan, on the day itself and on those of its retries.

A group is one transaction: its movements, its facts, and the mark that each loan was tried that day. So it may be killed anywhere and begun again, and two who
do the same group take nothing twice."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

from domains import customers, ledger, wallet
from domains.kernel.assets import Asset
from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Tx
from domains.loans.accounts import limit_id, limits_id
from domains.loans.events.servicing import LoanPaymentTaken
from domains.loans.queries import collections, lines
from domains.loans.rules.differences import differences
from domains.loans.service.booking import Foreseen, Held, account_of, foresee_payment, hold_many, plan_acts, source_of, write_down

GROUP_MOST = 500
DEBITED, OPEN = "debited", "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class DebitLoansCommand(Command):
    """The house takes what is due that day on these loans (customer and id)."""

    day: date
    keys: tuple[tuple[UUID, UUID], ...]


@dataclass(frozen=True, slots=True)
class LoansDebited:
    """How many loans were tried, and on how many of them something was there."""

    tried: int
    paid: int


class Taking(NamedTuple):
    """What a loan gets out of its customer's wallet."""

    held: Held
    minor: int
    foreseen: Foreseen


class Columns(NamedTuple):
    """A leg of the set, while it grows."""

    journal_ids: list[UUID]
    ids: list[UUID]
    debit_ids: list[UUID]
    credit_ids: list[UUID]
    amounts_minor: list[int]


@composite_verb(LoansDebited)
async def debit_loans(tx: Tx, command: DebitLoansCommand) -> LoansDebited:
    """Take what is due, or what there is of it; each try is written down. Loans that need none, or were tried that day, are passed over, and so is a pause.

    RuntimeError where a loan is not what its facts fold to, or the ledger refuses: then nothing of the group is taken."""
    await customers.lock_customers(tx, {customer_id for customer_id, _ in command.keys})
    held = await hold_many(tx, await collections.lock_to_debit(tx, command.day, command.keys))
    if not held:
        return LoansDebited(0, 0)
    before = await collections.find_collections(tx, [(one.loan.customer_id, one.loan.id) for one in held])
    collections.save_collections(tx, [one._replace(debited_on=command.day) for one in before.values()])
    takings = _decide(tx, held, await _at_hand(tx, held), command.day)
    await _post_with_lines(tx, [one for one in takings if one.held.loan.line_id is not None])
    await _post_together(tx, [one for one in takings if one.held.loan.line_id is None])
    for one in takings:
        write_down(tx, one.held, one.foreseen)
        loan = one.held.loan
        tx.publish(LoanPaymentTaken(loan.customer_id, None, loan.id, one.minor, loan.asset.code, DEBITED))
    return LoansDebited(len(held), len(takings))


async def _at_hand(tx: Tx, held: Sequence[Held]) -> Counter[UUID]:
    """What each wallet can give, by its account. It is locked, with all that lines share, so that it stays so; one that is frozen or closed gives nothing."""
    wallets = {_wallet_of(one) for one in held}
    drawn = [(one.loan.line_id, one.loan.asset) for one in held if one.loan.line_id is not None]
    await lines.lock_lines(tx, [(one.loan.customer_id, one.loan.line_id) for one in held if one.loan.line_id is not None])
    await ledger.lock_for_posts(tx, [*wallets, *{limit_id(line_id) for line_id, _ in drawn}, *{limits_id(asset) for _, asset in drawn}])
    found = await ledger.find_accounts(tx, list(wallets))
    return Counter({id_: max(0, account.available.minor) for id_, account in found.items() if account.state == OPEN})


def _decide(tx: Tx, held: Sequence[Held], at_hand: Counter[UUID], day: date) -> list[Taking]:
    """Loan by loan, in the order of their keys, so that several of one wallet share what it has."""
    found: list[Taking] = []
    for one in held:
        id_ = _wallet_of(one)
        minor = 0 if one.now.is_paused else min(one.now.due_minor, at_hand[id_])
        if not minor:
            continue
        at_hand[id_] -= minor
        act_id = derived_id(one.loan.id, f"debit:{day.isoformat()}")
        found.append(Taking(one, minor, foresee_payment(tx, one, minor, act_id)))
    return found


async def _post_with_lines(tx: Tx, takings: Sequence[Taking]) -> None:
    """Loans out of lines, each with what its line gets back."""
    planned = await plan_acts(tx, [(one.held, one.foreseen) for one in takings])
    journals = [(derived_id(one.foreseen.act_id, "loan"), movements) for one, movements in zip(takings, planned, strict=True)]
    _check([verdict for verdict in await ledger.post(tx, journals) if isinstance(verdict, Refusal)] if journals else [])


async def _post_together(tx: Tx, takings: Sequence[Taking]) -> None:
    """All others as a set: a leg for each place of a movement in its act."""
    if not takings:
        return
    legs: dict[tuple[int, str, str, str], Columns] = {}
    assets: dict[str, Asset] = {}
    for one in takings:
        loan, act_id, source_id = one.held.loan, one.foreseen.act_id, source_of(one.held.facts)
        assets[loan.asset.code] = loan.asset
        for moved in differences(one.held.before.flows, one.foreseen.after.flows):
            columns = legs.setdefault((moved.rank, moved.kind, moved.name, loan.asset.code), Columns([], [], [], [], []))
            columns.journal_ids.append(derived_id(act_id, "loan"))
            columns.ids.append(derived_id(act_id, f"loan:{moved.name}"))
            columns.debit_ids.append(account_of(loan, moved.debit, source_id))
            columns.credit_ids.append(account_of(loan, moved.credit, source_id))
            columns.amounts_minor.append(moved.minor)
    planned = [ledger.PlannedLeg(kind, assets[code], *columns) for (_, kind, _, code), columns in sorted(legs.items(), key=itemgetter(0))]
    posting = await ledger.post_set(tx, derived_id(takings[0].foreseen.act_id, "set"), planned)
    _check(list(posting.refused.values()))


def _check(refused: Sequence[Refusal]) -> None:
    """RuntimeError: what is taken was there, under our lock."""
    if refused:
        raise RuntimeError(f"{len(refused)} debits of loans were refused, such as {refused[0]!r}")


def _wallet_of(one: Held) -> UUID:
    return wallet.wallet_account_id(one.loan.customer_id, one.loan.asset)
