"""Statements on what agreements came to, by the page: a party's settlements, an agreement's, and what each settlement was made of."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from domains.kernel.errors import InvalidInput
from domains.kernel.paging import Page, check_first, decode_cursor, page_of
from domains.kernel.transactions import Queryable
from domains.scenes.queries.accrual import COLUMNS, AgreementSettlement, SettlementLine, settlement_of
from domains.scenes.queries.client import find_clients

LAST_ID = UUID(int=2**128 - 1)

LIST_OF_PARTIES = f"""
SELECT asked.position, page.* FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (party_id, position)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM scenes_agreement_settlement
    WHERE party_id = asked.party_id AND (month, agreement_id) < ($2, $3) ORDER BY month DESC, agreement_id DESC LIMIT $4
) AS page
ORDER BY asked.position, page.month DESC, page.agreement_id DESC
"""

LIST_OF_AGREEMENTS = f"""
SELECT asked.position, page.* FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (agreement_id, position)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM scenes_agreement_settlement
    WHERE agreement_id = asked.agreement_id AND (month, party_id) < ($2, $3) ORDER BY month DESC, party_id DESC LIMIT $4
) AS page
ORDER BY asked.position, page.month DESC, page.party_id DESC
"""

LIST_LINES = """
SELECT asked.position, page.* FROM unnest($1::uuid[], $2::date[], $3::uuid[]) WITH ORDINALITY AS asked (agreement_id, month, party_id, position)
CROSS JOIN LATERAL (
    SELECT accrual.entry_id, accrual.order_id, accrual.is_refund, accrual.amount_minor, accrual.commission_minor,
        accrual.parts[array_position(split.parties, asked.party_id)] AS part_minor, accrual.accrued_at
    FROM scenes_accrual AS accrual JOIN scenes_agreement_split AS split ON split.id = accrual.split_id
    WHERE accrual.agreement_id = asked.agreement_id AND accrual.month = asked.month AND asked.party_id = ANY(split.parties) AND accrual.entry_id > $4
    ORDER BY accrual.entry_id LIMIT $5
) AS page
ORDER BY asked.position, page.entry_id
"""


async def parties_of_clients(source: Queryable, client_ids: Sequence[UUID]) -> list[UUID | None]:
    """Whose settlements each client may see: its partner's. None for a public client, whose tokens are in customers' hands, and for one that is no more."""
    found = await find_clients(source, client_ids)
    return [None if client is None or client.is_public else client.partner_id for client in found]


async def list_settlement_pages_of_parties(source: Queryable, party_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[AgreementSettlement]]:
    """Each party's, newest first: a page per party, in order. Raises InvalidInput."""
    pages: list[list[AgreementSettlement]] = [[] for _ in party_ids]
    for row in await source.fetch(LIST_OF_PARTIES, list(party_ids), *_month_and_id(after), check_first(first) + 1):
        pages[row["position"] - 1].append(settlement_of(row))
    return [page_of(rows, first, lambda one: f"{one.month} {one.agreement_id}") for rows in pages]


async def list_settlement_pages_of_agreements(
    source: Queryable, agreement_ids: Sequence[UUID], first: int, after: str | None
) -> list[Page[AgreementSettlement]]:
    """Each agreement's, of all parties, newest first: a page per agreement, in order. Raises InvalidInput."""
    pages: list[list[AgreementSettlement]] = [[] for _ in agreement_ids]
    for row in await source.fetch(LIST_OF_AGREEMENTS, list(agreement_ids), *_month_and_id(after), check_first(first) + 1):
        pages[row["position"] - 1].append(settlement_of(row))
    return [page_of(rows, first, lambda one: f"{one.month} {one.party_id}") for rows in pages]


async def list_line_pages(source: Queryable, settlements: Sequence[AgreementSettlement], first: int, after: str | None) -> list[Page[SettlementLine]]:
    """What each settlement was made of, by the id of the order or refund: a page per settlement, in order. Raises InvalidInput."""
    pages: list[list[SettlementLine]] = [[] for _ in settlements]
    asked = ([one.agreement_id for one in settlements], [one.month for one in settlements], [one.party_id for one in settlements])
    for row in await source.fetch(LIST_LINES, *asked, _id(after), check_first(first) + 1):
        position, *told = row
        pages[position - 1].append(SettlementLine(*(*told, settlements[position - 1].paid.asset)))
    return [page_of(rows, first, lambda one: one.entry_id) for rows in pages]


def _month_and_id(cursor: str | None) -> tuple[date, UUID]:
    if cursor is None:
        return date.max, LAST_ID
    month, _, id_ = decode_cursor(cursor).partition(" ")
    try:
        return date.fromisoformat(month), UUID(id_)
    except ValueError as error:
        raise InvalidInput("after", "a cursor from an earlier page") from error


def _id(cursor: str | None) -> UUID:
    try:
        return UUID(int=0) if cursor is None else UUID(decode_cursor(cursor))
    except ValueError as error:
        raise InvalidInput("after", "a cursor from an earlier page") from error
