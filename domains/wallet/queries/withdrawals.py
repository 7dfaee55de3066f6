"""Statements on withdrawals."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable
from domains.wallet.queries.channel_orders import COLUMNS, ChannelOrder, ChannelOrders


@dataclass(frozen=True, slots=True)
class Withdrawal(ChannelOrder):
    """A withdrawal as it stands. `destination` is the bank account that it goes to where that is not the customer's own, by the channel's word for it."""

    destination: str | None = None


WITHDRAWALS = ChannelOrders("wallet_withdrawal", Withdrawal, ("destination",))

LIST_PAY_OUTS = f"""
SELECT asked.position, page.* FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (owner_id, position)
CROSS JOIN LATERAL (
    SELECT {COLUMNS}, destination FROM wallet_withdrawal
    WHERE customer_id = asked.owner_id AND destination IS NOT NULL AND (requested_at, id) < ($2, $3) ORDER BY requested_at DESC, id DESC LIMIT $4
) AS page
ORDER BY asked.position, page.requested_at DESC, page.id DESC
"""


async def find_withdrawals(source: Queryable, ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[Withdrawal | None]:
    """The withdrawal of that id if it is that customer's, else None: one per pair, in order."""
    return await WITHDRAWALS.find(source, ids, customer_ids)


async def list_pay_outs(source: Queryable, owner_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[Withdrawal]]:
    """What was paid, or is to be paid, to each owner's bank account, newest first: a page per owner, in order. Raises InvalidInput."""
    pages: list[list[Withdrawal]] = [[] for _ in owner_ids]
    for row in await source.fetch(LIST_PAY_OUTS, list(owner_ids), *decode_moment(after), check_first(first) + 1):
        pages[row["position"] - 1].append(WITHDRAWALS.read(row))
    return [page_of(rows, first, lambda one: moment_key(one.requested_at, one.id)) for rows in pages]
