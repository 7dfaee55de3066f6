"""Statements on friends and cards of outside networks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx
from domains.scenes.rules.network import CardState, FriendConsentState

CONSENT = "customer_id, id, link_id, scene, state, agreed_at, ended_at"
CARD = "customer_id, id, link_id, scene, code_id, address, words, state, reference, reason, likes, sequence, counted_at, requested_at, attempts, ask_at"

FRIENDS_MAX = 500
"""Friends of whom a customer is told."""

INSERT_CONSENT = f"INSERT INTO scenes_friend_consent ({CONSENT}) VALUES ($1, $2, $3, $4, 'active', $5, NULL) ON CONFLICT DO NOTHING RETURNING {CONSENT}"
LOCK_CONSENT = f"SELECT {CONSENT} FROM scenes_friend_consent WHERE customer_id = $1 AND id = $2 FOR NO KEY UPDATE"
LOCK_STANDING = f"SELECT {CONSENT} FROM scenes_friend_consent WHERE link_id = $1 AND state = 'active' FOR NO KEY UPDATE"
WITHDRAW = f"UPDATE scenes_friend_consent SET state = 'withdrawn', ended_at = $3 WHERE customer_id = $1 AND id = $2 RETURNING {CONSENT}"
FIND_STANDING = f"""
SELECT {CONSENT} FROM unnest($1::uuid[], $2::text[]) AS wanted (customer_id, scene)
JOIN scenes_friend_consent USING (customer_id, scene) WHERE state = 'active'
"""

FORGET_FRIENDS = "DELETE FROM scenes_friend WHERE link_id = $1"
KEEP_FRIENDS = "INSERT INTO scenes_friend (link_id, account_index) SELECT $1, unnest($2::bytea[]) ON CONFLICT DO NOTHING"

# Both have linked an account there, both have agreed, and each is a friend of the other.
LIST_FRIENDS = """
SELECT wanted.position, theirs.customer_id FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS wanted (customer_id, scene, position)
JOIN scenes_link AS mine ON mine.customer_id = wanted.customer_id AND mine.scene = wanted.scene AND mine.state = 'linked'
JOIN scenes_friend_consent AS agreed ON agreed.link_id = mine.id AND agreed.state = 'active'
JOIN scenes_partner_credential AS me ON me.link_id = mine.id
JOIN scenes_friend AS friend ON friend.link_id = mine.id
JOIN scenes_partner_credential AS them ON them.subject_index = friend.account_index
JOIN scenes_link AS theirs ON theirs.id = them.link_id AND theirs.scene = mine.scene AND theirs.state = 'linked' AND theirs.customer_id <> mine.customer_id
JOIN scenes_friend_consent AS theirs_agreed ON theirs_agreed.link_id = theirs.id AND theirs_agreed.state = 'active'
JOIN scenes_friend AS back ON back.link_id = theirs.id AND back.account_index = me.subject_index
GROUP BY wanted.position, theirs.customer_id ORDER BY wanted.position, min(theirs_agreed.agreed_at), theirs.customer_id LIMIT $3
"""

INSERT_CARD = f"""
INSERT INTO scenes_card ({CARD}) VALUES ($1, $2, $3, $4, $5, $6, $7, 'requested', NULL, NULL, 0, 0, NULL, $8, 0, $9) ON CONFLICT DO NOTHING RETURNING {CARD}
"""
LOCK_CARD = f"SELECT {CARD} FROM scenes_card WHERE id = $1 FOR NO KEY UPDATE"
CHANGE_CARD = "UPDATE scenes_card SET state = $3, reference = $4, reason = $5, attempts = $6, ask_at = $7 WHERE customer_id = $1 AND id = $2"
FIND_CARDS = f"SELECT {CARD} FROM unnest($1::uuid[], $2::uuid[]) AS wanted (customer_id, id) JOIN scenes_card USING (customer_id, id)"
LIST_DUE = f"SELECT {CARD} FROM scenes_card WHERE ask_at <= $1 ORDER BY ask_at LIMIT $2"
COUNT_LIKES = """
UPDATE scenes_card AS kept SET likes = told.likes, sequence = told.sequence, counted_at = $6
FROM unnest($3::uuid[], $4::bigint[], $5::bigint[]) AS told (id, likes, sequence)
WHERE kept.id = told.id AND kept.customer_id = $1 AND kept.scene = $2 AND kept.sequence < told.sequence RETURNING kept.id
"""
LIST_CARDS = f"""
SELECT asked.position, listed.* FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS asked (customer_id, scene, position)
CROSS JOIN LATERAL (
    SELECT {CARD} FROM scenes_card WHERE customer_id = asked.customer_id AND (asked.scene IS NULL OR scene = asked.scene) AND (requested_at, id) < ($3, $4)
    ORDER BY requested_at DESC, id DESC LIMIT $5
) AS listed
ORDER BY asked.position, listed.requested_at DESC, listed.id DESC
"""


@dataclass(frozen=True, slots=True)
class FriendConsent:
    """A customer's consent to be found by friends of one network, and to find them."""

    customer_id: UUID
    id: UUID
    link_id: UUID
    scene: str
    state: FriendConsentState
    agreed_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Card:
    """A card at a network, as it stands."""

    customer_id: UUID
    id: UUID
    link_id: UUID
    scene: str
    code_id: UUID
    address: str
    words: str
    state: CardState
    reference: str | None
    reason: str | None
    likes: int
    sequence: int
    counted_at: datetime | None
    requested_at: datetime
    attempts: int
    ask_at: datetime | None


async def insert_consent(tx: Tx, consent_id: UUID, customer_id: UUID, link_id: UUID, scene: str) -> FriendConsent | None:
    """None where one stands for that link, or has that id."""
    return _consent(await tx.fetchrow(INSERT_CONSENT, customer_id, consent_id, link_id, scene, tx.now))


async def lock_consent(tx: Tx, customer_id: UUID, consent_id: UUID) -> FriendConsent | None:
    return _consent(await tx.fetchrow(LOCK_CONSENT, customer_id, consent_id))


async def lock_standing(tx: Tx, link_id: UUID) -> FriendConsent | None:
    """The one that stands for a link."""
    return _consent(await tx.fetchrow(LOCK_STANDING, link_id))


async def withdraw(tx: Tx, one: FriendConsent) -> FriendConsent:
    """It ends, and what was known of the friends is forgotten."""
    await tx.execute(FORGET_FRIENDS, one.link_id)
    ended = _consent(await tx.fetchrow(WITHDRAW, one.customer_id, one.id, tx.now))
    assert ended is not None
    return ended


async def find_friend_consents(source: Queryable, customer_ids: Sequence[UUID], scenes: Sequence[str]) -> list[FriendConsent | None]:
    """The one that stands, for each customer and scene, in order."""
    found = {(row["customer_id"], row["scene"]): _consent(row) for row in await source.fetch(FIND_STANDING, customer_ids, scenes)}
    return [found.get(pair) for pair in zip(customer_ids, scenes, strict=True)]


async def keep_friends(tx: Tx, link_id: UUID, indexes: Iterable[bytes]) -> None:
    """These, and no others."""
    await tx.execute(FORGET_FRIENDS, link_id)
    await tx.execute(KEEP_FRIENDS, link_id, sorted(set(indexes)))


async def list_friends(source: Queryable, customer_ids: Sequence[UUID], scenes: Sequence[str]) -> list[list[UUID]]:
    """Customers who are friends of each at that network, with both sides' consent, in order."""
    found: list[list[UUID]] = [[] for _ in customer_ids]
    for row in await source.fetch(LIST_FRIENDS, customer_ids, scenes, FRIENDS_MAX * max(1, len(customer_ids))):
        found[row["position"] - 1].append(row["customer_id"])
    return found


async def insert_card(tx: Tx, card: Card) -> bool:
    """Whether it was written: its id may be in use."""
    one = card
    values = (one.customer_id, one.id, one.link_id, one.scene, one.code_id, one.address, one.words, one.requested_at, one.ask_at)
    return await tx.fetchrow(INSERT_CARD, *values) is not None


async def lock_card(tx: Tx, card_id: UUID) -> Card | None:
    row = await tx.fetchrow(LOCK_CARD, card_id)
    return None if row is None else _card(row)


async def change_card(tx: Tx, one: Card) -> None:
    await tx.execute(CHANGE_CARD, one.customer_id, one.id, one.state, one.reference, one.reason, one.attempts, one.ask_at)


async def count_likes(tx: Tx, customer_id: UUID, scene: str, counted: Sequence[tuple[UUID, int, int]]) -> int:
    """(card, likes, sequence) as a network counted them for a customer. How many were news: what was counted later stays."""
    return len(await tx.fetch(COUNT_LIKES, customer_id, scene, *map(list, zip(*counted, strict=True)), tx.now)) if counted else 0


async def find_cards(source: Queryable, ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[Card | None]:
    """The card of that id if it is that customer's, else None: one per pair, in order."""
    found = {(row["customer_id"], row["id"]): _card(row) for row in await source.fetch(FIND_CARDS, customer_ids, ids)}
    return [found.get(pair) for pair in zip(customer_ids, ids, strict=True)]


async def list_due_cards(source: Queryable, now: datetime, limit: int) -> list[Card]:
    return [_card(row) for row in await source.fetch(LIST_DUE, now, limit)]


async def list_cards(source: Queryable, customer_ids: Sequence[UUID], scenes: Sequence[str | None], first: int, after: str | None) -> list[Page[Card]]:
    """Each customer's cards, of one scene or of all, newest first: one page per customer, in order."""
    check_first(first)
    at, id_ = decode_moment(after)
    found: list[list[Card]] = [[] for _ in customer_ids]
    for row in await source.fetch(LIST_CARDS, customer_ids, scenes, at, id_, first + 1):
        found[row["position"] - 1].append(_card(row))
    return [page_of(rows, first, lambda card: moment_key(card.requested_at, card.id)) for rows in found]


def _consent(row: Record | None) -> FriendConsent | None:
    if row is None:
        return None
    return FriendConsent(row["customer_id"], row["id"], row["link_id"], row["scene"], FriendConsentState(row["state"]), row["agreed_at"], row["ended_at"])


def _card(row: Record) -> Card:
    values = {name: row[name] for name in CARD.split(", ")}
    return Card(**values | {"state": CardState(row["state"])})
