"""The second table: the app's own `Home` on the seeded database, through the production gateway; beside it the same house on graphql-core, and no GraphQL."""

from __future__ import annotations

import statistics
import sys
import time
from collections import defaultdict
from contextlib import ExitStack

from bench.gateway.load import Measured, measure
from bench.gateway.places import HOME_SERVERS, Server, World, running

CONNECTIONS = (16, 64)
TOKENS_FRESH_SECONDS = 240

Key = tuple[str, int]


def run_home(world: World, port: int, rounds: int, seconds: int) -> dict[Key, list[Measured]]:
    """Measurements by server and connections, rounds interleaved. Raises RuntimeError where two servers' answers differ."""
    world.seed()
    measured: dict[Key, list[Measured]] = defaultdict(list)
    with ExitStack() as stack:
        servers = {name: stack.enter_context(running(name, "postgres", world, port + place)) for place, name in enumerate(HOME_SERVERS)}
        _check_answers(servers, world)
        for round_ in range(rounds + 1):
            for connections in CONNECTIONS:
                for name in HOME_SERVERS[round_ % len(HOME_SERVERS) :] + HOME_SERVERS[: round_ % len(HOME_SERVERS)]:
                    if time.monotonic() - world.issued_at > TOKENS_FRESH_SECONDS:
                        world.sign_in()
                    one = measure(servers[name], world, connections=connections, seconds=seconds)
                    if round_:
                        measured[name, connections].append(one)
            print(f"home: round {round_} of {rounds}", file=sys.stderr, flush=True)
    return measured


def report_home(measured: dict[Key, list[Measured]]) -> tuple[dict[str, float], dict[str, float]]:
    """Print the table; gives ratios and figures under keys that begin with `home_`."""
    ratios: dict[str, float] = {}
    figures: dict[str, float] = {}
    for connections in CONNECTIONS:
        ours = measured["house", connections]
        print(f"\nHome {connections:<11}{'requests/s':>12}{'CPU µs':>9}{'p50 ms':>9}{'p99 ms':>9}{'of the floor':>14}")
        for name in HOME_SERVERS:
            theirs = measured[name, connections]
            rate, cpu_us, p50_ms, p99_ms = (statistics.median(column) for column in zip(*theirs, strict=True))
            of_floor = _ratio(theirs, measured["home_floor", connections])
            print(f"{name:<16}{rate:>12.0f}{cpu_us:>9.0f}{p50_ms:>9.2f}{p99_ms:>9.2f}{of_floor:>14.2f}")
            key = f"home_{connections}_{name.removeprefix('home_')}"
            figures |= {f"{key}_per_second": rate, f"{key}_cpu_us": cpu_us, f"{key}_p50_ms": p50_ms, f"{key}_p99_ms": p99_ms}
            if name != "house":
                ratios[f"home_{connections}_vs_{name.removeprefix('home_').removeprefix('house_')}"] = _ratio(ours, theirs)
    return ratios, figures


def _check_answers(servers: dict[str, Server], world: World) -> None:
    for viewer in world.seeded[::8]:
        answers = {name: server.ask("home", world, viewer) for name, server in servers.items()}
        for name, answer in answers.items():
            if answer != answers["house"]:
                raise RuntimeError(f"{name} answers Home otherwise than the house: {answer} {answers['house']}")
        if not any(account["statement"]["nodes"] for account in answers["house"]["wallets"]):
            raise RuntimeError("a seeded customer without a movement tells nothing")


def _ratio(ours: list[Measured], theirs: list[Measured]) -> float:
    return statistics.median(one.rate / other.rate for one, other in zip(ours, theirs, strict=True))
