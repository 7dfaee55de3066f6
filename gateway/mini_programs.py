"""The house's mini-programs at their networks: read from the settings; in development the sandbox's beside them."""

from contextlib import AsyncExitStack
from typing import Any

import orjson

from gateway.settings import Settings
from integrations.mini_programs import MiniProgramClient
from integrations.sandbox.keys import SANDBOX_MINI_PROGRAMS


class MiniProgramsUnusable(Exception):
    """The setting is malformed. The text says where, never a secret."""


async def opened_mini_programs(settings: Settings, stack: AsyncExitStack) -> dict[str, MiniProgramClient]:
    """A client for each, by name, closed with the stack. Raises MiniProgramsUnusable."""
    clients = {name: _client(name, one, may_be_loopback=settings.partners_on_loopback) for name, one in _given(settings).items()}
    if settings.is_development and settings.sandbox_url is not None:
        url = f"{settings.sandbox_url.rstrip('/')}/mini-programs"
        for name, (app_id, secret) in SANDBOX_MINI_PROGRAMS.items():
            clients.setdefault(name, MiniProgramClient(app_id, secret, network="sandbox", url=url, may_be_loopback=True))
    for client in clients.values():
        await stack.enter_async_context(client)
    return clients


def _given(settings: Settings) -> dict[str, Any]:
    try:
        given = orjson.loads(settings.mini_programs.get_secret_value())
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise MiniProgramsUnusable("mini_programs: not a JSON object")
    return given


def _client(name: str, given: Any, *, may_be_loopback: bool) -> MiniProgramClient:
    try:
        return MiniProgramClient(**given, may_be_loopback=may_be_loopback)
    except (TypeError, ValueError):
        raise MiniProgramsUnusable(f"mini_programs: {name} needs app_id and secret, and may have network and url") from None
