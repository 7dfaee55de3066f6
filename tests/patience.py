"""How long a test waits for what must come: longer than any busy machine takes. What must not come, or come within a bound, a test waits for in its own way."""

import asyncio

PATIENCE_SECONDS = 120


def patience() -> asyncio.Timeout:
    """`async with patience():` ends in TimeoutError what would wait for ever."""
    return asyncio.timeout(PATIENCE_SECONDS)
