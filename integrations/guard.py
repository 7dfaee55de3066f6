"""Who may be called when a partner says where: addresses of the public internet, by what a name resolves to in the moment of the connection.

A name is resolved once, every address that it has is looked at, and one of those is connected to: a name that resolves otherwise a moment later changes
nothing. The certificate and the Host header stay those of the name."""

import asyncio
import re
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import httpcore
import httpx

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Awaitable[Sequence[Address]]]

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
"""What may be called without TLS, in development."""

PORT_LEAST = 1024
"""Below it stand the house's and its neighbours' own services: only 443 is called."""

ADDRESS_MAX_CHARACTERS = 2048

_CLOSED: list[IPv4Network | IPv6Network] = [
    ip_network(text)
    for text in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24"),
        *("192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "168.63.129.16/32"),
        # Of IPv6 only 2000::/3 is handed out; within it are tunnels to IPv4 (Teredo, 6to4) and addresses for books.
        *("::/3", "4000::/2", "8000::/1", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
]
"""Private, shared (CGNAT), loopback, link-local, test, multicast and reserved networks, and the metadata services of clouds that stand outside of those."""

_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)\Z", re.IGNORECASE)


class AddressRefused(httpx.ConnectError):
    """It may not be called: not https, or it leads to a private, loopback, link-local, shared, multicast or unrouted address."""


class GuardedTransport(httpx.AsyncHTTPTransport):
    """Connects to what was looked at, and to nothing else. Every connection is looked at anew; a connection that is kept is one that was.

    `may_be_loopback` lets this very machine be called, also without TLS, for development."""

    def __init__(
        self,
        *,
        may_be_loopback: bool = False,
        resolve: Resolve | None = None,
        tls: ssl.SSLContext | None = None,
        network: httpcore.AsyncNetworkBackend | None = None,
        connections_max: int = 32,
        connections_kept: int = 8,
    ) -> None:
        super().__init__(trust_env=False)
        self._may_be_loopback = may_be_loopback
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls or _trust(),
            max_connections=connections_max,
            max_keepalive_connections=connections_kept,
            keepalive_expiry=15,
            network_backend=_GuardedNetwork(may_be_loopback, resolve or resolve_host, network or httpcore.AnyIOBackend()),
        )

    async def send(self, request: httpx.Request) -> httpx.Response:
        """Raises AddressRefused, or what the connection raises."""
        check_url(request.url, may_be_loopback=self._may_be_loopback)
        return await super().handle_async_request(request)

    handle_async_request = send
    """Under the name by which the library calls it."""


class _GuardedNetwork(httpcore.AsyncNetworkBackend):
    def __init__(self, may_be_loopback: bool, resolve: Resolve, network: httpcore.AsyncNetworkBackend) -> None:
        self._may_be_loopback = may_be_loopback
        self._resolve = resolve
        self._network = network

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                address = await self._looked_at(host, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout from error
        return await self._network.connect_tcp(str(address), port, timeout, local_address, socket_options)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise AddressRefused("a partner has no socket on this machine")

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)

    async def _looked_at(self, host: str, port: int) -> Address:
        """The first of the host's addresses, once all of them may be called."""
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError, ValueError) as error:
            raise httpx.ConnectError("the name does not resolve") from error
        if not addresses or not all(may_call(address, may_be_loopback=self._may_be_loopback) for address in addresses):
            raise AddressRefused("the address may not be called")
        return addresses[0]


def check_address(text: str, *, may_be_loopback: bool = False) -> None:
    """Whether an address that a partner gives is one that could be called; what its name resolves to is looked at with each connection. Raises
    AddressRefused."""
    if not text.isascii() or not text.isprintable() or len(text) > ADDRESS_MAX_CHARACTERS or "\\" in text or " " in text:
        raise AddressRefused("not an address")
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError) as error:
        raise AddressRefused("not an address") from error
    if url.fragment or "#" in text:
        raise AddressRefused("an address with a fragment")
    check_url(url, may_be_loopback=may_be_loopback)


def check_url(url: httpx.URL, *, may_be_loopback: bool = False) -> None:
    """The same for a parsed address. Raises AddressRefused."""
    host = url.host.lower()
    if url.scheme != "https" and not (url.scheme == "http" and may_be_loopback and host in LOCAL_NAMES):
        raise AddressRefused("not https")
    if url.userinfo or not host or host.endswith("."):
        raise AddressRefused("not a plain host")
    if url.port is not None and not (url.port == 443 or url.port >= PORT_LEAST):
        raise AddressRefused("a port that is not called")
    literal = _literal(host)
    if literal is not None and not may_call(literal, may_be_loopback=may_be_loopback):
        raise AddressRefused("the address may not be called")


def may_call(address: Address, *, may_be_loopback: bool = False) -> bool:
    """Whether a connection to it may be opened."""
    return is_public(address) or (may_be_loopback and address.is_loopback)


def is_public(address: Address) -> bool:
    """Whether an address is of the public internet."""
    return not any(address in network for network in _CLOSED)


async def resolve_host(host: str, port: int) -> Sequence[Address]:
    """All addresses of a host; a literal address is itself. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ip_address(str(place[4][0]).partition("%")[0]) for place in found]


@cache
def _trust() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def _literal(host: str) -> Address | None:
    """The address that a host is by itself; None for a name. Raises AddressRefused for other spellings of numbers (127.1, 0x7f000001, 017700000001)."""
    try:
        return ip_address(host)
    except ValueError:
        if ":" in host or "%" in host or _NUMBER.match(host.rpartition(".")[2]):
            raise AddressRefused("an address in another spelling") from None
        return None
