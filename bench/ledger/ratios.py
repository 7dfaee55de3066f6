"""The ratios that are held against the figures to reach, from whatever parts were measured."""

from bench.ledger.gateway import CONNECTIONS
from bench.ledger.pgbench import CLIENTS

Medians = dict[str, dict[str, float]]


def ratios_of(medians: Medians) -> dict[str, float]:
    """By their JSON keys; those of parts that did not run are absent."""
    ratios: dict[str, float] = {}
    if "scenebank uniform, 64 callers" in medians:
        ratios |= _of_the_verb(medians)
    if "gateway uniform, 64 connections" in medians:
        best = _best(medians, "pgbench scale 50 beside the gateway")
        for name in ("uniform", "hot"):
            rates = [medians[f"gateway {name}, {connections} connections"]["per_second"] for connections in CONNECTIONS]
            ratios[f"gateway_{name}_vs_pgbench"] = max(rates) / best
    grown = [name for name in medians if name.startswith("growth, ")]
    if len(grown) == 2:
        small, large = grown
        ratios["growth_10m"] = medians[large]["cpu_us"] / medians[small]["cpu_us"]
        ratios["growth_10m_rate"] = medians[small]["per_second"] / medians[large]["per_second"]
    return ratios


def _of_the_verb(medians: Medians) -> dict[str, float]:
    def rate(name: str) -> float:
        return medians[name]["per_second"]

    # The worker's share (relay, seal, folding) is in ours: it runs meanwhile.
    cheapest = {scale: min(medians[f"pgbench scale {scale}, {clients} clients"]["cpu_us"] for clients in CLIENTS[1:]) for scale in (50, 1)}
    return {
        "uniform_vs_pgbench": rate("scenebank uniform, 64 callers") / _best(medians, "pgbench scale 50"),
        "hot_vs_pgbench": rate("scenebank hot, 64 callers") / _best(medians, "pgbench scale 1"),
        "uniform_vs_sqlalchemy": rate("scenebank uniform, 64 callers") / rate("sqlalchemy uniform, 64 callers"),
        "hot_vs_sqlalchemy": rate("scenebank hot, 64 callers") / rate("sqlalchemy hot, 64 callers"),
        "p50_one_caller_vs_interactive": medians["scenebank uniform, one caller"]["p50_ms"] / medians["sqlalchemy uniform, one caller"]["p50_ms"],
        "uniform_cpu_vs_pgbench": cheapest[50] / medians["scenebank uniform, 64 callers"]["cpu_us"],
        "hot_cpu_vs_pgbench": cheapest[1] / medians["scenebank hot, 64 callers"]["cpu_us"],
    }


def _best(medians: Medians, peer: str) -> float:
    """The peer at its best number of clients."""
    return max(medians[f"{peer}, {clients} clients"]["per_second"] for clients in CLIENTS)
