"""`python -m integrations.sandbox --port 8790`: serve all sandbox partners on loopback. Port 0 takes a free one; the first line printed says which."""

import argparse
import os
import socket
import sys

import uvicorn

from domains.kernel.clock import Clock
from integrations.sandbox.app import create_sandbox_app
from integrations.sandbox.keys import SANDBOX_API_KEY, SANDBOX_WEBHOOK_SECRET


def main() -> None:
    """SCENEBANK_SANDBOX_API_KEY and SCENEBANK_SANDBOX_WEBHOOK_SECRET replace the keys that everybody knows."""
    parser = argparse.ArgumentParser(prog="python -m integrations.sandbox", description="Sandbox partners with faults on demand.")
    parser.add_argument("--port", type=int, default=8790, help="0 takes a free port")
    parser.add_argument("--settle-seconds", type=float, default=0.05, help="how long the payment channel takes over a charge")
    asked = parser.parse_args()
    api_key = os.environ.get("SCENEBANK_SANDBOX_API_KEY", SANDBOX_API_KEY)
    webhook_secret = os.environ.get("SCENEBANK_SANDBOX_WEBHOOK_SECRET", SANDBOX_WEBHOOK_SECRET)
    serve(asked.port, api_key, webhook_secret, asked.settle_seconds)


def serve(port: int, api_key: str, webhook_secret: str, settle_seconds: float = 0.05, clock: Clock | None = None) -> None:
    """Serve until told to stop, by that clock or real time. The first line printed says where."""
    app = create_sandbox_app(api_key=api_key, webhook_secret=webhook_secret, settle_seconds=settle_seconds, clock=clock)
    with socket.create_server(("127.0.0.1", port)) as listening:
        sys.stdout.write(f"sandbox on http://127.0.0.1:{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="on", timeout_graceful_shutdown=1)).run(sockets=[listening])


if __name__ == "__main__":
    main()
