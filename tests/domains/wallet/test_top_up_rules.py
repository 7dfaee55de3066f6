"""What a channel's word does, as a table, and when it is asked again."""

from datetime import UTC, datetime, timedelta

import pytest

from domains.kernel.assets import CNY, USD
from domains.kernel.money import Amount
from domains.wallet.rules.top_ups import OPEN, TopUpState, asked_after, decide, has_expired, may_charge

OURS = Amount(700, CNY)
TAKEN = {"ours": OURS, "other": Amount(701, CNY), "dollars": Amount(700, USD), "none": None}

TABLE = """
    state      told       taken    becomes    reason
    requested  pending    ours     pending    -
    requested  absent     none     pending    -
    requested  refused    none     refused    because
    requested  succeeded  ours     posted     -
    requested  succeeded  other    mismatch   the channel took 7.01 CNY
    requested  succeeded  dollars  mismatch   the channel took 7.00 USD
    requested  succeeded  none     mismatch   the channel took None
    requested  sleeping   ours     pending    -
    pending    pending    none     pending    -
    pending    refused    other    refused    because
    pending    succeeded  ours     posted     -
    pending    succeeded  other    mismatch   the channel took 7.01 CNY
    posted     pending    ours     posted     -
    posted     absent     none     posted     -
    posted     succeeded  ours     posted     -
    posted     succeeded  other    posted     the channel took 7.01 CNY
    posted     refused    none     posted     refused after it had been done
    refused    pending    ours     refused    -
    refused    refused    none     refused    -
    refused    succeeded  ours     mismatch   done after it had been refused
    refused    succeeded  other    mismatch   the channel took 7.01 CNY
    mismatch   pending    ours     mismatch   -
    mismatch   refused    none     mismatch   -
    mismatch   succeeded  ours     mismatch   -
"""


@pytest.mark.parametrize("line", [line.split(maxsplit=4) for line in TABLE.strip().splitlines()[1:]], ids=lambda line: " ".join(line[:3]))
def test_a_channels_word_is_taken(line: list[str]) -> None:
    state, told, taken, becomes, reason = line
    decision = decide(TopUpState(state), OURS, told, TAKEN[taken], "because")
    assert (decision.state, decision.reason or "-") == (becomes, reason)


def test_money_is_never_posted_but_for_a_success_of_our_amount() -> None:
    for state in OPEN:
        for told in ("pending", "refused", "succeeded", "absent", "SUCCEEDED", ""):
            for taken in TAKEN.values():
                posted = decide(state, OURS, told, taken, None).state is TopUpState.POSTED
                assert posted == (told == "succeeded" and taken == OURS)


def test_it_is_asked_again_ever_more_slowly() -> None:
    waits = [asked_after(attempts).total_seconds() for attempts in range(12)]
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]
    assert asked_after(10**9) == timedelta(minutes=15)


def test_between_the_last_charge_and_giving_up_lies_an_hour() -> None:
    start = datetime(2026, 11, 23, tzinfo=UTC)
    ages = [timedelta(hours=22, minutes=59), timedelta(hours=23), timedelta(hours=23, minutes=59), timedelta(hours=24)]
    assert [(may_charge(start, start + age), has_expired(start, start + age)) for age in ages] == [
        (True, False),
        (False, False),
        (False, False),
        (False, True),
    ]
