"""The statements of the home query: one for each level, as loaders send them, and joined, as the hand-written floor does."""

HOME = "SELECT id::text, name, masked_phone, tier, language, verified, unread, points FROM bench.customer WHERE id = ANY($1::uuid[])"

ACCOUNTS = """SELECT owner_id::text, id::text, currency, state, balance, available
FROM bench.account WHERE owner_id = ANY($1::uuid[]) ORDER BY owner_id, position"""

MOVEMENTS = """SELECT account_id::text, m.id::text, kind, direction, amount, currency, balance_after, booked_at, note, other_id::text
FROM unnest($1::uuid[]) AS asked (id) CROSS JOIN LATERAL (
    SELECT * FROM bench.movement WHERE account_id = asked.id ORDER BY sequence DESC LIMIT $2) AS m"""

COUNTERPARTIES = "SELECT id::text, name, masked_phone FROM bench.customer WHERE id = ANY($1::uuid[])"

OFFERS = """SELECT owner_id::text, id::text, title, merchant, price, currency, ends
FROM bench.offer WHERE owner_id = ANY($1::uuid[]) ORDER BY owner_id, position"""

FLOOR_HOME = """SELECT c.id::text, c.name, c.masked_phone, c.tier, c.language, c.verified, c.unread, c.points,
    a.id::text AS account_id, a.currency, a.state, a.balance, a.available,
    m.id::text AS movement_id, m.kind, m.direction, m.amount, m.currency AS movement_currency, m.balance_after, m.booked_at, m.note,
    o.name AS other_name, o.masked_phone AS other_phone
FROM bench.customer AS c JOIN bench.account AS a ON a.owner_id = c.id
CROSS JOIN LATERAL (SELECT * FROM bench.movement WHERE account_id = a.id ORDER BY sequence DESC LIMIT $2) AS m
JOIN bench.customer AS o ON o.id = m.other_id
WHERE c.id = $1 ORDER BY a.position, m.sequence DESC"""

FLOOR_OFFERS = "SELECT id::text, title, merchant, price, currency, ends FROM bench.offer WHERE owner_id = $1 ORDER BY position"
