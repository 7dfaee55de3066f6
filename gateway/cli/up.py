"""`scenebank up`: everything on one machine, started in order, watched, and stopped in the opposite order."""

import asyncio
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from rich.console import Console
from rich.panel import Panel

from gateway.cli.children import Child, Stopping, Watched, start_child
from gateway.cli.database import seed_completely
from gateway.cli.databases import SANDBOX_FILE, database_folder, is_schema_current, with_addresses
from gateway.cli.failures import CommandFailed
from gateway.embedded import start
from gateway.seed import DEMO_CUSTOMERS, DEMO_PIN
from gateway.settings import Settings

READY_SECONDS = 60.0
MONTHS_SECONDS = 86_400.0
PID_FILE = "scenebank.pid"
LOG_FOLDER = "log"

_console = Console()


def run_up(settings: Settings, customers: int, database_port: int) -> None:
    """Run until told to stop. Raises EmbeddedPostgresError or CommandFailed when something does not start."""
    began = time.monotonic()
    settings = settings.model_copy(update={"port": settings.port or free_port(settings.host)})
    _check_port(settings)
    with ExitStack() as stack:
        stopping = stack.enter_context(Stopping())
        watched: list[Watched] = []
        settings = _open_database(settings, database_port, stack, watched)
        stack.enter_context(_pid_file(settings.data))
        with _step("Bringing the schema up to date"):
            if not is_schema_current(settings.owner_dsn):
                import migrations

                migrations.upgrade(settings.owner_dsn)
        if settings.is_development:
            settings = _start_sandbox(settings, stack, watched)
            asyncio.run(seed_completely(settings, customers, _console))
        with _step("Starting server and worker"):
            worker = stack.enter_context(start_child("worker", settings, _log(settings, "worker")))
            server = stack.enter_context(start_child("server", settings, _log(settings, "server")))
            _wait_until_ready(settings, server, stopping)
        if not stopping.told:
            _show_addresses(settings, time.monotonic() - began)
        threading.Thread(target=_keep_months, args=(settings.owner_dsn,), name="months", daemon=True).start()
        stopping.watch([*watched, server, worker])
        _console.print("Stopping: requests in flight finish first …")


def _keep_months(owner_dsn: str) -> None:
    """Once a day: the months ahead, under the owner's role, which neither server nor worker has. What fails is tried again the next day."""
    while True:
        time.sleep(MONTHS_SECONDS)
        try:
            import migrations

            migrations.make_months(owner_dsn)
        except Exception as problem:  # noqa: BLE001  three months are ahead, and the default partition is behind them
            _console.print(f"[yellow]The months ahead could not be made:[/yellow] {problem}")


def _open_database(settings: Settings, database_port: int, stack: ExitStack, watched: list[Watched]) -> Settings:
    if settings.database_url is not None:
        _console.print("[green]✓[/green] Using the database of DATABASE_URL")
        return settings
    with _step("Starting PostgreSQL"):
        instance = stack.enter_context(start(database_folder(settings), port=database_port))
    watched.append(instance)
    return with_addresses(settings, instance.addresses)


def _start_sandbox(settings: Settings, stack: ExitStack, watched: list[Watched]) -> Settings:
    if settings.sandbox_url is not None:
        return settings
    with _step("Starting the sandbox partners"):
        port = free_port("127.0.0.1")
        named = settings.model_copy(update={"sandbox_url": f"http://127.0.0.1:{port}"})
        watched.append(stack.enter_context(start_child("sandbox", named, _log(settings, "sandbox"), "--port", str(port))))
        (settings.data / SANDBOX_FILE).write_text(f"{named.sandbox_url}\n")
    return named


def _wait_until_ready(settings: Settings, server: Child, stopping: Stopping) -> None:
    import httpx

    until = time.monotonic() + READY_SECONDS
    with httpx.Client(trust_env=False, timeout=5) as client:
        while not stopping.told:
            try:
                if client.get(f"http://{settings.host}:{settings.port}/readyz").status_code == 200:
                    return
            except httpx.TransportError:
                pass
            if server.has_ended or time.monotonic() > until:
                raise CommandFailed(f"The server did not start. Its last words:\n{server.last_words()}")
            time.sleep(0.05)


def _show_addresses(settings: Settings, seconds: float) -> None:
    lines = [
        f"[bold]GraphQL[/bold]    {settings.origin}/graphql   (open it in a browser for the console)",
        f"[bold]Pages[/bold]      {settings.origin}/",
        f"[bold]Metrics[/bold]    {settings.origin}/metrics",
    ]
    if settings.sandbox_url is not None:
        lines.append(f"[bold]Sandbox[/bold]    {settings.sandbox_url}   (partners with faults on demand)")
    lines.append(f"[bold]Data[/bold]       {settings.data}   (logs in {LOG_FOLDER}/)")
    if settings.is_development:
        names = ", ".join(f"{one.name} ({one.pinyin}) {one.phone}" for one in DEMO_CUSTOMERS)
        lines.append(f"[bold]Customers[/bold]  {names}, PIN {DEMO_PIN}")
        lines.append("One-time codes are printed here. Ctrl-C stops everything.")
    _console.print(Panel("\n".join(lines), title=f"Scenebank is up after {seconds:.1f} s", border_style="green", expand=False))


def _log(settings: Settings, name: str) -> Path:
    folder = settings.data / LOG_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}.log"


@contextmanager
def _step(text: str) -> Iterator[None]:
    began = time.monotonic()
    with _console.status(f"{text} …"):
        yield
    _console.print(f"[green]✓[/green] {text} [dim]{time.monotonic() - began:.1f} s[/dim]")


@contextmanager
def _pid_file(folder: Path) -> Iterator[None]:
    file = folder / PID_FILE
    file.write_text(f"{os.getpid()}\n")
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def _check_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            raise CommandFailed(f"Port {settings.port} on {settings.host} is taken by another program. Give another one with --port, or 0.") from None


def free_port(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
