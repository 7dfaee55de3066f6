"""A stop that lets clients move on: workers drain before granian hears of the signal.

Left to itself granian drops WebSockets without a close code and waits for event streams until it kills the worker; the lifespan's
shutdown comes too late for either. So its main process asks the workers to drain (SIGUSR1), they say when they have (SIGUSR1 back),
and only then does the signal take its course.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Awaitable, Callable
from types import FrameType
from typing import Any

from granian.server.common import AbstractServer

_STOPS = (int(signal.SIGTERM), int(signal.SIGINT))


def drain_on_request(drain: Callable[[], Awaitable[object]]) -> None:
    """In a worker, at the lifespan's startup: runs `drain` when the main process asks, and tells it the end.

    An interrupt from the terminal reaches every process; here it is left to the main process.
    """
    loop = asyncio.get_running_loop()
    main_process = os.getppid()
    draining: list[asyncio.Task[None]] = []

    async def drain_and_tell() -> None:
        try:
            await drain()
        finally:
            os.kill(main_process, signal.SIGUSR1)

    loop.add_signal_handler(signal.SIGINT, lambda: None)
    loop.add_signal_handler(signal.SIGUSR1, lambda: draining.append(loop.create_task(drain_and_tell())))


def drain_workers_before_stop(server: AbstractServer[Any], timeout: float) -> None:
    """In the main process, before `server.serve()`: SIGTERM and SIGINT wait, `timeout` seconds at most, until every worker has drained.

    A second signal stops at once.
    """
    server.on_startup(lambda: _Stop(timeout).install())


class _Stop:
    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._waiting = 0
        self._number = 0
        self._before = {number: signal.getsignal(number) for number in _STOPS}

    def install(self) -> None:
        for number in _STOPS:
            signal.signal(number, self._told_to_stop)
        signal.signal(signal.SIGUSR1, self._drained)
        signal.signal(signal.SIGALRM, self._pass_on)

    def _told_to_stop(self, number: int, frame: FrameType | None) -> None:
        workers = [process.pid for process in multiprocessing.active_children() if process.pid is not None]
        first = not self._number
        self._number = number
        if not (first and workers):
            self._pass_on(number, frame)
            return
        self._waiting = len(workers)
        signal.setitimer(signal.ITIMER_REAL, self._timeout)
        for worker in workers:
            os.kill(worker, signal.SIGUSR1)

    def _drained(self, number: int, frame: FrameType | None) -> None:
        self._waiting -= 1
        if self._waiting == 0:
            self._pass_on(number, frame)

    def _pass_on(self, _: int, frame: FrameType | None) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        handler = self._before[self._number]
        if callable(handler):
            handler(self._number, frame)
