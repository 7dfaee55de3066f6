"""What docs/mall.md draws is what the rules say."""

import re
from pathlib import Path

from domains.mall.rules.orders import NEXT

DRAWN = re.compile(r"^    (\w+) --> (\w+): (\w+)$", re.M)


def test_the_drawing_of_an_orders_life_is_the_rule() -> None:
    text = (Path(__file__).parents[3] / "docs" / "mall.md").read_text()
    drawn = {(source, event): target for source, target, event in DRAWN.findall(text)}
    assert drawn == {(source.value, event.value): target.value for (source, event), target in NEXT.items()}
