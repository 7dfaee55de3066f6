"""The statement searched: also by who is on the other side, as the customer calls them or sees them."""

from collections.abc import Sequence
from uuid import UUID

from domains import customers
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from domains.wallet.queries.insight import Line, Search, list_counterparties, list_lines
from domains.wallet.queries.merchants import find_merchants
from domains.wallet.rules.insight import normal_words

COUNTERPARTIES_MOST = 500
"""Of a customer's latest ones, among whom a name is sought."""

LIST_ALIASES = "SELECT customer_id, target_id, alias FROM wallet_payee WHERE customer_id = ANY($1::uuid[]) AND saved_at IS NOT NULL AND alias <> ''"


async def search_lines(read: Read, customer_ids: Sequence[UUID], search: Search, first: int, after: str | None) -> list[Page[Line]]:
    """A page of each customer's lines that fit, newest first. One statement, or five where a counterparty is sought. Raises InvalidInput."""
    sought = normal_words(search.counterparty)
    if not sought:
        return await list_lines(read, customer_ids, search, first, after, [None] * len(customer_ids))
    known = await _known_by(read, customer_ids, sought)
    return await list_lines(read, customer_ids, search, first, after, [known[customer_id] for customer_id in customer_ids])


async def _known_by(read: Read, customer_ids: Sequence[UUID], sought: str) -> dict[UUID, list[UUID]]:
    """Those of each customer's counterparties whom that customer knows by such a name: an alias of their own, a masked name or phone, a merchant's name."""
    met = await list_counterparties(read, customer_ids, COUNTERPARTIES_MOST)
    ids = sorted({id_ for ids in met.values() for id_ in ids})
    names: dict[UUID, list[str]] = {id_: [] for id_ in ids}
    for party in await customers.list_parties(read, ids):
        if party is not None:
            names[party.id] += [text for text in (party.masked_name, party.masked_phone) if text]
    for merchant in (await find_merchants(read, ids)).values() if ids else ():
        names[merchant.id].append(merchant.shown.name)
    aliases = {(row["customer_id"], row["target_id"]): row["alias"] for row in await read.fetch(LIST_ALIASES, list(met))}
    return {
        customer_id: [id_ for id_ in known if any(sought in normal_words(name) for name in (*names[id_], aliases.get((customer_id, id_), "")))]
        for customer_id, known in met.items()
    }
