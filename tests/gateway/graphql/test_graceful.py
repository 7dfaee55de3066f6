"""The stop of a real server process, seen by its clients."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.gateway.graphql.conftest import Served, free_port
from tests.gateway.graphql.test_sockets import client
from tests.gateway.graphql.world import make_world

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(("to_all", "workers"), [(False, 1), (True, 1), (False, 2)])
async def test_a_stop_closes_sockets_with_1012_ends_streams_and_finishes_what_runs(to_all: bool, workers: int) -> None:
    """To the main process alone as a service manager does, or as an interrupt to the whole group as a terminal does."""
    port = free_port()
    command = [sys.executable, "-m", "tests.gateway.graphql.stopping_app", str(port), str(workers)]
    server = await asyncio.create_subprocess_exec(*command, cwd=ROOT, start_new_session=True)
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}/graphql", timeout=10) as http:
            served = Served(make_world(), http, port)
            await answers(served)
            async with client(served) as socket:
                await socket.run("1", "subscription { count(to: 9, every: 5) }")
                stream = asyncio.create_task(served.post("subscription { count(to: 9, every: 5) }", accept="text/event-stream"))
                slow = asyncio.create_task(served.post("{ nap(seconds: 0.5) }"))
                await asyncio.sleep(0.2)
                stopped_at = time.monotonic()
                if to_all:
                    os.killpg(server.pid, signal.SIGINT)
                else:
                    server.terminate()
                assert await socket.close_code() == 1012
                assert "complete" not in (await stream).text
                assert (await slow).json() == {"data": {"nap": 0.5}}
        async with asyncio.timeout(6):
            assert await server.wait() == 0
        assert time.monotonic() - stopped_at < 6
    finally:
        if server.returncode is None:
            os.killpg(server.pid, signal.SIGKILL)


async def answers(served: Served) -> None:
    async with asyncio.timeout(15):
        while True:
            try:
                await served.post("{ hello }")
            except httpx.ConnectError:
                await asyncio.sleep(0.05)
            else:
                return
