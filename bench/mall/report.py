"""What came of it: a table, and a line of JSON."""

import argparse
import os
from collections.abc import Mapping, Sequence
from statistics import median

import orjson

from bench.mall.caller import Taken

US, THEM = "Scenebank", "Saleor"


def report(statements: Mapping[str, int], slices: Mapping[tuple[str, str], Sequence[Taken]], options: argparse.Namespace) -> None:
    """Medians of the slices; a ratio is the median of those of the rounds."""
    print(f"| {options.connections} connections, {options.processes} processes | per second | processor ms | p50 ms | statements |")
    print("| --- | ---: | ---: | ---: | ---: |")
    figures: dict[str, float] = {}
    for (operation, name), taken in slices.items():
        rate, processor_ms, p50_ms = (median(column) for column in zip(*taken, strict=True))
        print(f"| {operation}, {name} | {rate:,.1f} | {processor_ms:,.2f} | {p50_ms:,.1f} | {statements[f'{name}: {operation}']} |")
        key = f"{operation}_{name.lower()}"
        figures |= {f"{key}_per_second": round(rate, 2), f"{key}_processor_ms": round(processor_ms, 3), f"{key}_p50_ms": round(p50_ms, 2)}
    for what, count in statements.items():
        name, _, operation = what.partition(": ")
        figures[f"{operation.replace(', the ', '_')}_{name.lower()}_statements"] = count
        if (operation, name) not in slices:
            print(f"| of an order: {operation}, {name} | | | | {count} |")
    figures |= {
        "place_order_statements": statements[f"{US}: place, the verb"],
        "add_to_cart_statements": statements[f"{US}: cart"],
        "load_average": os.getloadavg()[0],
    }
    ratios = _ratios(slices)
    if ratios:
        print("\n| ratio | throughput | processor time |\n| --- | ---: | ---: |")
    for operation in [one.removesuffix("_vs_saleor") for one in ratios if one.endswith("_vs_saleor")]:
        print(f"| {operation} | {ratios[f'{operation}_vs_saleor']:.1f} | {ratios[f'{operation}_vs_saleor_processor']:.1f} |")
    print(orjson.dumps({"bench": "mall", "ratios": ratios, "figures": figures}).decode())


def _ratios(slices: Mapping[tuple[str, str], Sequence[Taken]]) -> dict[str, float]:
    ratios = {}
    for (operation, name), taken in slices.items():
        theirs = slices.get((operation, THEM))
        if name == US and theirs:
            ratios[f"{operation}_vs_saleor"] = round(median(one.per_second / other.per_second for one, other in zip(taken, theirs, strict=True)), 2)
            processor = median(other.processor_ms / one.processor_ms for one, other in zip(taken, theirs, strict=True))
            ratios[f"{operation}_vs_saleor_processor"] = round(processor, 2)
    return ratios
