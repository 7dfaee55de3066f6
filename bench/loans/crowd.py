"""Many loans, entered in groups: of customers who need no row, but for those of whom something is due, who have one, and a wallet."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from domains import customers, ledger, loans, wallet
from domains.kernel.assets import CNY
from domains.kernel.database import Database
from domains.kernel.ids import derived_id, derived_ids, new_id
from domains.loans import LoanProductTerms, LoanTerms, Part, PeriodUnit, Price, ServicingTerms

GROUP, MINOR = 5_000, 1_200_000
TERMS = LoanProductTerms(
    least_minor=1, most_minor=10**9, counts=(12,), prices=(Price("A", Decimal("0.12"), 10**9),), servicing=ServicingTerms(penalty_rate=Decimal("0.18"))
)
DUE_SOON = ((0.92, 10_000_000), (0.96, 50_000), (1.0, 0))
"""Of whom an instalment falls due: nine in ten and more have it, some a part of it, some nothing."""

OVERDUE = ((0.1, 10_000_000), (0.3, 50_000), (1.0, 0))
ENTER_CUSTOMERS = """
INSERT INTO customers_customer (id, phone_sealed, phone_index, tier, language, synthetic, registered_at)
SELECT told.id, uuid_send(told.id), uuid_send(told.id), 'basic', 'zh', true, $2 FROM unnest($1::uuid[]) AS told (id)
"""
ENTER_LOANS = """
INSERT INTO loans_loan (customer_id, id, product_code, product_version, terms, asset, state, opened_on, opened_at, line_held_minor, next_due_on, days_past_due,
    bucket, class5, principal_minor, interest_minor, fee_minor, penalty_minor, folded_through, due_minor)
SELECT told.customer_id, told.id, 'bench', 1, told.terms::jsonb, 'CNY', 'active', told.opened_on, $6, 0, told.next_due_on, 0, 'M0', 1, $7, 0, 0, 0,
    told.opened_on, 0
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[], $5::date[]) AS told (customer_id, id, terms, opened_on, next_due_on)
"""
ENTER_FACTS = """
INSERT INTO loans_fact (customer_id, loan_id, sequence, kind, effective_on, booked_at, amount_minor, act_id, details)
SELECT told.customer_id, told.id, 1, 'disbursed', told.opened_on, $4, $5, told.id, '{}'
FROM unnest($1::uuid[], $2::uuid[], $3::date[]) AS told (customer_id, id, opened_on)
"""


class Lent(NamedTuple):
    """A loan that was entered."""

    owner_id: UUID
    id: UUID
    opened_on: date
    due_on: date


async def sell(database: Database) -> None:
    """The product by which all of them are lent."""
    operator_id = await customers.create_operator(database, "bench", ["operator:loans"])
    await customers.make_operator_token(database, operator_id)
    async with database.reading() as read:
        session_id = await read.fetchval("SELECT id FROM customers_session WHERE owner_id = $1", operator_id)
    named: dict[str, Any] = {"owner_id": operator_id, "session_id": session_id, "code": "bench", "kind": loans.LoanKind.CASH, "asset": "CNY", "terms": TERMS}
    command = loans.PublishLoanProductCommand(request_id=new_id(database.clock), name_zh="贷", name_en="Loan", **named)
    await database.write(loans.publish_loan_product, command)


async def lend(database: Database, first: int, count: int, day: date) -> None:
    """A group, each paid out on a day of the month before that day, one in thirty on one of the month before it: so one in thirty or so falls due on any day,
    and one in thirty is overdue."""
    chance = random.Random(first)
    some = [_lent(database, day, chance) for _ in range(count)]
    terms = [LoanTerms(principal_minor=MINOR, annual_rate=Decimal("0.12"), count=12, every=1, unit=PeriodUnit.MONTHS, start=one.opened_on) for one in some]
    texts = [orjson.dumps(one, default=str).decode() for one in terms]
    owners, ids, opened, due = ([one[place] for one in some] for place in range(4))
    async with database.transaction() as tx:
        accounts = [ledger.NewAccount(loans.owed_id(id_, part), id_, f"loan_{part}", CNY, ledger.DEBIT) for id_ in ids for part in Part]
        await ledger.open_accounts(tx, accounts)
        columns = (derived_ids(ids, "lent"), [loans.owed_id(id_, Part.PRINCIPAL) for id_ in ids], [loans.funding_id(CNY)] * count, [MINOR] * count)
        legs = [ledger.PlannedLeg("loan_lent", CNY, derived_ids(ids, "journal"), *columns)]
        posting = await ledger.post_set(tx, derived_id(UUID(int=1), f"lent {first}"), legs)
        assert not posting.refused
        await tx.execute(ENTER_LOANS, owners, ids, texts, opened, due, tx.now, MINOR)
        await tx.execute(ENTER_FACTS, owners, ids, opened, tx.now, MINOR)
    await _endow(database, first, [one for one in some if one.due_on <= day + timedelta(days=1)], day, chance)


def _lent(database: Database, day: date, chance: random.Random) -> Lent:
    opened = day - timedelta(days=chance.randrange(31, 61) if chance.randrange(30) == 0 else chance.randrange(1, 31))
    (due,) = loans.due_dates(opened, 1, 1, PeriodUnit.MONTHS)
    return Lent(new_id(database.clock), new_id(database.clock), opened, due)


async def _endow(database: Database, first: int, some: Sequence[Lent], day: date, chance: random.Random) -> None:
    """Their customers, with wallets and what is in them."""
    ids = [one.owner_id for one in some]
    shares = [OVERDUE if one.due_on < day else DUE_SOON for one in some]
    minors = [next(minor for most, minor in share if drawn <= most) for share, drawn in ((share, chance.random()) for share in shares)]
    account_ids = [wallet.wallet_account_id(id_, CNY) for id_ in ids]
    funded = [(id_, minor) for id_, minor in zip(account_ids, minors, strict=True) if minor]
    targets = [id_ for id_, _ in funded]
    async with database.transaction() as tx:
        await tx.execute(ENTER_CUSTOMERS, ids, tx.now)
        await ledger.open_accounts(tx, [ledger.NewAccount(account_id, id_, "wallet", CNY) for account_id, id_ in zip(account_ids, ids, strict=True)])
        columns = (derived_ids(targets, "funds"), [loans.funding_id(CNY)] * len(funded), targets, [minor for _, minor in funded])
        legs = [ledger.PlannedLeg("funded", CNY, derived_ids(targets, "funded"), *columns)]
        posting = await ledger.post_set(tx, derived_id(UUID(int=1), f"funded {first}"), legs)
        assert not posting.refused
