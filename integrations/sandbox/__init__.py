"""Partners as real HTTP servers with faults on demand: for the demo, for tests and for partner developers. One process hosts them all."""

from integrations.sandbox.app import SANDBOX_API_KEY, SANDBOX_WEBHOOK_SECRET, create_sandbox_app

__all__ = ["SANDBOX_API_KEY", "SANDBOX_WEBHOOK_SECRET", "create_sandbox_app"]
