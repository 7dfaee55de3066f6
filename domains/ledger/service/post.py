"""The one door through which every movement of the house goes."""

from collections.abc import Sequence
from uuid import UUID

from domains.kernel.transactions import Tx
from domains.ledger.events import MovementPosted
from domains.ledger.queries import posting
from domains.ledger.queries.accounts import lock_accounts
from domains.ledger.rules import PlannedMovement, PostedMovement, Verdict, judge


async def post(tx: Tx, journals: Sequence[tuple[UUID, Sequence[PlannedMovement]]]) -> list[Verdict]:
    """Post journals of linked movements, each all or none, judged in order. One verdict per journal: its posted movements, or the first rule broken.

    Locks every account in id order, looks at the windows their limits name, decides in rules.py, writes once. A verb calls it once, last."""
    ids = sorted({account_id for _, movements in journals for one in movements for account_id in (one.debit_account_id, one.credit_account_id)})
    accounts = await lock_accounts(tx, ids)
    periods = sorted({(one.debit_account_id, limit.period) for _, movements in journals for one in movements for limit in one.limits})
    used = await posting.list_usage(tx, periods) if periods else {}
    judgement = judge(journals, accounts, used, tx.now)
    if judgement.posted:
        await posting.post(tx, judgement)
        for _, _, posted in judgement.posted:
            tx.publish(_fact(posted))
    return judgement.verdicts


def _fact(posted: PostedMovement) -> MovementPosted:
    return MovementPosted(
        posted.debit.owner_id,
        posted.credit.owner_id,
        posted.id,
        posted.kind,
        posted.debit.account_id,
        posted.debit.sequence,
        posted.credit.account_id,
        posted.credit.sequence,
        posted.amount.minor,
        posted.amount.asset.code,
    )
