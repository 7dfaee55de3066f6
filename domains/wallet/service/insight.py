"""The statement's index and budgets: lines after the ledger's facts, categories and budgets as the customer wants them, nudges in between."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domains import ledger
from domains.kernel.assets import AssetKind
from domains.kernel.clock import business_date
from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import AmountOutOfRange, UnknownAsset
from domains.kernel.money import MINOR_MAX, Amount
from domains.kernel.transactions import Tx
from domains.wallet.accounts import MERCHANT, MERCHANT_BALANCE, WALLET
from domains.wallet.errors.insight import LineNotFound
from domains.wallet.events.insight import BudgetReached, MovementCategoryChanged
from domains.wallet.queries import insight, merchants, notes
from domains.wallet.queries.insight import SEPARATOR, NewLine
from domains.wallet.rules.insight import Category, grams_of, normal_words, nudge_of, usual_category

WITH_NAMES = (WALLET, MERCHANT, MERCHANT_BALANCE)
"""Codes of accounts whose owner a customer knows by a name."""


async def note_lines(tx: Tx, pairs: Sequence[tuple[UUID, UUID]]) -> None:
    """Write lines for (movement, owner) where the owner's wallet took part, and nudge the owners of budgets. Bears being told twice."""
    entries = await ledger.find_owned_entries(tx, [movement_id for movement_id, _ in pairs], [owner_id for _, owner_id in pairs], WALLET)
    if not entries:
        return
    written = await notes.find_notes(tx, list({movement_id for movement_id, _ in entries}))
    trades = await list_trades(tx, entries.values())
    lines = [line_of(owner_id, entry, written.get(movement_id, ""), trades) for (movement_id, owner_id), entry in entries.items()]
    await insight.insert_lines(tx, lines)
    today = business_date(tx.now)
    spent = [one for one in lines if one.amount_minor < 0 and one.day.replace(day=1) == today.replace(day=1)]
    await nudge(tx, [(one.customer_id, one.category, one.asset) for one in spent], today)


async def nudge(tx: Tx, keys: Sequence[tuple[UUID, str, str]], today: date) -> None:
    """Tell the owners of those budgets that have just reached 80 or 100 per cent of this month's."""
    budgets = await insight.lock_budgets(tx, sorted(set(keys))) if keys else []
    if not budgets:
        return
    month = f"{today:%Y-%m}"
    for budget, spent in zip(budgets, await insight.sum_spent(tx, [one[:3] for one in budgets], today), strict=True):
        percent = nudge_of(spent, budget.most_minor, budget.nudged_percent if budget.nudged_month == month else 0)
        if percent is not None:
            await insight.note_nudge(tx, budget, month, percent)
            tx.publish(BudgetReached(budget.customer_id, None, budget.category, budget.asset, month, percent, spent, budget.most_minor))


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCategoryCommand(Command):
    """`owner_id` thinks of a movement in another way."""

    movement_id: UUID
    category: Category


@dataclass(frozen=True, slots=True)
class CategorySet:
    movement_id: UUID
    category: Category


@composite_verb(CategorySet)
async def set_category(tx: Tx, command: SetCategoryCommand) -> CategorySet:
    """Put a movement into a category. Raises LineNotFound."""
    line = await insight.set_category(tx, command.owner_id, command.movement_id, command.category)
    if line is None:
        raise LineNotFound
    tx.publish(MovementCategoryChanged(command.owner_id, None, command.movement_id, command.category))
    today = business_date(tx.now)
    if line["amount_minor"] < 0 and line["day"].replace(day=1) == today.replace(day=1):
        await nudge(tx, [(command.owner_id, command.category, line["asset"])], today)
    return CategorySet(command.movement_id, command.category)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetBudgetCommand(Command):
    """`owner_id` means to spend at most that in a month; zero takes the budget away."""

    category: Category
    most: Amount


@dataclass(frozen=True, slots=True)
class BudgetSet:
    category: Category
    most: Amount


@composite_verb(BudgetSet)
async def set_budget(tx: Tx, command: SetBudgetCommand) -> BudgetSet:
    """Set it, or take it away, and tell at once what it has reached. Raises UnknownAsset (not a currency), AmountOutOfRange."""
    most = command.most
    if most.asset.kind is not AssetKind.CURRENCY:
        raise UnknownAsset(most.asset.code)
    if not 0 <= most.minor <= MINOR_MAX // 100:
        raise AmountOutOfRange(most.minor, most.asset.code, 0, MINOR_MAX // 100)
    if most.minor == 0:
        await insight.remove_budget(tx, command.owner_id, command.category, most.asset)
    else:
        await insight.put_budget(tx, command.owner_id, command.category, most)
        await nudge(tx, [(command.owner_id, command.category, most.asset.code)], business_date(tx.now))
    return BudgetSet(command.category, most)


async def list_trades(tx: Tx, entries: Iterable[ledger.Entry]) -> dict[UUID, str]:
    """The trades of the merchants on the other side. One statement, none where there are none."""
    ids = {entry.other_owner_id for entry in entries if entry.other_code in (MERCHANT, MERCHANT_BALANCE)}
    return {id_: merchant.category for id_, merchant in (await merchants.find_merchants(tx, ids)).items()} if ids else {}


def line_of(owner_id: UUID, entry: ledger.Entry, note: str, trades: Mapping[UUID, str]) -> NewLine:
    """The line of a movement as its owner's wallet saw it; `trades` of merchants by their ids."""
    words = normal_words(note)
    category = usual_category(entry.kind, entry.other_code, trades.get(entry.other_owner_id), is_income=entry.amount.minor > 0)
    day = business_date(entry.booked_at)
    grams = SEPARATOR.join(grams_of(owner_id, words))
    other_id = entry.other_owner_id if entry.other_code in WITH_NAMES else None
    money = (entry.amount.asset.code, entry.amount.minor)
    return NewLine(owner_id, entry.movement_id, entry.booked_at, day, *money, entry.kind, category, words, grams, other_id)
