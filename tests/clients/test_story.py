"""A stranger's whole story: one command starts everything, and clients nobody here wrote do the rest."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.gateway.app.running import a_phone
from tests.gateway.cli.running import Up, a_data_folder, running_up

FOLDER = Path(__file__).parent


@pytest.fixture(scope="module")
def up() -> Iterator[Up]:
    with a_data_folder() as folder, running_up(folder, "--customers", "5") as running:
        yield running


def test_two_customers_sign_up_top_up_transfer_and_read_their_statements(up: Up, packages: None) -> None:
    payer, payee = a_phone(), a_phone()
    seen = told(up, "story.mjs", PAYER_PHONE=payer, PAYEE_PHONE=payee)

    def masked(phone: str) -> str:
        return f"{phone[3:6]}****{phone[-4:]}"

    assert seen["signedUp"] == [["CodeSent", True, masked(phone), "WalletOpened"] for phone in (payer, payee)]
    assert seen["topUp"] == ["TopUp", "POSTED"]
    assert seen["paid"] == {
        "__typename": "Transferred",
        "amount": {"__typename": "Money", "amount": "12.34"},
        "balanceAfter": {"__typename": "Money", "amount": "87.66"},
        "movement": {"__typename": "Movement", "note": "noodles"},
    }
    assert seen["again"] is True
    assert seen["tooMuch"]["__typename"] == "InsufficientFunds"
    assert seen["tooMuch"]["message"].isascii()
    assert [line(node) for node in seen["payer"]["statement"]["nodes"]] == [
        ("transfer", "-12.34", "87.66", "noodles", masked(payee)),
        ("top_up", "100.00", "100.00", None, None),
    ]
    assert [line(node) for node in seen["payee"]["statement"]["nodes"]] == [("transfer", "12.34", "12.34", "noodles", masked(payer))]
    assert (seen["payer"]["balance"]["amount"], seen["payee"]["balance"]["amount"]) == ("87.66", "12.34")
    assert seen["changes"] == [{"movement": {"kind": "transfer", "amount": {"amount": "12.34"}}, "account": {"balance": {"amount": "12.34"}}}]


def line(node: dict[str, Any]) -> tuple[str, str, str, str | None, str | None]:
    counterparty = node["counterparty"]
    return node["kind"], node["amount"]["amount"], node["balanceAfter"]["amount"], node["note"], counterparty and counterparty["maskedPhone"]


def told(up: Up, script: str, **variables: str) -> dict[str, Any]:
    """What a script saw of the running house: the JSON object it prints."""
    more = {"GRAPHQL_URL": f"{up.origin}/graphql", "ONE_TIME_CODES": str(up.data / "one-time-codes.jsonl"), **variables}
    ran = subprocess.run(["node", script], cwd=FOLDER, env={**os.environ, **more}, capture_output=True, text=True, timeout=90, check=False)
    assert ran.returncode == 0, ran.stderr + ran.stdout + up.output
    return dict(json.loads(ran.stdout.strip().splitlines()[-1]))
