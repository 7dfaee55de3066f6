"""What a word from outside does: every cell of the table, whoever says it."""

import pytest

from domains.kernel.outside import Stage, Word, judge
from domains.scenes.rules import order as orders
from domains.wallet.rules import top_ups

TABLE = """
    stage     not_ended  refused   ours      other
    OPEN      OPEN       REFUSED   DONE      MISMATCH
    DONE      DONE       DONE      DONE      DONE
    REFUSED   REFUSED    REFUSED   MISMATCH  MISMATCH
    MISMATCH  MISMATCH   MISMATCH  MISMATCH  MISMATCH
"""
NOTED = {("DONE", "refused"): "refused after it had been done", ("REFUSED", "ours"): "done after it had been refused", ("OPEN", "refused"): "because"}
NOTED |= {(stage, "other"): "it was another" for stage in ("OPEN", "DONE", "REFUSED")}
WORDS: dict[str, Word] = {"not_ended": "not ended", "refused": "refused", "ours": "done", "other": "done"}
ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [(row[0], told, becomes) for row in ROWS[1:] for told, becomes in zip(ROWS[0][1:], row[1:], strict=True)]


@pytest.mark.parametrize(("stage", "told", "becomes"), CELLS)
def test_a_word_is_taken(stage: str, told: str, becomes: str) -> None:
    verdict = judge(Stage[stage], WORDS[told], as_asked=told == "ours", otherwise="it was another", reason="because")
    assert (verdict.stage, verdict.reason) == (Stage[becomes], NOTED.get((stage, told)))


def test_a_refusal_without_a_reason_has_one() -> None:
    assert judge(Stage.OPEN, "refused", as_asked=False, otherwise="", reason=None).reason == "unnamed"


def test_every_domain_has_a_name_for_every_stage() -> None:
    for domain in (orders, top_ups):
        assert set(domain.STATES) == set(Stage)
    assert {state for state in orders.OrderState if state not in orders.STAGES} == {orders.OrderState.REQUESTED}
    assert {state for state in top_ups.TopUpState if state not in top_ups.STAGES} == {top_ups.TopUpState.REQUESTED}
