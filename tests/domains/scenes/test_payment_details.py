"""Rich authorization details are read strictly: what the page could not show is refused."""

import json
from typing import Any
from uuid import UUID

import pytest

from domains.kernel.assets import CNY
from domains.kernel.money import Amount
from domains.scenes import AuthorizationDetailsMalformed, PaymentDetail, read_payment_details, write_payment_detail

RESOURCE = "https://bank.example/graphql"
PAYEE = "0190b3a4-0000-7000-8000-000000000001"
GOOD: dict[str, Any] = {"type": "payment_initiation", "payee": PAYEE, "instructedAmount": {"amount": "128.00", "currency": "CNY"}}


def read(*details: Any) -> PaymentDetail:
    return read_payment_details(json.dumps(list(details)), RESOURCE)


def test_pay_128_yuan_to_x_once_is_understood() -> None:
    assert read(GOOD) == PaymentDetail(UUID(PAYEE), Amount(12_800, CNY), "")
    assert read(GOOD | {"reference": "订单 4711", "actions": ["initiate"], "locations": [RESOURCE]}).reference == "订单 4711"


def test_what_is_read_is_told_as_it_was_asked() -> None:
    assert write_payment_detail(read(GOOD)) == GOOD
    assert write_payment_detail(read(GOOD | {"reference": "Order 4711"})) == GOOD | {"reference": "Order 4711"}


@pytest.mark.parametrize(
    ("detail", "where", "why"),
    [
        (GOOD | {"type": "account_information"}, "$[0].type", "unknown"),
        ({**GOOD, "type": None}, "$[0].type", "unknown"),
        ("payment_initiation", "$[0]", "not_an_object"),
        (GOOD | {"frequency": "daily"}, "$[0]", "unknown_member"),
        ({name: value for name, value in GOOD.items() if name != "payee"}, "$[0].payee", "missing"),
        ({name: value for name, value in GOOD.items() if name != "instructedAmount"}, "$[0].instructedAmount", "missing"),
        (GOOD | {"actions": ["initiate", "cancel"]}, "$[0].actions", "unknown"),
        (GOOD | {"actions": []}, "$[0].actions", "unknown"),
        (GOOD | {"locations": ["https://elsewhere.example/graphql"]}, "$[0].locations", "unknown"),
        (GOOD | {"payee": "{0190b3a4-0000-7000-8000-000000000001}"}, "$[0].payee", "not_an_id"),
        (GOOD | {"payee": PAYEE.upper()}, "$[0].payee", "not_an_id"),
        (GOOD | {"payee": ["x"]}, "$[0].payee", "not_an_id"),
        (GOOD | {"instructedAmount": "128.00 CNY"}, "$[0].instructedAmount", "not_an_amount"),
        (GOOD | {"instructedAmount": {"amount": "1", "currency": "CNY", "tip": "1"}}, "$[0].instructedAmount", "not_an_amount"),
        (GOOD | {"instructedAmount": {"amount": "1.001", "currency": "CNY"}}, "$[0].instructedAmount.amount", "not_an_amount"),
        (GOOD | {"instructedAmount": {"amount": "1e3", "currency": "CNY"}}, "$[0].instructedAmount.amount", "not_an_amount"),
        (GOOD | {"instructedAmount": {"amount": "0.00", "currency": "CNY"}}, "$[0].instructedAmount.amount", "not_positive"),
        (GOOD | {"instructedAmount": {"amount": "-1", "currency": "CNY"}}, "$[0].instructedAmount.amount", "not_positive"),
        (GOOD | {"instructedAmount": {"amount": "1", "currency": "PTS"}}, "$[0].instructedAmount.currency", "unknown"),
        (GOOD | {"reference": "x" * 61}, "$[0].reference", "not_a_short_text"),
        (GOOD | {"reference": "a\nb"}, "$[0].reference", "not_a_short_text"),
        (GOOD | {"reference": "pay \u202eyb 1"}, "$[0].reference", "not_a_short_text"),
    ],
)
def test_a_detail_that_is_not_exactly_so_is_refused_with_its_place(detail: Any, where: str, why: str) -> None:
    with pytest.raises(AuthorizationDetailsMalformed) as refused:
        read(detail)
    assert (refused.value.where, refused.value.why) == (where, why)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not_json"),
        ("{}", "not_one"),
        ("[]", "not_one"),
        (json.dumps([GOOD, GOOD]), "not_one"),
        (json.dumps([GOOD])[:-1], "not_json"),
        ('[{"type": "payment_initiation", "type": "payment_initiation"}]', "not_json"),
        ('[{"type": "payment_initiation", "amount": 128}]', "not_json"),
        ('[{"type": "payment_initiation", "amount": NaN}]', "not_json"),
        ("[" * 4_000, "not_json"),
        (json.dumps([GOOD | {"reference": "x" * 5_000}]), "too_long"),
    ],
)
def test_what_is_no_list_of_one_detail_is_refused(text: str, why: str) -> None:
    with pytest.raises(AuthorizationDetailsMalformed) as refused:
        read_payment_details(text, RESOURCE)
    assert (refused.value.where, refused.value.why) == ("$", why)
