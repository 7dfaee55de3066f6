"""What follows from where the units of a flash sale are."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from domains.kernel.assets import CNY
from domains.mall.rules.flash import Dealing, FlashSale, FlashState, Slots, deal

AT = datetime(2026, 11, 11, tzinfo=UTC)
NOBODY = UUID(int=0)
ANNOUNCED, SOLD_OUT, OVER, CANCELLED = FlashState


def a_sale(state: FlashState, last: int, served: int) -> FlashSale:
    return FlashSale(NOBODY, NOBODY, NOBODY, NOBODY, CNY, 990, 10, 15, AT, AT + timedelta(hours=1), state, last, served, AT)


@pytest.mark.parametrize(
    ("state", "last", "served", "slots", "minutes", "dealing"),
    [
        # Nobody waits; as many as there are units; as many as wait; as many as one transaction places.
        (ANNOUNCED, 0, 0, Slots(0, 0, 10), 1, Dealing(ANNOUNCED, 0, is_freed=False, is_closed=False)),
        (ANNOUNCED, 30, 0, Slots(0, 0, 10), 1, Dealing(ANNOUNCED, 8, is_freed=False, is_closed=False)),
        (ANNOUNCED, 12, 10, Slots(4, 3, 3), 1, Dealing(ANNOUNCED, 2, is_freed=False, is_closed=False)),
        (ANNOUNCED, 30, 10, Slots(4, 3, 3), 1, Dealing(ANNOUNCED, 3, is_freed=False, is_closed=False)),
        (ANNOUNCED, 30, 10, Slots(4, 6, 0), 1, Dealing(ANNOUNCED, 0, is_freed=False, is_closed=False)),
        # Sold out, whoever waits.
        (ANNOUNCED, 30, 10, Slots(10, 0, 0), 1, Dealing(SOLD_OUT, 0, is_freed=False, is_closed=True)),
        # After the end those who joined have their turn, and then it is over.
        (ANNOUNCED, 12, 10, Slots(4, 3, 3), 60, Dealing(ANNOUNCED, 2, is_freed=False, is_closed=False)),
        (ANNOUNCED, 10, 10, Slots(4, 3, 3), 59, Dealing(ANNOUNCED, 0, is_freed=False, is_closed=False)),
        (ANNOUNCED, 10, 10, Slots(4, 3, 3), 60, Dealing(OVER, 0, is_freed=True, is_closed=False)),
        (ANNOUNCED, 10, 10, Slots(4, 0, 6), 60, Dealing(OVER, 0, is_freed=True, is_closed=True)),
        # What comes back to a sale that has ended goes on to the shelf.
        (CANCELLED, 30, 10, Slots(4, 3, 3), 1, Dealing(CANCELLED, 0, is_freed=True, is_closed=False)),
        (CANCELLED, 30, 10, Slots(4, 0, 0), 1, Dealing(CANCELLED, 0, is_freed=False, is_closed=True)),
        (OVER, 10, 10, Slots(4, 0, 1), 99, Dealing(OVER, 0, is_freed=True, is_closed=True)),
    ],
)
def test_what_is_to_be_done(state: FlashState, last: int, served: int, slots: Slots, minutes: int, dealing: Dealing) -> None:
    assert deal(a_sale(state, last, served), slots, 8, AT + timedelta(minutes=minutes)) == dealing
