"""The long-running processes: server, worker, sandbox partners."""

import asyncio
import os
import signal
import sys

from gateway.cli.databases import with_database
from gateway.cli.parent import end_with_parent
from gateway.development_clock import DevelopmentClock
from gateway.log_lines import configure_logging
from gateway.settings import Settings


def run_server(settings: Settings, *, reload: bool) -> None:
    """Serve until told to stop. Requests in flight finish first. With `reload` begin anew after each change of a source file."""
    end_with_parent()
    settings = with_database(settings)
    _export(settings)
    if reload:
        import uvicorn

        uvicorn.run("gateway.app:create_app", factory=True, host=settings.host, port=settings.port, reload=True, log_config=None)
        return
    from gateway.app import DRAIN_SECONDS
    from gateway.server import serve, server_config

    serve(
        server_config(
            "gateway.app:create_app", factory=True, host=settings.host, port=settings.port, workers=settings.processes, drain_seconds=DRAIN_SECONDS + 2
        )
    )


def run_worker_process(settings: Settings) -> None:
    """Work until told to stop. Jobs in hand finish first."""
    end_with_parent()
    configure_logging(settings.log_level, settings.log_format)
    asyncio.run(_work(with_database(settings)))


def run_sandbox(settings: Settings, port: int) -> None:
    """Serve the sandbox partners; in development they go by the clock of the data folder, or their signatures would be too old for the house."""
    end_with_parent()
    from integrations.sandbox.__main__ import serve

    clock = DevelopmentClock(settings.data) if settings.is_development else None
    serve(port, settings.sandbox_api_key.get_secret_value(), settings.sandbox_webhook_secret.get_secret_value(), clock=clock)


async def _work(settings: Settings) -> None:
    from gateway.memory import settle_memory
    from gateway.webhook_payloads import QueryPayloads
    from gateway.webhook_sender import WebhookSender
    from gateway.wiring import opened_house
    from gateway.worker import run_worker
    from integrations.webhooks import WebhookClient
    from resolvers.schema import build_schema

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)

    def show(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    async with opened_house(settings, show) as house, WebhookClient(may_be_loopback=settings.partners_on_loopback) as client:
        settle_memory()
        sender = WebhookSender(house.database, client, QueryPayloads(house.database, build_schema()))
        await run_worker(house.database, settings.app_dsn, stop, beside=[sender.run])


def _export(settings: Settings) -> None:
    """What was given as options reaches the server's own processes through the environment."""
    os.environ["DATABASE_URL"] = settings.app_dsn
    os.environ["SCENEBANK_PORT"] = str(settings.port)
    os.environ["SCENEBANK_DATA"] = str(settings.data)
    os.environ["SCENEBANK_ENVIRONMENT"] = settings.environment
