"""Leaves: many movements told column by column have the leaves that each has by itself."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from domains.ledger.rules.seals import SealedMovement, leaf, leaves_of, next_block

AT = datetime(2026, 9, 28, 3, 4, 5, 60, tzinfo=UTC)
ONE, TWO, THREE, FOUR, FIVE = (UUID(int=number << 90 | number) for number in range(1, 6))


@pytest.mark.parametrize("hold_ids", [None, (FIVE, ONE)])
@pytest.mark.parametrize(("kind", "asset"), [("fund_income", "fund:000001"), ('a "kind"\n', "\u5143\\")])
def test_columns_have_the_leaves_of_their_rows(kind: str, asset: str, hold_ids: tuple[UUID, UUID] | None) -> None:
    rows = ((ONE, TWO, THREE, FOUR, 7), (FIVE, ONE, FOUR, THREE, 2**63 - 1))
    told = leaves_of(kind, asset, AT, *zip(*rows, strict=True), hold_ids)  # type: ignore[arg-type]
    holds = hold_ids or (None, None)
    assert told == [
        leaf(SealedMovement(id_, journal_id, kind, debit_id, credit_id, asset, minor, None, hold, None, AT, AT))
        for (id_, journal_id, debit_id, credit_id, minor), hold in zip(rows, holds, strict=True)
    ]
    assert len(set(told)) == 2


def test_a_block_follows_from_the_one_before() -> None:
    first = next_block((0, bytes(32)), [ONE], bytes(32), AT)
    second = next_block((first.number, first.hash), [TWO], bytes(32), AT)
    assert (second.number, second.previous_hash) == (2, first.hash) and second.hash != first.hash
