"""The door, for many movements of few shapes: what needs no judging is written set-wise, whatever its number; what does is judged one by one, as ever.

Statements tell what is plain: an account with nothing in the way and enough of everything that the whole set takes. Plain is less than allowed: whatever is not
plain goes through `post` in the same transaction, so there are no second rules, and no other verdict."""

import asyncio
import hashlib
from array import array
from bisect import bisect_right
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import accumulate, chain, compress
from operator import eq
from typing import Any, TypeVar
from uuid import UUID

from domains.kernel.commands import HOUSE_ID, decode_refusal, encode_outcome
from domains.kernel.errors import IdReused, Refusal
from domains.kernel.money import MINOR_MAX
from domains.kernel.transactions import Tx
from domains.ledger.events import TOLD_ONE_BY_ONE, MovementPosted, MovementSetPosted
from domains.ledger.planned import CREDIT, DEBIT, PlannedLeg, SetPosting
from domains.ledger.queries import sets
from domains.ledger.queries.accounts import find_hot
from domains.ledger.queries.sets import LegColumns, SetAccount, SetColumns
from domains.ledger.rules.seals import leaves_of
from domains.ledger.service.post import post

A = TypeVar("A")
B = TypeVar("B")
T = TypeVar("T")


async def post_set(tx: Tx, set_id: UUID, legs: Sequence[PlannedLeg]) -> SetPosting:
    """Post journals, each all or none, in the order of the legs and in each of its columns. Raises IdReused where `set_id` was used for another set.

    A set that was posted before posts nothing: its answer is told again. Accounts are locked in id order, balances and sequences counted under the locks.
    Movements of accounts that are told of one by one have a fact each, the others one together; captures tell no HoldChanged. A verb calls it once, last."""
    legs = [leg for leg in legs if leg.ids]
    accounts, input_hash = await _meanwhile(_lock(tx, legs), lambda: _hash(legs))
    stored = await sets.find_set(tx, set_id)
    if stored is not None:
        return _repeated(set_id, input_hash, stored, legs)
    hot = await _hot(tx, accounts)
    judged = await _to_be_judged(tx, legs, {one.id for one in accounts if one.in_the_way} - hot.keys())
    plain = [_without(leg, judged) for leg in legs] if judged else legs
    together, leaves = await _write(tx, plain, accounts, hot) if any(leg.ids for leg in plain) else ([], b"")
    refused = await _judge(tx, legs, judged) if judged else {}
    await sets.insert_set(tx, set_id, input_hash, together, leaves, [journal_id.bytes + encode_outcome(refusal) for journal_id, refusal in refused.items()])
    if together:
        tx.publish(MovementSetPosted(HOUSE_ID, None, set_id, len(together)))
    return SetPosting(_count(legs, refused), refused)


async def _lock(tx: Tx, legs: Sequence[PlannedLeg]) -> list[SetAccount]:
    """Amounts that no column could hold are locked as nothing: they are judged one by one, and refused."""
    amounts = [minor if 0 < minor <= MINOR_MAX else 0 for leg in legs for minor in leg.amounts_minor]
    taken: list[int] = []
    if any(leg.hold_ids is not None for leg in legs):
        places = iter(amounts)
        taken = [next(places) if leg.hold_ids is None else 0 * next(places) for leg in legs for _ in leg.ids]
    debits, credits_ = _flat(leg.debit_account_ids for leg in legs), _flat(leg.credit_account_ids for leg in legs)
    return await sets.lock_set(tx, debits, credits_, amounts, taken, _columns_of(legs), sorted(TOLD_ONE_BY_ONE))


async def _hot(tx: Tx, accounts: Sequence[SetAccount]) -> dict[UUID, UUID]:
    """Those that were passed over because they are hot and only credited, and may be; with their owners."""
    absent = [one.id for one in accounts if one.owner_id is None]
    found = await find_hot(tx, absent) if absent else {}
    return {id_: account.owner_id for id_, account in found.items() if account.state != "closed"}


async def _to_be_judged(tx: Tx, legs: Sequence[PlannedLeg], in_the_way: set[UUID]) -> set[UUID]:
    """Journals of which a movement is not plain."""
    found: set[UUID] = set()
    holds = await _holds_in_the_way(tx, [leg for leg in legs if leg.hold_ids is not None])
    for leg in legs:
        if in_the_way:
            pairs = zip(leg.journal_ids, leg.debit_account_ids, leg.credit_account_ids, strict=True)
            found.update(journal_id for journal_id, debit_id, credit_id in pairs if debit_id in in_the_way or credit_id in in_the_way)
        if min(leg.amounts_minor) <= 0 or max(leg.amounts_minor) > MINOR_MAX:
            found.update(journal_id for journal_id, minor in zip(leg.journal_ids, leg.amounts_minor, strict=True) if not 0 < minor <= MINOR_MAX)
        if any(map(eq, leg.debit_account_ids, leg.credit_account_ids)):
            sides = zip(leg.journal_ids, leg.debit_account_ids, leg.credit_account_ids, strict=True)
            found.update(journal_id for journal_id, debit_id, credit_id in sides if debit_id == credit_id)
        if holds and leg.hold_ids is not None:
            found.update(journal_id for journal_id, hold_id in zip(leg.journal_ids, leg.hold_ids, strict=True) if hold_id in holds)
    return found


async def _holds_in_the_way(tx: Tx, legs: Sequence[PlannedLeg]) -> set[UUID]:
    if not legs:
        return set()
    hold_ids = _flat(leg.hold_ids or () for leg in legs)
    counted: set[UUID] = set()
    twice = {id_ for id_ in hold_ids if id_ in counted or counted.add(id_)} if len(set(hold_ids)) < len(hold_ids) else set()  # type: ignore[func-returns-value]
    amounts = [minor if 0 < minor <= MINOR_MAX else 0 for leg in legs for minor in leg.amounts_minor]
    return twice | await sets.list_holds_in_the_way(
        tx,
        hold_ids,
        _flat(leg.debit_account_ids for leg in legs),
        _flat(leg.credit_account_ids for leg in legs),
        amounts,
        _flat([leg.asset.code] * len(leg.ids) for leg in legs),
        _flat([leg.release_rest] * len(leg.ids) for leg in legs),
    )


def _without(leg: PlannedLeg, judged: set[UUID]) -> PlannedLeg:
    left = [place for place, journal_id in enumerate(leg.journal_ids) if journal_id not in judged]

    def kept(column: Sequence[UUID]) -> list[UUID]:
        return [column[place] for place in left]

    return leg._replace(
        journal_ids=kept(leg.journal_ids),
        ids=kept(leg.ids),
        debit_account_ids=kept(leg.debit_account_ids),
        credit_account_ids=kept(leg.credit_account_ids),
        amounts_minor=[leg.amounts_minor[place] for place in left],
        hold_ids=None if leg.hold_ids is None else kept(leg.hold_ids),
    )


async def _write(tx: Tx, legs: Sequence[PlannedLeg], accounts: Sequence[SetAccount], hot: Mapping[UUID, UUID]) -> tuple[list[UUID], bytes]:
    """Write what is plain, and tell one by one what is to be told so. The movements that are left to be told together, and their leaves."""
    with_holds = any(leg.hold_ids is not None for leg in legs)
    columns = SetColumns(
        _flat(leg.ids for leg in legs),
        _flat(leg.journal_ids for leg in legs),
        _flat(leg.debit_account_ids for leg in legs),
        _flat(leg.credit_account_ids for leg in legs),
        _flat(leg.amounts_minor for leg in legs),
        _flat(leg.hold_ids if leg.hold_ids is not None else [None] * len(leg.ids) for leg in legs) if with_holds else (),
        _columns_of(legs),
    )
    if len(set(columns.ids)) < len(columns.ids):
        raise ValueError("two movements of a set have one id")
    heard = {one.id for one in accounts if one.is_told}
    told: list[bool] = []
    if heard:
        told = [debit_id in heard or credit_id in heard for debit_id, credit_id in zip(columns.debit_account_ids, columns.credit_account_ids, strict=True)]
    places, leaves = await _meanwhile(sets.write_set(tx, columns, told, sorted(hot), with_holds=with_holds), lambda: _leaves(legs, tx.now))
    if not heard:
        return list(columns.ids), b"".join(leaves)
    _tell(tx, columns, told, {(row[0], row[1]): (row[2], row[3]) for row in places}, hot)
    together = [not is_told for is_told in told]
    return list(compress(columns.ids, together)), b"".join(compress(leaves, together))


def _tell(tx: Tx, columns: SetColumns, told: Sequence[bool], places: Mapping[tuple[UUID, str], tuple[UUID, int]], hot: Mapping[UUID, UUID]) -> None:
    begins = columns.legs.begins
    for place in compress(range(len(told)), told):
        leg = bisect_right(begins, place + 1)
        id_, debit_id, credit_id = columns.ids[place], columns.debit_account_ids[place], columns.credit_account_ids[place]
        debited, credited = places[id_, DEBIT], places.get((id_, CREDIT)) or (hot[credit_id], 0)
        moved = (columns.legs.kinds[leg], debit_id, debited[1], credit_id, credited[1], columns.amounts[place], columns.legs.assets[leg])
        tx.publish(MovementPosted(debited[0], credited[0], id_, *moved))


def _leaves(legs: Sequence[PlannedLeg], at: datetime) -> list[bytes]:
    return _flat(
        leaves_of(leg.kind, leg.asset.code, at, leg.ids, leg.journal_ids, leg.debit_account_ids, leg.credit_account_ids, leg.amounts_minor, leg.hold_ids)
        for leg in legs
    )


async def _judge(tx: Tx, legs: Sequence[PlannedLeg], judged: set[UUID]) -> dict[UUID, Refusal]:
    """Post what is not plain one by one. What was refused."""
    journals: dict[UUID, list[object]] = {}
    for leg in legs:
        for place, journal_id in enumerate(leg.journal_ids):
            if journal_id in judged:
                journals.setdefault(journal_id, []).append(leg.planned(place)[1])
    verdicts = await post(tx, list(journals.items()))  # type: ignore[arg-type]
    return {journal_id: verdict for journal_id, verdict in zip(journals, verdicts, strict=True) if isinstance(verdict, Refusal)}


def _repeated(set_id: UUID, input_hash: bytes, stored: tuple[bytes, list[bytes]], legs: Sequence[PlannedLeg]) -> SetPosting:
    if stored[0] != input_hash:
        raise IdReused(set_id)
    refused = {UUID(bytes=one[:16]): decode_refusal(one[16:]) for one in stored[1]}
    return SetPosting(_count(legs, refused), refused, is_repeat=True)


def _count(legs: Sequence[PlannedLeg], refused: Mapping[UUID, Refusal]) -> int:
    """Movements that are posted."""
    if not refused:
        return sum(len(leg.ids) for leg in legs)
    return sum(journal_id not in refused for leg in legs for journal_id in leg.journal_ids)


def _hash(legs: Sequence[PlannedLeg]) -> bytes:
    """SHA-256 over all that is planned."""
    digest = hashlib.sha256()
    for leg in legs:
        digest.update(f"{leg.kind}\n{leg.asset.code}\n{leg.release_rest}\n{len(leg.ids)}\n".encode())
        for column in (leg.journal_ids, leg.ids, leg.debit_account_ids, leg.credit_account_ids, leg.hold_ids or ()):
            digest.update(b"".join([id_.bytes for id_ in column]))
        digest.update(_bytes(leg.amounts_minor))
    return digest.digest()


def _columns_of(legs: Sequence[PlannedLeg]) -> LegColumns:
    begins = [1 + count for count in accumulate(len(leg.ids) for leg in legs)]
    return LegColumns([leg.kind for leg in legs], [leg.asset.code for leg in legs], begins[:-1])


def _bytes(amounts: Sequence[int]) -> bytes:
    try:
        return array("q", amounts).tobytes()
    except OverflowError:
        return repr(amounts).encode()


async def _meanwhile(asked: Coroutine[Any, Any, A], work: Callable[[], B]) -> tuple[A, B]:
    """What the database answers, and what was worked out here while it was at it."""
    answer = asyncio.ensure_future(asked)
    # Once round the loop, so that the statement is on its way.
    await asyncio.sleep(0)
    try:
        worked = work()
    finally:
        answered = await answer
    return answered, worked


def _flat(columns: Iterable[Sequence[T]]) -> list[T]:
    """Columns of legs, one after the other."""
    return list(chain.from_iterable(columns))
