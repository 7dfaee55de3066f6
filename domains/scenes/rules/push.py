"""What partners may push to the house: which events a partner of each kind tells of, and what is storable at all."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from domains.scenes.errors.push import PushMalformed, PushTypeUnknown
from domains.scenes.rules.scene import SceneKind

ORDER_CHANGED = "order.changed"
ACCOUNT_CHANGED = "account.changed"
"""Something of a customer's account there is new: orders, membership, friends, likes."""
PURCHASE_ORDER_PLACED, GOODS_DELIVERED, INVOICE_ISSUED = "purchase_order.placed", "goods.delivered", "invoice.issued"

PUSH_TYPES: dict[SceneKind, frozenset[str]] = {
    **dict.fromkeys(SceneKind, frozenset({ORDER_CHANGED})),
    **dict.fromkeys((SceneKind.CONSUMPTION, SceneKind.SOCIAL), frozenset({ORDER_CHANGED, ACCOUNT_CHANGED})),
    SceneKind.PRODUCTION: frozenset({PURCHASE_ORDER_PLACED, GOODS_DELIVERED, INVOICE_ISSUED}),
}
"""By the partner's kind."""

VALUES_MAX = 20_000
INTEGER_MOST = 2**53


class PushState(StrEnum):
    """`taken`: it is stored, and not taken up. `done`: it was. `refused`: it was read and makes no sense; `reason` says why."""

    TAKEN = "taken"
    DONE = "done"
    REFUSED = "refused"


def check_push(kind: SceneKind, type_: str, data: Mapping[str, Any]) -> None:
    """Raises PushTypeUnknown, then PushMalformed for values that could not be kept as they are."""
    if type_ not in PUSH_TYPES[kind]:
        raise PushTypeUnknown(type_[:80])
    waiting: list[Any] = [data]
    for count, value in enumerate(waiting):
        if count > VALUES_MAX:
            raise PushMalformed("too many values")
        if isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str) and "\0" in value:
            raise PushMalformed("a text with a zero character")
        elif isinstance(value, int) and abs(value) > INTEGER_MOST:
            raise PushMalformed("a number out of range")
        elif value is not None and not isinstance(value, str | int):
            raise PushMalformed("a number that is no integer")
