"""Calls to partners: how long, how often, how much, and what is logged."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable

import httpx
import pytest
from structlog.testing import capture_logs

from integrations.errors import PartnerUnavailable
from integrations.http import Bounds, PartnerHttp

QUICK = Bounds(connect=0.2, total=0.3, answer_max=1000, retry_pause=0.001)
Reply = Callable[[httpx.Request], httpx.Response]


class Partner:
    """Answers from a list, in order; the last one for ever."""

    def __init__(self, *replies: int | Exception | httpx.Response) -> None:
        self.replies = list(replies)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, Exception):
            raise reply
        return reply if isinstance(reply, httpx.Response) else httpx.Response(reply, stream=httpx.ByteStream(b'{"status":%d}' % reply))


def opened(partner: Partner, bounds: Bounds = QUICK, **options: object) -> PartnerHttp:
    return PartnerHttp("tester", "https://partner.test/api", transport=httpx.MockTransport(partner), bounds=bounds, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("status", [200, 202, 302, 400, 402, 404, 409])
async def test_an_answer_below_500_is_given_back_at_once(status: int) -> None:
    partner = Partner(status)
    async with opened(partner) as http:
        answer = await http.call("GET", "charges/1", idempotent=True)
    assert (answer.status, answer.json(), len(partner.requests), partner.requests[0].url.path) == (status, {"status": status}, 1, "/api/charges/1")


async def test_a_redirect_is_not_followed() -> None:
    partner = Partner(httpx.Response(302, headers={"location": "https://elsewhere.test/"}, stream=httpx.ByteStream(b"")))
    async with opened(partner) as http:
        assert (await http.call("GET", "charges/1")).status == 302
    assert len(partner.requests) == 1


@pytest.mark.parametrize("reply", [502, 503, 504, 429, httpx.ConnectError("no"), httpx.ReadError("cut")], ids=str)
async def test_an_idempotent_call_that_did_not_get_through_is_repeated(reply: int | Exception) -> None:
    partner = Partner(reply, reply, 200)
    async with opened(partner) as http:
        assert (await http.call("POST", "charges", json={"a": 1}, idempotent=True)).status == 200
    assert [request.content for request in partner.requests] == [b'{"a":1}'] * 3


@pytest.mark.parametrize("reply", [503, httpx.ConnectError("no")], ids=str)
async def test_a_call_that_is_not_idempotent_is_made_once(reply: int | Exception) -> None:
    partner = Partner(reply, 200)
    async with opened(partner) as http:
        with pytest.raises(PartnerUnavailable):
            await http.call("POST", "charges", json={})
    assert len(partner.requests) == 1


@pytest.mark.parametrize("reply", [500, 501, httpx.ReadTimeout("slow")], ids=str)
async def test_what_may_have_been_done_is_not_repeated_at_once(reply: int | Exception) -> None:
    partner = Partner(reply, 200)
    async with opened(partner) as http:
        with pytest.raises(PartnerUnavailable):
            await http.call("POST", "charges", json={}, idempotent=True)
    assert len(partner.requests) == 1


async def test_repeats_come_out_of_a_budget_that_calls_refill() -> None:
    partner = Partner(503)
    async with opened(partner, Bounds(retries_saved_max=4, retry_share=0.1, retry_pause=0)) as http:
        for _ in range(22):
            with pytest.raises(PartnerUnavailable):
                await http.call("GET", "charges/1", idempotent=True)
    # 22 calls; 4 repeats were saved, and 22 calls earn 2 more (what the first call would have earned is over the most).
    assert len(partner.requests) == 22 + 4 + 2


async def test_an_answer_without_end_is_cut_off() -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 400
            yield b"x" * 400

    async with opened(Partner(httpx.Response(200, content=endless()))) as http:
        with pytest.raises(PartnerUnavailable, match="more than 1000 bytes"):
            await http.call("GET", "charges/1")
    assert sent == 1200


async def test_a_partner_that_trickles_is_given_up_in_time() -> None:
    async def trickle() -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0.05)
            yield b"x"

    started = time.monotonic()
    async with opened(Partner(httpx.Response(200, content=trickle()))) as http:
        with pytest.raises(PartnerUnavailable, match="no answer in time"):
            await http.call("GET", "charges/1")
    assert 0.25 < time.monotonic() - started < 1


async def test_nobody_who_listens_is_unavailable() -> None:
    async with PartnerHttp("tester", "http://127.0.0.1:9", bounds=QUICK) as http:
        with pytest.raises(PartnerUnavailable, match="ConnectError"):
            await http.call("GET", "charges/1")


async def test_a_log_line_tells_of_the_call_and_no_secret() -> None:
    with capture_logs() as lines:
        async with opened(Partner(200), headers={"authorization": "Bearer hush"}, secrets=("hush",)) as http:
            await http.call("POST", "keys/hush/charges?token=hush", json={"pin": "hush"})
    (line,) = lines
    assert (line["partner"], line["method"], line["path"], line["status"]) == ("tester", "POST", "/api/keys/***/charges", 200)
    assert "hush" not in str(lines)


def test_the_bounds_are_those_of_the_house() -> None:
    assert (Bounds().connect, Bounds().total) == (2.0, 5.0)
