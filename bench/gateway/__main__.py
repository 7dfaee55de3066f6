"""The gateway against its peers: interleaved rounds, medians, ratios. Run by `make bench-gateway`; SCENEBANK_BENCH_ROUNDS and _SECONDS make it longer.

`python -m bench.gateway home` runs the second table alone."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import ExitStack

import orjson

from bench.gateway.load import Measured, measure
from bench.gateway.places import NODE, SERVERS, STORES, Server, World, prepared_world, running
from bench.gateway.real_home import report_home, run_home

ROUNDS = int(os.environ.get("SCENEBANK_BENCH_ROUNDS", "7"))
SECONDS = int(os.environ.get("SCENEBANK_BENCH_SECONDS", "2"))
PORT = int(os.environ.get("SCENEBANK_BENCH_PORT", "9400"))
SCENES = {"memory": ("memory", 16), "postgres16": ("postgres", 16), "postgres64": ("postgres", 64)}
LIST_TRIES = 5
WARM_SECONDS = 2
SLOW_TIMES = 3
"""A server that answers few requests a second needs longer to be measured."""
TOKENS_FRESH_SECONDS = 240

Key = tuple[str, str]


def main() -> None:
    if sys.argv[1:] == ["home"]:
        with prepared_world() as world:
            _print_json(*report_home(run_home(world, PORT, ROUNDS, SECONDS)))
        return
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"], cwd=NODE, check=True, stdout=sys.stderr)
    with prepared_world() as world, ExitStack() as stack:
        servers = {}
        for store in STORES:
            for name in SERVERS:
                port = PORT + len(servers)
                servers[name, store] = stack.enter_context(running(name, store, world, port))
        check_answers(servers, world)
        rounds = run_rounds(servers, world)
        listed = list_seconds(servers, world)
        stack.close()
        home = run_home(world, PORT, ROUNDS, SECONDS)
    ratios, figures = report(rounds, listed)
    home_ratios, home_figures = report_home(home)
    _print_json(ratios | home_ratios, figures | home_figures)


def check_answers(servers: dict[Key, Server], world: World) -> None:
    """Every server must give the same data for every customer, ours and the peers alike. Raises RuntimeError."""
    for viewer in world.viewers[::16]:
        answers = {key: server.ask("home", world, viewer) for key, server in servers.items()}
        expected = answers["floor", "memory"]
        for key, answer in answers.items():
            if answer != expected:
                raise RuntimeError(f"{key} answers otherwise than the floor")


def run_rounds(servers: dict[Key, Server], world: World) -> dict[Key, list[Measured]]:
    """Measurements by scene and server. One round is thrown away."""
    measured: dict[Key, list[Measured]] = defaultdict(list)
    for round_ in range(ROUNDS + 1):
        for scene, (store, connections) in SCENES.items():
            for name in SERVERS[round_ % len(SERVERS) :] + SERVERS[: round_ % len(SERVERS)]:
                if time.monotonic() - world.issued_at > TOKENS_FRESH_SECONDS:
                    world.sign_in()
                seconds = (SECONDS if round_ else WARM_SECONDS) * (SLOW_TIMES if name == "strawberry" else 1)
                one = measure(servers[name, store], world, connections=connections, seconds=seconds)
                if round_:
                    measured[scene, name].append(one)
        print(f"round {round_} of {ROUNDS}", file=sys.stderr, flush=True)
    return measured


def list_seconds(servers: dict[Key, Server], world: World) -> dict[str, float]:
    """Seconds until 10,000 objects of 8 leaves in one list have arrived, by server, medians."""
    world.sign_in()
    tries: dict[str, list[float]] = defaultdict(list)
    for _ in range(LIST_TRIES):
        for name in ("scenebank", "strawberry", "mercurius"):
            seconds, data = servers[name, "memory"].time("catalogue", world, world.viewers[0])
            tries[name].append(seconds)
            if len(data["catalogue"]) != 10_000:
                raise RuntimeError(f"{name} listed {len(data['catalogue'])} products")
    return {name: statistics.median(times) for name, times in tries.items()}


def report(measured: dict[Key, list[Measured]], listed: dict[str, float]) -> tuple[dict[str, float], dict[str, float]]:
    """Print the tables of the benchmark's own query; gives ratios and figures."""
    figures: dict[str, float] = {}
    medians = {key: Measured(*(statistics.median(column) for column in zip(*ones, strict=True))) for key, ones in measured.items()}
    for scene in SCENES:
        print(f"\n{scene:<12}{'requests/s':>12}{'CPU µs':>9}{'p50 ms':>9}{'p99 ms':>9}{'x Mercurius':>13}")
        for name in SERVERS:
            one = medians[scene, name]
            print(f"{name:<12}{one.rate:>12.0f}{one.cpu_us:>9.0f}{one.p50_ms:>9.2f}{one.p99_ms:>9.2f}{_ratio(measured, scene, name, 'mercurius'):>13.2f}")
            figures |= {f"{scene}_{name}_per_second": one.rate, f"{scene}_{name}_cpu_us": one.cpu_us}
    ratios = {f"{scene}_vs_{peer}": _ratio(measured, scene, "scenebank", peer) for scene in SCENES for peer in ("mercurius", "strawberry", "floor")}
    for scene in SCENES:
        figures[f"{scene}_floor_vs_mercurius"] = _ratio(measured, scene, "floor", "mercurius")
    ratios["list10k_vs_strawberry"] = listed["strawberry"] / listed["scenebank"]
    ratios["p99_over_p50"] = statistics.median(one.p99_ms / one.p50_ms for one in measured["postgres64", "scenebank"])
    figures |= {f"list10k_{name}_ms": seconds * 1e3 for name, seconds in listed.items()}
    print("\nlist of 10,000: " + ", ".join(f"{name} {seconds * 1e3:.0f} ms" for name, seconds in listed.items()) + "\n")
    return ratios, figures


def _print_json(ratios: dict[str, float], figures: dict[str, float]) -> None:
    """The last line: one JSON object."""
    print()
    print(orjson.dumps({"bench": "gateway", "ratios": _rounded(ratios), "figures": _rounded(figures)}).decode())


def _ratio(measured: dict[Key, list[Measured]], scene: str, name: str, peer: str) -> float:
    """The median over rounds of the rates' ratio within a round: what disturbs a round disturbs both."""
    return statistics.median(ours.rate / theirs.rate for ours, theirs in zip(measured[scene, name], measured[scene, peer], strict=True))


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in values.items()}


if __name__ == "__main__":
    main()
