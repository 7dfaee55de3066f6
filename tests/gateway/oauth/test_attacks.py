"""Every attack of the table is answered as the table says, and the page shows the table."""

from pathlib import Path

import pytest

from tests.gateway.app.running import RunningApp, SignedIn
from tests.gateway.oauth.attacks import assertions, codes, forms, pages, portal, proofs, requests, tokens
from tests.gateway.oauth.attacks.table import ATTACKS, Attack, page

FILES = (codes, requests, assertions, proofs, tokens, forms, pages, portal)
PAGE = Path(__file__).parents[3] / "docs/partners/attacks.md"


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
async def test_the_attack_is_answered_as_the_table_says(app: RunningApp, customer: SignedIn, attack: Attack) -> None:
    assert await attack.run(app, customer) == attack.answer


def test_there_are_many_and_each_has_a_name_of_its_own() -> None:
    assert len(FILES) == 8
    assert len(ATTACKS) >= 60
    assert len({one.name for one in ATTACKS}) == len(ATTACKS)


def test_the_page_shows_the_table() -> None:
    assert PAGE.read_text() == page()
