"""`scenebank torture`: a struck house keeps its word, and the command says so in counts."""

from uuid import uuid4

import pytest

from gateway.torture.history import POSTED, UNKNOWN, Answer, Call, Entry, History, Payload, check
from gateway.torture.run import Tally
from tests.gateway.cli.running import scenebank

ASKED = uuid4()


def tally_of(books: dict[str, list[Entry]], *answers: Answer) -> Tally:
    calls = [Call(ASKED, Payload("ann", "bo", 40), 2 * number, 2 * number + 1, answer) for number, answer in enumerate(answers, 1)]
    tally = Tally("server", rounds=1, strikes=1, equal=1)
    tally.add_calls(calls)
    tally.add_wrongs(check(History({"ann": 100, "bo": 0}, calls), books))
    return tally


def moved(times: int) -> dict[str, list[Entry]]:
    steps = range(1, times + 1)
    return {"ann": [Entry(ASKED, -40, 100 - 40 * step) for step in steps], "bo": [Entry(ASKED, 40, 40 * step) for step in steps]}


@pytest.mark.parametrize(
    ("times", "answers", "lost", "twice", "unanswered", "is_clean"),
    [
        (1, [Answer(UNKNOWN), Answer(POSTED, 0, 60)], 0, 0, 0, True),
        (0, [Answer(UNKNOWN), Answer(POSTED, 0, 60)], 1, 0, 0, False),
        (2, [Answer(UNKNOWN), Answer(POSTED, 0, 60)], 0, 1, 0, False),
        (1, [Answer(UNKNOWN)], 0, 0, 1, False),
    ],
)
def test_what_is_lost_or_done_twice_or_never_answered_is_counted_and_fails(
    times: int, answers: list[Answer], lost: int, twice: int, unanswered: int, is_clean: bool
) -> None:
    tally = tally_of(moved(times), *answers)
    assert (tally.lost, tally.twice, tally.unanswered, tally.repeated, tally.is_clean) == (lost, twice, unanswered, len(answers) - 1, is_clean)


def test_a_round_without_a_strike_or_with_unequal_books_proves_nothing() -> None:
    assert Tally("disk", rounds=2, strikes=2, equal=2).is_clean
    assert not Tally("disk", rounds=2, strikes=1, equal=2).is_clean
    assert not Tally("disk", rounds=2, strikes=2, equal=1).is_clean


def test_a_killed_database_and_a_commit_without_its_answer_lose_nothing_and_do_nothing_twice() -> None:
    seen = scenebank("torture", "--rounds", "1", "--fault", "database", "--fault", "cut-after")
    assert seen.returncode == 0, seen.stdout + seen.stderr
    rows = {
        words[0]: [int(word) for word in words[1:]] for line in seen.stdout.splitlines() if (words := line.split()) and words[0] in {"database", "cut-after"}
    }
    assert rows.keys() == {"database", "cut-after"}, seen.stdout
    for rounds, strikes, acknowledged, refused, repeated, lost, twice, told_wrong, no_answer, equal in rows.values():
        assert (rounds, lost, twice, told_wrong, no_answer, equal) == (1, 0, 0, 0, 0, 1)
        assert strikes >= 1 and acknowledged > 30 and refused > 0 and repeated > 0
    assert "Nothing lost, nothing done twice." in seen.stdout


def test_an_unknown_fault_is_refused_in_words() -> None:
    refused = scenebank("torture", "--fault", "flood")
    assert refused.returncode == 1
    assert "No such fault: flood. There are server, worker, database" in refused.stderr
