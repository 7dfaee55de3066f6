"""Signed callbacks: the published vector, and what does not hold."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from integrations.errors import SignatureInvalid
from integrations.signatures import check_signature, sign, signed_headers

FACT = json.loads((Path(__file__).parents[1] / "facts" / "standard_webhooks.json").read_text())
BODY = FACT["body"].encode()
AT = datetime.fromtimestamp(FACT["timestamp"], UTC)
HEADERS = {"webhook-id": FACT["id"], "webhook-timestamp": str(FACT["timestamp"]), "webhook-signature": FACT["signature"]}
OTHER_SECRET = "whsec_b3RoZXIgc2VjcmV0IGZvciB0ZXN0cw=="


def test_the_published_vector_is_signed_and_holds() -> None:
    assert sign(FACT["secret"], FACT["id"], FACT["timestamp"], BODY) == FACT["signature"]
    assert signed_headers(FACT["secret"], FACT["id"], FACT["timestamp"], BODY) == HEADERS
    assert check_signature([FACT["secret"]], HEADERS, BODY, AT) == FACT["id"]


@pytest.mark.parametrize(("seconds", "holds"), [(-301, False), (-300, True), (0, True), (300, True), (301, False)])
def test_a_callback_holds_for_five_minutes_either_way(seconds: int, holds: bool) -> None:
    assert FACT["tolerance_seconds"] == 300
    now = AT + timedelta(seconds=seconds)
    if holds:
        assert check_signature([FACT["secret"]], HEADERS, BODY, now) == FACT["id"]
    else:
        with pytest.raises(SignatureInvalid, match="webhook-timestamp"):
            check_signature([FACT["secret"]], HEADERS, BODY, now)


@pytest.mark.parametrize(
    ("header", "value", "failing"),
    [
        ("webhook-id", "msg_other", "webhook-signature"),
        ("webhook-id", "", "webhook-id"),
        ("webhook-id", "x" * 257, "webhook-id"),
        ("webhook-id", "msg.1", "webhook-id"),
        ("webhook-timestamp", str(FACT["timestamp"] + 1), "webhook-signature"),
        ("webhook-timestamp", "", "webhook-timestamp"),
        ("webhook-timestamp", "-5", "webhook-timestamp"),
        ("webhook-timestamp", "１６１４２６５３３０", "webhook-timestamp"),
        ("webhook-timestamp", "9" * 400, "webhook-timestamp"),
        ("webhook-signature", "", "webhook-signature"),
        ("webhook-signature", FACT["signature"].replace("v1,", "v2,"), "webhook-signature"),
        ("webhook-signature", FACT["signature"][:-1], "webhook-signature"),
        ("webhook-signature", "v1,é", "webhook-signature"),
    ],
)
def test_a_changed_header_does_not_hold(header: str, value: str, failing: str) -> None:
    with pytest.raises(SignatureInvalid, match=failing):
        check_signature([FACT["secret"]], HEADERS | {header: value}, BODY, AT)


def test_a_changed_body_or_another_secret_does_not_hold() -> None:
    with pytest.raises(SignatureInvalid):
        check_signature([FACT["secret"]], HEADERS, BODY + b" ", AT)
    with pytest.raises(SignatureInvalid):
        check_signature([OTHER_SECRET], HEADERS, BODY, AT)


def test_while_a_secret_is_replaced_either_holds() -> None:
    assert check_signature([OTHER_SECRET, FACT["secret"]], HEADERS, BODY, AT) == FACT["id"]
    both = HEADERS | {"webhook-signature": f"v1,AAAA {FACT['signature']}"}
    assert check_signature([FACT["secret"]], both, BODY, AT) == FACT["id"]


def test_only_the_first_signatures_are_looked_at() -> None:
    flooded = HEADERS | {"webhook-signature": "v1,AAAA " * 8 + FACT["signature"]}
    with pytest.raises(SignatureInvalid):
        check_signature([FACT["secret"]], flooded, BODY, AT)


def test_a_malformed_secret_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="whsec_"):
        sign("whsec_not base64!", "msg_1", 1, b"")
