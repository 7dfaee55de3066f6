"""What an installation sets of the cost gate, and what engineers see of it."""

import asyncio
from pathlib import Path

import pytest
from pydantic import ValidationError

from gateway.app import cost_options
from gateway.embedded import Instance
from gateway.limits import CostOptions
from gateway.settings import Settings
from tests.gateway.app.running import RunningApp, running_app

DEAR = "{ wallets { statement(first: 50) { nodes { id amount { amount } } } } }"
VIEWER = "{ viewer { id } }"


def test_the_settings_begin_with_the_gates_own_defaults() -> None:
    assert cost_options(Settings()) == CostOptions()


def test_a_maximum_above_a_full_allowance_is_refused() -> None:
    with pytest.raises(ValidationError, match="cost_operation_max must not be above cost_capacity"):
        Settings(cost_operation_max=101, cost_capacity=100)


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("OPERATION_MAX", "90"), ("CAPACITY", "100"), ("REFILL_PER_SECOND", "7"), ("ENFORCED", "false")):
        monkeypatch.setenv(f"SCENEBANK_COST_{name}", value)
    assert cost_options(Settings()) == CostOptions(operation_max=90, capacity=100, refill_per_second=7, chunk=10, enforced=False)


async def metric(app: RunningApp, name: str) -> float:
    lines = (await app.http.get("/metrics")).text.splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(f"scenebank_cost_{name} "))


async def test_a_small_allowance_is_spent_and_counted(migrated: Instance, tmp_path: Path) -> None:
    async with running_app(migrated.app_dsn, tmp_path, cost_operation_max=50, cost_capacity=50, cost_refill_per_second=1) as app:
        customer = await app.customer()
        dear = (await app.post(DEAR, customer)).json()["errors"][0]["extensions"]
        assert (dear["code"], dear["maximum"]) == ("TOO_COMPLEX", 50)
        answers = await asyncio.gather(*(app.post(VIEWER, customer) for _ in range(30)))
        refused = [one for one in answers if one.status_code == 429]
        assert len(refused) >= 3
        assert await metric(app, "refused") == len(refused)
        assert await metric(app, "too_dear") == 1
        assert await metric(app, "away") == 0


async def test_an_allowance_that_is_not_enforced_refuses_nobody_and_still_tells(migrated: Instance, tmp_path: Path) -> None:
    limits = {"cost_operation_max": 50, "cost_capacity": 50, "cost_refill_per_second": 1, "cost_enforced": False}
    async with running_app(migrated.app_dsn, tmp_path, **limits) as app:
        customer = await app.customer()
        for _ in range(40):
            answer = await app.post(VIEWER, customer)
            assert answer.json()["extensions"]["cost"]["used"] == 2
        assert (await app.post(DEAR, customer)).json()["errors"][0]["extensions"]["code"] == "TOO_COMPLEX"
