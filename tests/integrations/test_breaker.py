"""A partner that keeps failing is left alone for a while, and tried by one call."""

import httpx
import pytest

from integrations.breaker import CircuitBreaker
from integrations.errors import PartnerUnavailable
from integrations.http import Bounds, PartnerHttp


class Time:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def breaker(time: Time) -> CircuitBreaker:
    return CircuitBreaker(failures_max=3, open_seconds=1, open_seconds_most=4, clock=time)


def test_it_opens_after_failures_in_a_row_and_lets_one_call_try() -> None:
    time = Time()
    one = breaker(time)
    for failures in (1, 2):
        one.failed()
        assert (one.is_open, one.admit(), failures) == (False, True, failures)
    one.succeeded()
    for _ in range(3):
        one.failed()
    assert (one.is_open, one.admit()) == (True, False)
    time.now += 1
    assert [one.admit() for _ in range(3)] == [True, False, False]
    one.succeeded()
    assert (one.is_open, one.admit()) == (False, True)


def test_a_failed_trial_doubles_the_wait_up_to_a_most() -> None:
    time = Time()
    one = breaker(time)
    for _ in range(3):
        one.failed()
    for wait in (1, 2, 4, 4):
        time.now += wait - 0.5
        assert one.admit() is False
        time.now += 0.5
        assert one.admit() is True
        one.failed()


def test_calls_that_were_under_way_when_it_opened_do_not_lengthen_the_wait() -> None:
    time = Time()
    one = breaker(time)
    for _ in range(10):
        one.failed()
    time.now += 1
    assert one.admit() is True


def test_a_trial_of_which_nothing_is_heard_does_not_close_it_for_ever() -> None:
    time = Time()
    one = breaker(time)
    for _ in range(3):
        one.failed()
    time.now += 1
    assert one.admit() is True
    time.now += 4
    assert one.admit() is True


async def test_a_call_to_an_open_partner_is_not_sent() -> None:
    sent = []

    def reply(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(500, stream=httpx.ByteStream(b""))

    async with PartnerHttp("tester", "https://partner.test", transport=httpx.MockTransport(reply), bounds=Bounds(), breaker=breaker(Time())) as http:
        for was_sent in (True, True, True, False, False):
            with pytest.raises(PartnerUnavailable) as refused:
                await http.call("GET", "bills", idempotent=True)
            assert refused.value.was_sent is was_sent
    assert len(sent) == 3


async def test_a_compressed_answer_that_was_not_asked_for_is_not_unpacked() -> None:
    bomb = httpx.Response(200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(b"\x1f\x8b"))
    async with PartnerHttp("tester", "https://partner.test", transport=httpx.MockTransport(lambda _: bomb)) as http:
        with pytest.raises(PartnerUnavailable, match="compressed"):
            await http.call("GET", "bills")


async def test_a_form_is_posted_as_a_form() -> None:
    seen = []

    def reply(request: httpx.Request) -> httpx.Response:
        seen.append((request.headers["content-type"], request.content))
        return httpx.Response(200, stream=httpx.ByteStream(b"{}"))

    async with PartnerHttp("tester", "https://partner.test", transport=httpx.MockTransport(reply)) as http:
        await http.call("POST", "token", form={"code": "a b&c"})
    assert seen == [("application/x-www-form-urlencoded", b"code=a+b%26c")]


async def test_a_partners_cookie_is_not_shown_in_the_next_call() -> None:
    seen = []

    def reply(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("cookie"))
        return httpx.Response(200, headers={"set-cookie": "session=of-a-customer; Path=/"}, stream=httpx.ByteStream(b"{}"))

    async with PartnerHttp("tester", "https://partner.test", transport=httpx.MockTransport(reply)) as http:
        for _ in range(2):
            await http.call("GET", "bills")
    assert seen == [None, None]
