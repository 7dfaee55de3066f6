"""One HTTP/1.1 connection of the server: a request that arrives whole, on a plain path, is answered in one write.

uvicorn's own connection does the rest: bodies that arrive piece by piece, pipelining, upgrades to a WebSocket, answers in pieces. A request
costs 15 µs this way, 26 on uvicorn's own and 41 on granian (of one core, 6 kB answered)."""

from __future__ import annotations

import asyncio
import re
from functools import lru_cache
from typing import Any, cast

import httptools
from uvicorn._types import ASGI3Application, ASGIReceiveEvent, ASGISendEvent, HTTPResponseStartEvent
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from gateway.graphql.ports import WHOLE

KEEP_ALIVE_SECONDS = 60
"""How long a connection may wait for the head of a request, or for the rest of its body."""

HEAD_MAX = 64 * 1024
"""Bytes of a head, or of a chunked body's trailer. Nothing below looks at how long they become, and they are put together slowly."""

_HEAD_TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
_UPGRADING = frozenset({b"connection", b"upgrade", b"http2-settings"})
_PLAIN_PATH = re.compile(rb"/[A-Za-z0-9/_.-]*")


class Connection(HttpToolsProtocol):
    """The `http` class for uvicorn's configuration. When the server begins to stop, the application's `drain()` runs, so that its streams end by themselves."""

    _body: bytes | None = None
    """Set while a request is held back until it is whole."""
    _waiting_since: float | None = None
    """Since when the connection waits for a head, or for the rest of a body; None while it answers a request that is here."""
    _head_length = 0
    """Bytes that came since a head ended or a piece of a body came."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self.timeout_keep_alive_task is not None:
            self.timeout_keep_alive_task.cancel()

    def data_received(self, data: bytes) -> None:
        self._head_length += len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserError:
            self._refuse_syntax()
            return
        except httptools.HttpParserUpgrade as found:
            if self._should_upgrade():
                self.handle_websocket_upgrade()
            else:
                self._go_on_without_upgrade(data[found.args[0] :])
            return
        if self._head_length > HEAD_MAX:
            self._refuse_head()
        if self._body is not None:
            body, self._body = self._body, None
            if not self.transport.is_closing():
                # The rest is still to come: the application waits for it, and can say that it takes too long.
                super().on_headers_complete()
                super().on_body(body)
        if self._waiting_since is None and self.cycle is not None and self.cycle.more_body:
            self._await_request()

    def on_headers_complete(self) -> None:
        self._head_length = 0
        self._waiting_since = None
        parser = self.parser
        if parser.should_upgrade():
            if self._should_upgrade():
                super().on_headers_complete()
            return
        # What a trailer adds is no header: a proxy has not looked at it.
        self.headers = []
        is_busy = self.cycle is not None and not self.cycle.response_complete
        if is_busy or self.expect_100_continue or _PLAIN_PATH.fullmatch(self.url) is None or parser.get_http_version() != "1.1":
            super().on_headers_complete()
        else:
            self._body = b""

    def on_body(self, body: bytes) -> None:
        self._head_length = 0
        if self._body is None:
            super().on_body(body)
        else:
            self._body += body

    def on_message_complete(self) -> None:
        if self._body is None:
            if not self.parser.should_upgrade():
                if not self.cycle.response_complete:
                    self._waiting_since = None
                super().on_message_complete()
            return
        body, self._body = self._body, None
        scope = self.scope
        scope["method"] = self.parser.get_method().decode("ascii")
        scope["path"] = self.url.decode("ascii")
        scope["raw_path"] = self.url
        scope["query_string"] = b""
        cycle = self.cycle = _WholeCycle(self, body)
        scope["extensions"] = cast(Any, {WHOLE: cycle})
        self.tasks.add(cycle.start(self.app))

    def on_response_complete(self) -> None:
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            cycle, app = self.pipeline.pop()
            self._start_asgi_task(cycle, app)
        elif self.expect_100_continue and self.cycle.more_body:
            # Whether the caller sends its body all the same is not known, nor what the next bytes would be.
            self.transport.close()
        else:
            self._await_request()

    def shutdown(self) -> None:
        super().shutdown()
        drain = getattr(self.app, "drain", None)
        if drain is not None and not getattr(self.server_state, "is_draining", False):
            self.server_state.is_draining = True  # type: ignore[attr-defined]
            task = self.loop.create_task(drain())
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    def timeout_keep_alive_handler(self) -> None:
        self.timeout_keep_alive_task = None
        if self._waiting_since is not None and not self.transport.is_closing():
            left = self._waiting_since + self.timeout_keep_alive - self.loop.time()
            if left <= 0:
                self.transport.close()
            else:
                self.timeout_keep_alive_task = self.loop.call_later(left, self.timeout_keep_alive_handler)

    def _should_upgrade(self) -> bool:
        return super()._should_upgrade() and bool(self.parser.get_method() == b"GET")

    def _go_on_without_upgrade(self, rest: bytes) -> None:
        """Read a request whose upgrade is not to be had (h2c, as some clients ask with their first request) as if it had not asked.

        The parser has left out its body, which would else be taken for the next request."""
        method = self.parser.get_method()
        if method == b"CONNECT":
            self._refuse_syntax()
            return
        wants_close = any(name == b"connection" and b"close" in value.lower() for name, value in self.headers)
        headers = [(name, value) for name, value in self.headers if name not in _UPGRADING] + [(b"connection", b"close")] * wants_close
        version = self.parser.get_http_version().encode("ascii")
        self.parser = httptools.HttpRequestParser(self)
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
        lines = [b"%s %s HTTP/%s" % (method, self.url, version), *(b"%s: %s" % header for header in headers), b"", rest]
        self.data_received(b"\r\n".join(lines))

    def _refuse_syntax(self) -> None:
        self.logger.warning("Invalid HTTP request received.")
        self.send_400_response("Invalid HTTP request received.")
        self._body = None

    def _refuse_head(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.write(_HEAD_TOO_LONG)
        self.transport.close()

    def _unset_keepalive_if_required(self) -> None:
        """The timer stays: it looks at `_waiting_since` when it fires, which is cheaper than to set and cancel one for each request."""

    def _await_request(self) -> None:
        self._waiting_since = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self.timeout_keep_alive_task = self.loop.call_later(self.timeout_keep_alive, self.timeout_keep_alive_handler)


class _WholeCycle(RequestResponseCycle):
    """One request whose body is here. An answer of one piece is written at once; any other goes the general way. A `WholeRequest`."""

    access_log = False
    waiting_for_100_continue = False
    disconnected = False
    response_started = False
    response_complete = False
    chunked_encoding = None
    expected_content_length = 0
    more_body = False
    message_event = cast(asyncio.Event, None)
    _begun: HTTPResponseStartEvent | None = None
    _is_delivered = False

    def __init__(self, connection: Connection, body: bytes) -> None:
        self.scope = connection.scope
        self.transport = connection.transport
        self.flow = connection.flow
        self.logger = connection.logger
        self.default_headers = connection.server_state.default_headers
        self.message_event = cast(asyncio.Event, _NOBODY_WAITS)
        self.keep_alive = connection.parser.should_keep_alive()
        self.on_response = connection.on_response_complete
        self._tasks = connection.tasks
        self._whole = body

    def start(self, app: ASGI3Application) -> asyncio.Task[None]:
        self._task: asyncio.Task[None] = asyncio.get_running_loop().create_task(self._run(app))
        return self._task

    async def _run(self, app: ASGI3Application) -> None:
        try:
            await self.run_asgi(app)
        finally:
            # Else scope and cycle hold each other, and every request waits for the garbage collector.
            self.scope.pop("extensions", None)
            self._tasks.discard(self._task)

    def take_body(self) -> bytes:
        self._is_delivered = True
        return self._whole

    def answer(self, status: int, header_lines: bytes, body: bytes) -> bool:
        if not self.keep_alive or self.response_started or self.disconnected or self.flow.write_paused or self.scope["method"] == "HEAD":
            return False
        self._write(b"%b%b%b\r\n%b" % (STATUS_LINE[status], _lines_of(tuple(self.default_headers)), header_lines, body))
        return True

    async def receive(self) -> ASGIReceiveEvent:
        if not self._is_delivered:
            self._is_delivered = True
            return {"type": "http.request", "body": self._whole, "more_body": False}
        if not self.disconnected and not self.response_complete:
            if self.message_event is _NOBODY_WAITS:
                self.message_event = asyncio.Event()
            await self.message_event.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: ASGISendEvent) -> None:
        if self.response_started:
            await super().send(message)
        elif message["type"] == "http.response.start":
            self._begun = message
        elif self._begun is not None:
            begun, self._begun = self._begun, None
            if not self._write_whole(begun, message):
                await super().send(begun)
                await super().send(message)
        else:
            raise RuntimeError(f"Expected ASGI message 'http.response.start', but got '{message['type']}'.")

    def _write_whole(self, begun: HTTPResponseStartEvent, message: Any) -> bool:
        """Write head and body together, if this is all there is to send and the head says so. Raises RuntimeError for a header with a line break in it."""
        if message.get("more_body", False) or not self.keep_alive or self.disconnected or self.flow.write_paused or self.scope["method"] == "HEAD":
            return False
        body = message.get("body", b"")
        parts = [STATUS_LINE[begun["status"]]]
        length = None
        for name, value in self.default_headers:
            parts += (name, b": ", value, b"\r\n")
        headers = begun.get("headers", ())
        for name, value in headers:
            if name == b"content-length":
                length = value
            elif name == b"connection":
                return False
            parts += (name, b": ", value, b"\r\n")
        if length is None or int(length) != len(body):
            return False
        parts.append(b"\r\n")
        head = b"".join(parts)
        if head.count(b"\n") != (len(parts) + 2) // 4 + 1 or head.count(b"\r") != head.count(b"\n"):
            raise RuntimeError("Invalid HTTP header value.")
        self._write(head + body)
        return True

    def _write(self, whole: bytes) -> None:
        self.response_started = self.response_complete = True
        self.transport.write(whole)
        self.message_event.set()
        self.on_response()


@lru_cache(maxsize=4)
def _lines_of(headers: tuple[tuple[bytes, bytes], ...]) -> bytes:
    """As they are sent. uvicorn makes its own anew every second."""
    return b"".join(b"%b: %b\r\n" % header for header in headers)


class _NobodyWaits:
    """Stands for the event of a request whose application does not wait for the caller to hang up, as nearly all of them."""

    def set(self) -> None: ...


_NOBODY_WAITS: Any = _NobodyWaits()
