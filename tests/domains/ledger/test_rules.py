"""The order of refusals and the arithmetic of balances, as tables."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from domains.kernel.assets import CNY, USD
from domains.kernel.errors import Refusal
from domains.kernel.money import MINOR_MAX, Amount
from domains.ledger.planned import Limit, LockedAccount, PlannedMovement
from domains.ledger.rules.judging import judge
from domains.ledger.rules.movements import Books

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def an_id(number: int) -> UUID:
    return UUID(int=number)


def books() -> dict[UUID, LockedAccount]:
    """1: wallet of 100, 2: empty wallet, 3: frozen wallet of 100, 4: closed, 5: dollars, 6: debit-normal channel that may go negative, 7: nearly full,
    8: 100 with 60 held."""
    rows = {
        1: ("CNY", "credit", False, "open", 0, 100, 0),
        2: ("CNY", "credit", False, "open", 0, 0, 0),
        3: ("CNY", "credit", False, "frozen", 0, 100, 0),
        4: ("CNY", "credit", False, "closed", 0, 0, 0),
        5: ("USD", "credit", False, "open", 0, 100, 0),
        6: ("CNY", "debit", True, "open", 0, 0, 0),
        7: ("CNY", "credit", False, "open", 0, MINOR_MAX - 5, 0),
        8: ("CNY", "credit", False, "open", 0, 100, 60),
    }
    return {
        an_id(n): LockedAccount(an_id(n), an_id(n), {"CNY": CNY, "USD": USD}[asset], side, negative, state, False, debits, credited, pending, 0, 0)
        for n, (asset, side, negative, state, debits, credited, pending) in rows.items()
    }


TABLE = """
    debit credit amount     limit  verdict
    1     2      40         -      60 40
    1     2      100        -      0 100
    1     2      101        -      InsufficientFunds
    9     2      1          -      AccountNotFound
    1     9      1          -      AccountNotFound
    1     1      1          -      SameAccount
    1     2      0          -      AmountOutOfRange
    1     2      -1         -      AmountOutOfRange
    1     2      2^63       -      AmountOutOfRange
    1     5      1          -      AssetMismatch
    5     1      1          -      AssetMismatch
    4     2      1          -      AccountClosed
    1     4      1          -      AccountClosed
    3     2      1          -      AccountFrozen
    1     3      1          -      99 101
    1     2      50         50     50 50
    1     2      51         50     LimitExceeded
    1     2      500        50     LimitExceeded
    6     1      70         -      70 170
    1     6      30         -      70 -30
    7     1      1          -      9223372036854775801 101
    1     7      5          -      95 9223372036854775807
    1     7      6          -      AmountOutOfRange
    8     2      40         -      60 40
    8     2      41         -      InsufficientFunds
"""


@pytest.mark.parametrize("line", [line.split() for line in TABLE.strip().splitlines()[1:]], ids=" ".join)
def test_a_single_movement_is_judged(line: list[str]) -> None:
    debit, credit, amount, limit, *verdict = line
    accounts = books()
    minor = 2**63 if amount == "2^63" else int(amount)
    limits = () if limit == "-" else (Limit("day", int(limit)),)
    asset = USD if debit == "5" and credit == "5" else CNY
    planned = PlannedMovement(an_id(99), "test", an_id(int(debit)), an_id(int(credit)), Amount(minor, asset), limits)
    judgement = judge([(an_id(98), [planned])], Books(accounts, {}, NOW))
    (told,) = judgement.verdicts
    if isinstance(told, Refusal):
        assert type(told).__name__ == verdict[0]
        assert judgement.posted == []
        assert accounts == books()
    else:
        (posted,) = told
        assert [str(posted.debit.balance_after.minor), str(posted.credit.balance_after.minor)] == verdict


def test_linked_movements_are_all_or_none() -> None:
    accounts = books()
    movements = [
        PlannedMovement(an_id(50), "test", an_id(1), an_id(2), Amount(60, CNY), (Limit("day", 100),)),
        PlannedMovement(an_id(51), "test", an_id(1), an_id(2), Amount(60, CNY)),
    ]
    judgement = judge([(an_id(98), movements)], Books(accounts, {}, NOW))
    assert type(judgement.verdicts[0]).__name__ == "InsufficientFunds"
    assert accounts == books()
    assert (judgement.posted, judgement.used, judgement.touched) == ([], {}, {})


def test_later_journals_see_what_earlier_ones_left() -> None:
    accounts = books()
    journals = [(an_id(80 + n), [PlannedMovement(an_id(60 + n), "test", an_id(1), an_id(2), Amount(40, CNY), (Limit("day", 90),))]) for n in range(3)]
    judgement = judge(journals, Books(accounts, {(an_id(1), "day"): 5}, NOW))
    assert [type(verdict).__name__ for verdict in judgement.verdicts] == ["Posting", "Posting", "LimitExceeded"]
    assert judgement.used == {(an_id(1), "day"): 85}
    assert accounts[an_id(2)].last_sequence == 2


def test_a_refused_journal_between_two_leaves_no_trace() -> None:
    accounts = books()
    amounts = [70, 40, 30]
    journals = [(an_id(80 + n), [PlannedMovement(an_id(60 + n), "test", an_id(1), an_id(2), Amount(minor, CNY))]) for n, minor in enumerate(amounts)]
    judgement = judge(journals, Books(accounts, {}, NOW))
    assert [type(verdict).__name__ for verdict in judgement.verdicts] == ["Posting", "InsufficientFunds", "Posting"]
    assert (accounts[an_id(1)].posted, accounts[an_id(2)].posted) == (0, 100)
