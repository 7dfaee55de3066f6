"""Webhooks: which addresses may be given, when is tried again, when an endpoint is given up."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from domains.scenes.errors.partner import PartnerNotFound
from domains.scenes.errors.webhook import TooManyWebhookEndpoints, WebhookAddressRefused, WebhookEventUnknown
from domains.scenes.rules import webhook_delivery, webhook_endpoint, webhook_event
from domains.scenes.rules.webhook_delivery import HEALTHY, EndpointHealth, excerpt_of, is_accepted, next_attempt

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "address",
    ["https://partner.example/hooks", "https://partner.example:8443/a?b=c", "https://xn--fiq228c.example/", "https://8.8.8.8/x", "https://[2606:4700::1111]/x"],
)
def test_public_addresses_over_https_may_be_given(address: str) -> None:
    webhook_endpoint.check_address(address, may_be_loopback=False)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "malformed"),
        ("partner.example", "malformed"),
        ("https://", "malformed"),
        ("https:///path", "malformed"),
        ("https://partner.example/" + "a" * 500, "malformed"),
        ("https://partner.example/a b", "malformed"),
        ("https://partner.example/\n", "malformed"),
        ("https://partner.example/#part", "malformed"),
        ("https://partner.example\\@10.0.0.1/", "malformed"),
        ("https://name:secret@partner.example/", "malformed"),
        ("https://partner.example:0/", "malformed"),
        ("https://partner.example:99999/", "malformed"),
        ("https://[::1", "malformed"),
        ("http://partner.example/", "not_https"),
        ("ftp://partner.example/", "not_https"),
        ("file:///etc/passwd", "malformed"),
        ("https://localhost/", "not_public"),
        ("https://127.0.0.1/", "not_public"),
        ("https://127.1/", "not_public"),
        ("https://2130706433/", "not_public"),
        ("https://0x7f.0.0.1/", "not_public"),
        ("https://0177.0.0.1/", "not_public"),
        ("https://10.1.2.3/", "not_public"),
        ("https://192.168.0.1/", "not_public"),
        ("https://169.254.169.254/latest/meta-data", "not_public"),
        ("https://100.64.0.1/", "not_public"),
        ("https://0.0.0.0/", "not_public"),
        ("https://[::1]/", "not_public"),
        ("https://[fe80::1]/", "not_public"),
        ("https://[fc00::1]/", "not_public"),
        ("https://[::ffff:10.0.0.1]/", "not_public"),
        ("https://intranet/", "not_public"),
        ("https://db.internal/", "not_public"),
        ("https://a.localhost/", "not_public"),
        ("https://printer.local./", "not_public"),
        ("https://-a.example/", "not_public"),
        ("https://[64:ff9b::7f00:1]/", "not_public"),
        ("https://[2002:7f00:1::]/", "not_public"),
        ("https://[2001:0:7f00:1::]/", "not_public"),
        ("https://kubernetes.default.svc/", "not_public"),
        ("https://partner.example:22/", "not_public"),
        ("https://partner.example:80/", "not_public"),
    ],
)
def test_an_address_that_leads_inside_or_is_none_is_refused(address: str, reason: str) -> None:
    with pytest.raises(WebhookAddressRefused) as refused:
        webhook_endpoint.check_address(address, may_be_loopback=False)
    assert refused.value.reason == reason


def test_this_machine_may_be_named_in_development_and_no_other_private_one() -> None:
    for address in ("http://127.0.0.1:9000/x", "https://localhost/x", "http://[::1]:80/"):
        webhook_endpoint.check_address(address, may_be_loopback=True)
    for address in ("http://10.0.0.1/", "https://10.0.0.1/", "https://169.254.169.254/", "http://partner.example/"):
        with pytest.raises(WebhookAddressRefused):
            webhook_endpoint.check_address(address, may_be_loopback=True)


def test_something_that_is_told_must_be_wanted() -> None:
    webhook_endpoint.check_wanted(webhook_event.WEBHOOK_NAMES)
    for wanted in ([], ["consent.*"], ["webhook.test", "x" * 100]):
        with pytest.raises(WebhookEventUnknown):
            webhook_endpoint.check_wanted(wanted)


def test_a_partner_that_stands_has_up_to_twenty_endpoints() -> None:
    webhook_endpoint.check_registration("active", 19)
    with pytest.raises(TooManyWebhookEndpoints):
        webhook_endpoint.check_registration("active", 20)
    for state in ("suspended", None):
        with pytest.raises(PartnerNotFound):
            webhook_endpoint.check_registration(state, 0)


def schedule(delivery_id: UUID) -> list[datetime]:
    now, tries = AT, []
    while (again := next_attempt(delivery_id, len(tries) + 1, AT, now)) is not None:
        tries.append(again)
        now = again
    return tries


def test_pauses_double_from_five_seconds_to_an_hour_a_fifth_about_and_end_within_a_day() -> None:
    for _ in range(50):
        tries = schedule(uuid4())
        pauses = [(later - earlier).total_seconds() for earlier, later in zip([AT, *tries], tries, strict=False)]
        for number, pause in enumerate(pauses):
            plain = min(5 * 2**number, 3600)
            assert 0.8 * plain <= pause <= 1.2 * plain
        assert 28 <= len(tries) <= 42
        assert AT + timedelta(hours=22) < tries[-1] <= AT + timedelta(hours=24)


def test_what_failed_together_does_not_come_back_together_and_a_retry_is_decided_alike() -> None:
    ids = [uuid4() for _ in range(200)]
    assert len({next_attempt(id_, 5, AT, AT) for id_ in ids}) > 100
    assert [next_attempt(id_, 5, AT, AT) for id_ in ids] == [next_attempt(id_, 5, AT, AT) for id_ in ids]


def test_a_partner_that_says_when_to_come_back_is_heard_up_to_an_hour() -> None:
    id_ = uuid4()
    assert next_attempt(id_, 1, AT, AT, 120) == AT + timedelta(seconds=120)
    assert next_attempt(id_, 1, AT, AT, 1_000_000) == AT + timedelta(hours=1)
    assert next_attempt(id_, 1, AT, AT, 0) == next_attempt(id_, 1, AT, AT)
    assert next_attempt(id_, 1, AT, AT + timedelta(hours=23, minutes=30), 3600) is None


@pytest.mark.parametrize(("status", "accepted"), [(200, True), (204, True), (299, True), (302, False), (410, False), (500, False), (None, False)])
def test_only_two_hundreds_are_acceptance(status: int | None, accepted: bool) -> None:
    assert is_accepted(status) is accepted


def test_an_endpoint_is_given_up_after_three_days_and_twenty_failures_in_a_row() -> None:
    health = HEALTHY
    for _ in range(20):
        health = health.after(False, AT)
    assert health == EndpointHealth(20, AT)
    assert not health.is_hopeless(AT + timedelta(days=3) - timedelta(microseconds=1))
    assert health.is_hopeless(AT + timedelta(days=3))
    assert not EndpointHealth(19, AT).is_hopeless(AT + timedelta(days=30))
    assert health.after(True, AT) == HEALTHY


def test_an_excerpt_is_short_printable_and_without_the_secret() -> None:
    secret = "whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldCBrZXk="
    assert excerpt_of(f"bad key {secret}\r\n\x1b[31m {secret.removeprefix('whsec_')}", (secret,)) == "bad key ***   [31m ***"
    assert len(excerpt_of("x" * 5000, ())) == webhook_delivery.EXCERPT_MAX_CHARACTERS


def test_the_plain_payload_has_a_type_a_time_and_ids() -> None:
    assert webhook_event.plain_payload("webhook.test", AT, {"endpoint_id": "e"}) == {
        "type": "webhook.test",
        "timestamp": "2026-11-23T08:00:00.000Z",
        "data": {"endpoint_id": "e"},
    }
