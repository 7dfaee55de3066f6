"""What engineers see: metrics in Prometheus' format, and slow operations in the log."""

import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Iterator
from itertools import accumulate
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Gauge
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from gateway.engine import Gangs, PlanCache
from gateway.graphql.documents import PreparedOperation
from gateway.graphql.ports import Answer, Executor, Variables
from gateway.limits import CostGate

METRICS_TYPE = CONTENT_TYPE_LATEST
KINDS = ("query", "mutation", "subscription")
SECONDS_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
SLOW_SECONDS = 1.0
"""An operation that takes longer is named in the log, without its variables."""

UNTRUSTED = "-"
"""Name under which operations are counted that no manifest knows: a caller must not fill memory with names."""

_log = structlog.get_logger("gateway.operations")


class Metrics:
    """The counters of one process. `render` writes them; gauges are asked for at that moment."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.operations = OperationCounts()
        self.registry.register(self.operations)
        self.streams = Gauge("scenebank_graphql_streams", "Subscriptions open now.", registry=self.registry)

    def gauge(self, name: str, description: str, read: Callable[[], float]) -> None:
        """A figure that is read when it is asked for."""
        Gauge(name, description, registry=self.registry).set_function(read)

    def follow_engine(self, plans: PlanCache, gangs: Gangs) -> None:
        """Show what the engine counts by itself."""
        for name, description, read in (
            ("plans", "Compiled operations at hand.", lambda: len(plans)),
            ("plans_compiled", "Operations compiled.", lambda: plans.compiled),
            ("plans_evicted", "Compiled operations forgotten.", lambda: plans.evicted),
            ("fallbacks", "Operations that graphql-core ran.", lambda: plans.fallback),
            ("gangs", "Gangs of two or more.", lambda: gangs.gangs),
            ("ganged", "Requests answered in a gang.", lambda: gangs.ganged),
            ("gangs_broken", "Members that broke a gang.", lambda: gangs.broken),
        ):
            self.gauge(f"scenebank_engine_{name}", description, read)

    def follow_costs(self, *gates: CostGate) -> None:
        """Show whom the cost gates turned away, and whether they had the shared buckets."""
        for name, description, read in (
            ("too_dear", "Operations refused because they could cost more than one may.", lambda: sum(gate.too_dear for gate in gates)),
            ("refused", "Operations refused because the caller's allowance was spent.", lambda: sum(gate.refused for gate in gates)),
            ("delayed", "Events of subscriptions that waited for allowance.", lambda: sum(gate.delayed for gate in gates)),
            ("away", "Times that the shared buckets did not answer, so that this process limited alone.", lambda: sum(gate.away for gate in gates)),
        ):
            self.gauge(f"scenebank_cost_{name}", description, read)

    def render(self) -> bytes:
        return generate_latest(self.registry)


class OperationCounts:
    """A collector of `registry`: operations by kind, name and outcome, and their seconds by kind. Everything runs on one loop, so plain numbers will do:
    prometheus_client's own take a lock and several calls for each, 3 % of a request's instructions."""

    def __init__(self) -> None:
        self._counts: defaultdict[tuple[str, str, str], int] = defaultdict(int)
        self._buckets = {kind: [0] * (len(SECONDS_BUCKETS) + 1) for kind in KINDS}
        self._sums = dict.fromkeys(KINDS, 0.0)

    def count(self, operation: PreparedOperation, outcome: str) -> None:
        """One more operation that ended, or a subscription that began."""
        self._counts[operation.kind, (operation.name or UNTRUSTED) if operation.trusted else UNTRUSTED, outcome] += 1

    def observe(self, kind: str, seconds: float) -> None:
        """How long one took."""
        self._buckets[kind][bisect_left(SECONDS_BUCKETS, seconds)] += 1
        self._sums[kind] += seconds

    def collect(self) -> Iterator[Metric]:
        """What the registry asks for."""
        operations = CounterMetricFamily("scenebank_graphql_operations", "GraphQL operations answered.", labels=("kind", "operation", "outcome"))
        for key, count in self._counts.items():
            operations.add_metric(key, count)
        yield operations
        seconds = HistogramMetricFamily("scenebank_graphql_seconds", "Time from a prepared operation to its answer.", labels=("kind",))
        for kind in KINDS:
            bounds = [*(str(float(bound)) for bound in SECONDS_BUCKETS), "+Inf"]
            seconds.add_metric((kind,), list(zip(bounds, accumulate(self._buckets[kind]), strict=True)), self._sums[kind])
        yield seconds


class MeteredExecutor:
    """Implements `Executor` around another one: counts and times."""

    def __init__(self, inner: Executor, metrics: Metrics) -> None:
        self._inner = inner
        self._metrics = metrics

    async def execute(self, operation: PreparedOperation, variables: Variables | None, context: Any) -> Answer:
        began = time.perf_counter()
        outcome = "raised"
        try:
            answer = await self._inner.execute(operation, variables, context)
            outcome = "refused" if answer.refused else "answered"
            return answer
        finally:
            seconds = time.perf_counter() - began
            self._metrics.operations.observe(operation.kind, seconds)
            self._metrics.operations.count(operation, outcome)
            if seconds > SLOW_SECONDS:
                _log.warning(
                    "operation slow", kind=operation.kind, operation=operation.name, document=operation.document_id, milliseconds=round(seconds * 1000)
                )

    async def subscribe(self, operation: PreparedOperation, variables: Variables | None, context: Any) -> AsyncGenerator[bytes, None] | Answer:
        stream = await self._inner.subscribe(operation, variables, context)
        self._metrics.operations.count(operation, "refused" if isinstance(stream, Answer) else "answered")
        return stream if isinstance(stream, Answer) else self._counted(stream)

    async def _counted(self, stream: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
        self._metrics.streams.inc()
        try:
            async for body in stream:
                yield body
        finally:
            self._metrics.streams.dec()
            await stream.aclose()
