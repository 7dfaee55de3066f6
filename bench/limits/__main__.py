"""`python -m bench.limits`: refuse each attack a few times, and print the CPU of the median and the worst; the floor is parsing them alone."""

import json
import statistics
import time
from collections.abc import Callable
from contextlib import suppress

from graphql import GraphQLError, parse

from tests.gateway.limits.attacks import ATTACKS
from tests.gateway.limits.test_documents import make_documents, refusal

TRIES = 7


def main() -> None:
    """Print a table of the ten dearest attacks, then one line of JSON."""
    refused = {name: cpu_ms(lambda text=text: refusal(text, make_documents())) for name, text in ATTACKS.items()}  # type: ignore[misc]
    parsed = {name: cpu_ms(lambda text=text: _parse(text)) for name, text in ATTACKS.items()}  # type: ignore[misc]
    for name in sorted(refused, key=lambda name: -refused[name])[:10]:
        print(f"{refused[name]:8.2f} ms  (parsed alone {parsed[name]:8.2f} ms)  {name}")
    median, worst = statistics.median(refused.values()), max(refused.values())
    print(f"{len(refused)} attacks: median {median:.2f} ms, worst {worst:.2f} ms")
    ratios = {"median_vs_parsing": round(median / statistics.median(parsed.values()), 2)}
    figures = {"attacks": len(refused), "median_ms": round(median, 2), "worst_ms": round(worst, 2)}
    print(json.dumps({"bench": "limits", "ratios": ratios, "figures": figures}))


def cpu_ms(run: Callable[[], object]) -> float:
    """The best of a few tries: the machine does other things too."""
    best = float("inf")
    for _ in range(TRIES):
        began = time.process_time()
        run()
        best = min(best, time.process_time() - began)
    return best * 1000


def _parse(text: str) -> None:
    with suppress(GraphQLError):
        parse(text, max_tokens=2000)


if __name__ == "__main__":
    main()
