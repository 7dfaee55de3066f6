"""Every refusal that a caller of the ledger or the wallet may meet has a type and a sentence in Chinese and in English."""

from dataclasses import fields
from datetime import UTC, date, datetime
from types import SimpleNamespace
from uuid import UUID

import pytest

import resolvers.wallet.mutations
from domains import ledger, wallet
from domains.kernel.assets import CNY
from domains.kernel.errors import Refusal
from domains.kernel.money import Amount
from resolvers.problems import HANDLERS

OTHERS = {
    wallet.TopUpNotFound,
    wallet.WithdrawalNotFound,
    wallet.DayNotOver,
    ledger.HoldNotFound,
    ledger.HoldEnded,
    ledger.CaptureTooLarge,
    ledger.QuoteNotFound,
    ledger.QuoteUsed,
    ledger.QuoteExpired,
}
"""Told to a payment channel, to a job, and to domains that hold money: no callers of the schema."""

SAMPLES = {
    "UUID": UUID(int=7),
    "Amount": Amount(123, CNY),
    "domains.kernel.money.Amount | None": Amount(123, CNY),
    "str": "day:2026-11-23",
    "int": 140,
    "datetime": datetime(2026, 11, 23, tzinfo=UTC),
} | {"date": date(2026, 11, 23)}


def refusals() -> list[type[Refusal]]:
    """Those that the two domains declare."""
    found = [one for one in Refusal.__subclasses__() if one.__module__.startswith(("domains.ledger.errors", "domains.wallet.errors"))]
    return sorted(found, key=lambda one: one.__name__)


@pytest.mark.parametrize("refusal", [one for one in refusals() if one not in OTHERS])
def test_a_refusal_is_worded_in_both_languages(refusal: type[Refusal]) -> None:
    assert resolvers.wallet.mutations
    (handler,) = [one for one in HANDLERS if one.exception_type is refusal]
    names = {one.name: SAMPLES[getattr(one.type, "__name__", str(one.type))] for one in fields(refusal)}  # type: ignore[arg-type]
    told = {}
    for language in ("en", "zh"):
        info = SimpleNamespace(context=SimpleNamespace(viewer=SimpleNamespace(language=language)))
        told[language] = handler.handle(refusal(**names), field=None, info=info)
    assert type(told["en"]).__name__ == refusal.__name__
    assert told["en"].message.isascii() and told["en"].message.endswith(".")
    assert not told["zh"].message.isascii() and told["zh"].message.endswith("。")
