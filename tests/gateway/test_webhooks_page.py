"""docs/partners/webhooks.md tells every kind of message that there is, with the ids that it carries, and no other."""

import re
from pathlib import Path

from domains.scenes.rules.webhook_event import KINDS

PAGE = Path(__file__).parents[2] / "docs" / "partners" / "webhooks.md"
ROW = re.compile(r"^\| `([a-z_]+\.[a-z]+)` \|.*\| (`.*`) \|$", re.MULTILINE)


def test_the_page_tells_every_kind_with_its_ids() -> None:
    told = {name: tuple(re.findall(r"`(\w+)`", ids)) for name, ids in ROW.findall(PAGE.read_text())}
    assert told == {kind.name: kind.ids for kind in KINDS.values()}
