"""`make bench-oauth`: the token endpoint on one core, with private_key_jwt and DPoP on every request, beside the bare cost of the signatures that it must
verify and make. The server has a core of its own; the database and the callers share the other."""

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID, uuid4

import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.jwk import ECKey

import migrations
from bench.oauth.callers import Caller
from domains import scenes
from domains.kernel.assets import CNY
from domains.kernel.clock import Clock
from domains.kernel.commands import HOUSE_ID
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from domains.scenes import Purpose
from domains.scenes.queries.token_family import insert_family
from domains.scenes.rules.token_family import FAMILY_LIFE, Family
from gateway.embedded import find_binaries, start
from gateway.server import serve, server_config

KEY = bytes(range(32))
CALLERS = 16
SCOPES = ("openid", "orders.read", "orders.write")


class Slice(NamedTuple):
    per_second: float
    cpu_ms: float


def main() -> None:
    parser = argparse.ArgumentParser(description="The token endpoint on one core.")
    parser.add_argument("--requests", type=int, default=600, help="in a slice")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--serve", type=int, default=None, help="be the server, on that port")
    options = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))
    if options.serve is not None:
        os.sched_setaffinity(0, cores[:1])
        serve(server_config("bench.oauth.__main__:create_app", drain_seconds=2, port=options.serve, factory=True, loop="uvloop"))
        return
    with tempfile.TemporaryDirectory(prefix="scenebank-bench-") as folder:
        Path(folder).chmod(0o755)
        with on(cores[1:] or cores), start(Path(folder) / "data", binaries=find_binaries()) as instance:
            migrations.upgrade(instance.owner_dsn)
            asyncio.run(measure(instance.app_dsn, Path(folder), options, cores))


def create_app() -> Any:
    from gateway.app import create_app as create

    return create()


async def measure(dsn: str, folder: Path, options: argparse.Namespace, cores: list[int]) -> None:
    """Take turns: client credentials, refresh, and the signatures alone."""
    database = await Database.open(dsn, Clock(), ports={Keyring: Keyring({"bench": KEY}, "bench")})
    client_id, key = uuid4(), ECKey.generate_key("P-256")
    refresh_token = await furnish(database, client_id, key)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    issuer = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "DATABASE_URL": dsn,
        "SCENEBANK_DATA": str(folder / "state"),
        "SCENEBANK_KEYS": f"bench:{b64encode(KEY).decode()}",
        "SCENEBANK_PUBLIC_URL": issuer,
        "SCENEBANK_PORT": str(port),
        "SCENEBANK_LOG_LEVEL": "error",
    }
    os.sched_setaffinity(0, cores)
    server = subprocess.Popen([sys.executable, "-m", "bench.oauth", "--serve", str(port)], env=environment)
    os.sched_setaffinity(0, cores[1:] or cores)
    forms = {
        "client credentials": {"grant_type": "client_credentials", "scope": "orders.read orders.write"},
        "refresh": {"grant_type": "refresh_token", "refresh_token": refresh_token},
    }
    told: dict[str, list[Slice]] = {name: [] for name in forms}
    bare: list[float] = []
    try:
        await ready(issuer)
        caller = Caller(port, issuer, str(client_id), key)
        for round_ in range(options.rounds + 1):
            bare.append(signatures_ms())
            for name, form in forms.items():
                await caller.learn_nonce()
                requests = [caller.request(urlencode(form)) for _ in range(options.requests)]
                before, began = cpu_seconds(server.pid), time.perf_counter()
                await caller.send(requests, CALLERS)
                took, used = time.perf_counter() - began, cpu_seconds(server.pid) - before
                # The first round warms up.
                if round_:
                    told[name].append(Slice(len(requests) / took, used * 1000 / len(requests)))
    finally:
        server.terminate()
        server.wait()
        await database.close()
    report(told, median(bare))


async def furnish(database: Database, client_id: UUID, key: ECKey) -> str:
    """A client of the FAPI profile, and a refresh token of a family of its own."""
    partner_id, family_id = uuid4(), uuid4()
    await database.write(scenes.register_partner, scenes.RegisterPartnerCommand(request_id=partner_id, owner_id=HOUSE_ID, name="Bench"))
    command = scenes.RegisterClientCommand(
        request_id=client_id,
        owner_id=HOUSE_ID,
        partner_id=partner_id,
        name="Bench",
        environment="live",
        auth_method="private_key_jwt",
        jwks={"keys": [key.as_dict(private=False) | {"kid": "1"}]},
        redirect_uris=("https://bench.example/back",),
        scopes=SCOPES,
        grant_types=("authorization_code", "refresh_token", "client_credentials"),
    )
    await database.write(scenes.register_client, command)
    async with database.transaction() as tx:
        customer_id = uuid4()
        terms = scenes.widest_terms(("openid",), [], tx.now, CNY)
        consent = await scenes.grant_consent(tx, _consent(customer_id, partner_id, client_id, terms))
        now = tx.now
        family = Family(*(family_id, client_id, partner_id, customer_id, consent.id, ("openid",), None, False, 0, None, now, now, now, now + FAMILY_LIFE, None))
        await insert_family(tx, family)
        return scenes.text_of(tx, Purpose.REFRESH_TOKEN, family_id)


def _consent(customer_id: UUID, partner_id: UUID, client_id: UUID, terms: Any) -> Any:
    ids = {"id": uuid4(), "customer_id": customer_id, "session_id": uuid4(), "partner_id": partner_id, "client_id": client_id}
    return scenes.NewConsent(**ids, purpose="", widest=terms, terms=terms)


def signatures_ms(times: int = 300) -> float:
    """Two ES256 signatures verified and one made, as every request needs, and nothing else. On the callers' core."""
    key, said = ec.generate_private_key(ec.SECP256R1()), b"x" * 600
    public, signature = key.public_key(), key.sign(b"x" * 600, ec.ECDSA(SHA256()))
    began = time.process_time()
    for _ in range(times):
        public.verify(signature, said, ec.ECDSA(SHA256()))
        public.verify(signature, said, ec.ECDSA(SHA256()))
        key.sign(said, ec.ECDSA(SHA256(), deterministic_signing=True))
    return (time.process_time() - began) * 1000 / times


def report(told: dict[str, list[Slice]], bare_ms: float) -> None:
    """A table, then one line of JSON."""
    figures: dict[str, float] = {"signatures_ms": round(bare_ms, 3)}
    ratios: dict[str, float] = {}
    print(f"{'':22}{'requests/s':>12}{'server CPU ms':>15}{'x signatures':>14}")
    for name, slices in told.items():
        per_second, cpu_ms = median(one.per_second for one in slices), median(one.cpu_ms for one in slices)
        print(f"{name:22}{per_second:12.0f}{cpu_ms:15.2f}{cpu_ms / bare_ms:14.1f}")
        word = name.replace(" ", "_")
        figures |= {f"{word}_per_second": round(per_second, 1), f"{word}_cpu_ms": round(cpu_ms, 2)}
        ratios[f"{word}_cpu_vs_signatures"] = round(cpu_ms / bare_ms, 2)
    print(f"{'signatures alone':22}{1000 / bare_ms:12.0f}{bare_ms:15.2f}{1:14.1f}")
    print(json.dumps({"bench": "oauth", "ratios": ratios, "figures": figures}))


@contextmanager
def on(cores: list[int]) -> Iterator[None]:
    """Run, and start what is started, on those cores."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


async def ready(issuer: str) -> None:
    async with asyncio.timeout(60), httpx.AsyncClient(trust_env=False) as http:
        while True:
            try:
                if (await http.get(f"{issuer}/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.1)


def cpu_seconds(pid: int) -> float:
    """What a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
