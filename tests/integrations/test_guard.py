"""Whatever a partner gives as its address, the house calls nobody but a public one, and nobody but the one that it looked at."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpcore
import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from integrations.errors import PartnerUnavailable
from integrations.guard import Address, AddressRefused, GuardedTransport, Resolve, check_address, is_public
from integrations.http import Bounds, PartnerHttp

REFUSED = [
    *("http://partner.example/", "ftp://partner.example/", "file:///etc/passwd", "gopher://partner.example/", "//partner.example/", "partner.example", ""),
    *(
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0.0.1/",
        "https://017700000001/",
        "https://0177.0.0.1/",
    ),
    *("https://0.0.0.0/", "https://0/", "https://10.0.0.1/", "https://172.16.0.1/", "https://172.31.255.255/", "https://192.168.1.1/", "https://100.64.0.1/"),
    *("https://169.254.169.254/latest/meta-data/", "https://100.100.100.200/", "https://168.63.129.16/", "https://192.0.0.192/", "https://224.0.0.1/"),
    *("https://255.255.255.255/", "https://198.18.0.1/", "https://192.88.99.1/", "https://203.0.113.9/", "https://240.0.0.1/"),
    *("https://[::1]/", "https://[::]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:8.8.8.8]/", "https://[fe80::1]/", "https://[fe80::1%25eth0]/"),
    *("https://[fc00::1]/", "https://[fd00:ec2::254]/", "https://[ff02::1]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://[2001::1]/"),
    *(
        "https://[2001:db8::1]/",
        "https://user@partner.example/",
        "https://user:secret@partner.example/",
        "https://partner.example./",
        "https://partner.example:22/",
    ),
    *("https://partner.example:80/", "https://partner.example:0/", "https://partner.example/#part", "https://partner.example\\@127.0.0.1/", "https://a b/"),
    *(
        "https://partner.example/\r\nhost: x",
        "https://127.0.0.1.:8443/",
        "https://１２７.0.0.1/",
        "https:///path",
        "javascript:alert(1)",
        "https://x/" + "a" * 2048,
    ),
]


@pytest.mark.parametrize("address", REFUSED)
@pytest.mark.parametrize("transport", [False, True])
async def test_what_leads_inside_is_refused(address: str, transport: bool) -> None:
    if not transport:
        with pytest.raises(AddressRefused):
            check_address(address)
        return
    network = Recorded()
    async with PartnerHttp("tester", "", transport=GuardedTransport(network=network, resolve=resolving("93.184.216.34")), bounds=Bounds(total=1)) as http:
        if address not in ("https://partner.example/#part", "https://x/" + "a" * 2048):
            with pytest.raises(PartnerUnavailable):
                await http.call("GET", address, idempotent=True)
            assert network.connected == []


@pytest.mark.parametrize("address", ["https://partner.example/", "https://partner.example:8443/a?b=c", "https://93.184.216.34/", "https://[2606:4700::1111]/"])
def test_what_is_public_passes(address: str) -> None:
    check_address(address)


@pytest.mark.parametrize("address", ["http://127.0.0.1:8080/", "http://localhost:9000/a", "http://[::1]:9000/", "https://127.0.0.1:8443/"])
def test_loopback_passes_in_development_alone(address: str) -> None:
    with pytest.raises(AddressRefused):
        check_address(address)
    check_address(address, may_be_loopback=True)


@pytest.mark.parametrize(
    "address", ["http://10.0.0.1:8080/", "http://partner.example:8080/", "https://192.168.0.1/", "https://169.254.169.254/", "http://0.0.0.0:99/"]
)
def test_development_opens_nothing_but_loopback(address: str) -> None:
    with pytest.raises(AddressRefused):
        check_address(address, may_be_loopback=True)


def test_the_whole_of_ipv4_outside_the_internet_is_closed() -> None:
    assert [text for text in ("8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.1", "172.32.0.1", "223.255.255.255") if not is_public(ip_address(text))] == []


@pytest.mark.parametrize("found", [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["169.254.169.254"], ["::1"], ["::ffff:10.0.0.1"], ["100.64.1.1"], []])
async def test_a_name_is_refused_if_any_of_its_addresses_is_inside(found: list[str]) -> None:
    network = Recorded()
    async with httpx.AsyncClient(transport=GuardedTransport(network=network, resolve=resolving(*found))) as client:
        with pytest.raises(AddressRefused):
            await client.get("https://partner.example/")
    assert network.connected == []


async def test_a_name_that_resolves_otherwise_a_moment_later_changes_nothing() -> None:
    asked = []

    async def rebinding(host: str, _port: int) -> Sequence[Address]:
        asked.append(host)
        return [ip_address("93.184.216.34" if len(asked) == 1 else "127.0.0.1")]

    network = Recorded()
    async with httpx.AsyncClient(transport=GuardedTransport(network=network, resolve=rebinding)) as client:
        with pytest.raises(httpx.ConnectError) as first:
            await client.get("https://partner.example/")
        with pytest.raises(AddressRefused):
            await client.get("https://partner.example/")
    assert not isinstance(first.value, AddressRefused)
    assert (network.connected, asked) == ([("93.184.216.34", 443)], ["partner.example"] * 2)


async def test_the_certificate_and_the_host_are_those_of_the_name(tmp_path: Path) -> None:
    async with tls_server(tmp_path, "partner.example") as (port, heard, trust):

        async def loopback(_host: str, _port: int) -> Sequence[Address]:
            return [ip_address("127.0.0.1")]

        async with httpx.AsyncClient(transport=GuardedTransport(may_be_loopback=True, resolve=loopback, tls=trust)) as client:
            assert (await client.get(f"https://partner.example:{port}/")).status_code == 200
            with pytest.raises(httpx.ConnectError, match="certificate verify failed"):
                await client.get(f"https://other.example:{port}/")
    assert heard == [f"partner.example:{port}"]


async def test_a_resolver_that_hangs_is_given_up_in_time() -> None:
    async def hanging(_host: str, _port: int) -> Sequence[Address]:
        await asyncio.sleep(60)
        return []

    async with PartnerHttp("tester", "", transport=GuardedTransport(resolve=hanging), bounds=Bounds(connect=0.05, total=0.2)) as http:
        with pytest.raises(PartnerUnavailable, match="ConnectTimeout"):
            await http.call("GET", "https://partner.example/")


class Recorded(httpcore.AsyncNetworkBackend):
    """Notes what would be connected to, and connects to nothing."""

    def __init__(self) -> None:
        self.connected: list[tuple[str, int]] = []

    async def connect_tcp(self, host: str, port: int, *_: object, **__: object) -> httpcore.AsyncNetworkStream:
        self.connected.append((host, port))
        raise httpcore.ConnectError("recorded")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def resolving(*addresses: str) -> Resolve:
    async def resolve(_host: str, _port: int) -> Sequence[Address]:
        return [ip_address(one) for one in addresses]

    return resolve


@asynccontextmanager
async def tls_server(folder: Path, name: str) -> AsyncIterator[tuple[int, list[str], ssl.SSLContext]]:
    """An HTTPS server of that name on loopback: its port, the Host headers that it heard, and what trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key()).serial_number(1)
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    certificate = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False).sign(key, hashes.SHA256())
    file = folder / "tls.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    heard: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        heard.append(next(line.split(": ", 1)[1] for line in head.splitlines() if line.lower().startswith("host:")))
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context) as server:
        yield server.sockets[0].getsockname()[1], heard, ssl.create_default_context(cadata=certificate.public_bytes(serialization.Encoding.PEM).decode())
