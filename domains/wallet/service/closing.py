"""A customer who is found to be another one: their money and points are moved by movements, lot by lot, and their accounts let nothing out any more."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from domains import customers, ledger
from domains.kernel.clock import business_date
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Read, Tx
from domains.wallet.accounts import POINTS_CODE, WALLET, wallet_account_id
from domains.wallet.queries import closing, points
from domains.wallet.queries.accounts import list_wallets
from domains.wallet.rules.points import BurnPoints, EarnPoints, PointsAsk
from domains.wallet.service.open import new_wallet, post_and_open
from domains.wallet.service.points import PointsPlan, plan_points, write_points

MERGER = "merger"
"""The kind of the movements that bring a closed customer's money to whom they are."""

MOVED = (WALLET, POINTS_CODE)
"""Codes of accounts whose holdings are moved. What another account holds (fund shares, points that are owed) must be ended first."""


class WalletClosing:
    """Implements the customers' `ClosingPart`."""

    async def list_open(self, tx: Tx, customer_id: UUID) -> list[str]:
        """The wallet's own sagas, then what the ledger knows: holds, frozen accounts, and what is held in kinds that are not moved."""
        found = await closing.list_open(tx, customer_id)
        accounts = await ledger.list_accounts(tx, [customer_id])
        if any(await ledger.list_open_holds(tx, [one.id for one in accounts], 1)):
            found.append("hold")
        if any(one.state == "frozen" for one in accounts):
            found.append("frozen_account")
        found += sorted({one.code for one in accounts if one.code not in MOVED and one.posted.minor != 0})
        return found

    async def move(self, tx: Tx, merger_id: UUID, closed_id: UUID, survivor_id: UUID) -> None:
        """Everything in one journal. Accounts that were moved from are frozen: what still arrives there is brought over by the next call."""
        # Holders of points are locked before any account.
        plans = await _plan_points(tx, merger_id, closed_id, survivor_id)
        accounts = [one for one in await ledger.list_accounts(tx, [closed_id]) if one.code in MOVED]
        targets = {wallet_account_id(survivor_id, one.asset): new_wallet(survivor_id, one.asset) for one in accounts if one.code == WALLET}
        await ledger.lock_for_posts(tx, [*(one.id for one in accounts), *targets, *(move.credit_account_id for plan in plans for move in plan.movements)])
        await ledger.hold_still(tx, [one.id for one in accounts], still=False)
        # Read again: the accounts are ours now.
        accounts = [one for one in await ledger.list_accounts(tx, [closed_id]) if one.code in MOVED]
        movements = [_movement(merger_id, survivor_id, one) for one in accounts if one.code == WALLET and one.posted.minor > 0]
        movements += [movement for plan in plans for movement in plan.movements]
        if movements:
            (verdict,) = await post_and_open(tx, [(derived_id(merger_id, _step(accounts)), movements)], targets)
            if isinstance(verdict, Refusal):
                raise verdict
            write_points(tx, plans)
        await ledger.hold_still(tx, [one.id for one in accounts], still=True)


async def list_closed_wallets(read: Read, customer_ids: Sequence[UUID]) -> list[list[ledger.Account]]:
    """Wallets of customers who were found to be these: one list per customer, in order. Two statements."""
    before = await customers.identities.list_predecessors(read, customer_ids)
    ids = [id_ for found in before.values() for id_ in found]
    wallets = dict(zip(ids, await list_wallets(read, ids), strict=True)) if ids else {}
    return [[wallet for id_ in before[customer_id] for wallet in wallets[id_]] for customer_id in customer_ids]


async def _plan_points(tx: Tx, merger_id: UUID, closed_id: UUID, survivor_id: UUID) -> list[PointsPlan]:
    """Burned of the one and earned by the other, lot by lot, each good for as long as it was."""
    await points.lock_holders(tx, [closed_id, survivor_id])
    lots = await closing.list_lots(tx, closed_id)
    if not lots:
        return []
    act = derived_id(merger_id, f"points:{lots[0]['id']}:{sum(lot['remaining_minor'] for lot in lots)}")
    asks: list[PointsAsk] = [BurnPoints(closed_id, act, sum(lot["remaining_minor"] for lot in lots))]
    for lot in lots:
        last_day = business_date(lot["expires_at"]) - timedelta(days=1)
        asks.append(EarnPoints(survivor_id, derived_id(act, str(lot["id"])), lot["remaining_minor"], last_day))
    plans = []
    for plan in (await plan_points(tx, asks)).values():
        if isinstance(plan, Refusal):
            raise plan
        plans.append(plan)
    return plans


def _movement(merger_id: UUID, survivor_id: UUID, account: ledger.Account) -> ledger.PlannedMovement:
    step = f"{account.id}:{account.last_sequence}"
    return ledger.PlannedMovement(derived_id(merger_id, step), MERGER, account.id, wallet_account_id(survivor_id, account.asset), account.posted)


def _step(accounts: Sequence[ledger.Account]) -> str:
    """Names a journal by what had happened in the accounts: what comes later is brought over by another one."""
    return "journal:" + ":".join(str(one.last_sequence) for one in accounts)
