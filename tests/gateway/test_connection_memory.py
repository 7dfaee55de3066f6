"""What a request leaves behind in the server's memory."""

from __future__ import annotations

import gc

from tests.gateway.test_connection import Echo, connected


async def test_a_request_leaves_nothing_for_the_garbage_collector() -> None:
    echo = Echo()
    async with connected(echo) as client:
        client.post(b"one")
        await client.answer()
        gc.collect()
        gc.disable()
        try:
            before = living_cycles()
            for _ in range(20):
                echo.scopes.clear()
                client.post(b"again")
                await client.answer()
            # The connection keeps the last one.
            assert living_cycles() <= before + 1
        finally:
            gc.enable()


def living_cycles() -> int:
    """Requests that are still in memory."""
    return sum(type(one).__name__ == "_WholeCycle" for one in gc.get_objects())
