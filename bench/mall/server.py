"""Our server as processes: the production application."""

import sys
from typing import Any

HANGS_AFTER_SECONDS = 60


def create_app() -> Any:
    """A thousand customers stand for many more, so they may do what many more may."""
    # Imported here: the process that only looks after the others has no use for them.
    from gateway.app import Application
    from gateway.limits import CostOptions
    from gateway.log_lines import configure_logging
    from gateway.settings import Settings

    settings = Settings()
    configure_logging(settings.log_level, settings.log_format)
    return Application(settings, costs=CostOptions(capacity=30_000_000, refill_per_second=3_000_000, chunk=3_000_000))


def main() -> None:
    from gateway.server import serve, server_config

    port, processes = (int(one) for one in sys.argv[1:])
    # On a machine that others use a process may take long to begin, which is no reason to end it.
    options = {"port": port, "workers": processes, "timeout_worker_healthcheck": HANGS_AFTER_SECONDS}
    serve(server_config("bench.mall.server:create_app", factory=True, drain_seconds=5, **options))


if __name__ == "__main__":
    main()
