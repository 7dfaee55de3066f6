"""The sandbox as a process of its own, and a way to tell it what to do."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from integrations.channels.answers import Direction, Fee
from integrations.channels.sandbox import SandboxChannel
from integrations.channels.sandbox.client import FREE
from integrations.http import Bounds
from integrations.sandbox.keys import SANDBOX_API_KEY, SANDBOX_WEBHOOK_SECRET

ROOT = Path(__file__).parents[2]
QUICK = Bounds(connect=1.0, total=0.4, retry_pause=0.01)
AUTHORIZED = {"authorization": f"Bearer {SANDBOX_API_KEY}"}


class Sandbox:
    """A running sandbox at `url`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.channel_url = f"{url}/channel"

    async def send(self, method: str, path: str, json: Any = None, **headers: str) -> httpx.Response:
        async with httpx.AsyncClient(base_url=self.url, headers={**AUTHORIZED, **headers}, trust_env=False) as client:
            return await client.request(method, path, json=json)

    async def plan(self, fault: str, *, charge_id: object = None, count: int = 1, path: str = "channel") -> None:
        """The next requests (of that charge or pay-out) meet the fault, at the first channel or the one at `path`."""
        body = {"fault": fault, "count": count} | ({} if charge_id is None else {"charge_id": str(charge_id)})
        assert (await self.send("POST", f"/{path}/faults", body)).status_code == 204

    async def set_clock(self, now: datetime) -> None:
        assert (await self.send("PUT", "/clock", {"now": now.isoformat()})).status_code == 200

    def channel(
        self,
        callback_url: str = "http://127.0.0.1:9/nobody-listens",
        bounds: Bounds = QUICK,
        *,
        path: str = "channel",
        name: str = "sandbox",
        fees: Mapping[Direction, Fee] = FREE,
    ) -> SandboxChannel:
        """The house's adapter to one of its payment channels."""
        return SandboxChannel(
            f"{self.url}/{path}",
            api_key=SANDBOX_API_KEY,
            webhook_secrets=[SANDBOX_WEBHOOK_SECRET],
            callback_url=callback_url,
            name=name,
            fees=fees,
            bounds=bounds,
        )


@contextmanager
def running_sandbox(*arguments: str) -> Iterator[Sandbox]:
    """`python -m integrations.sandbox` on a free port, ended with the block."""
    command = [sys.executable, "-m", "integrations.sandbox", "--port", "0", "--settle-seconds", "0.02", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("sandbox on http://127.0.0.1:"), line
            yield Sandbox(line.split()[-1])
        finally:
            process.terminate()
            process.wait(timeout=10)
