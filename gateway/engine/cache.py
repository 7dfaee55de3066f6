"""Plans kept by operation: compiled on first use, bounded in number, counted."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable

from graphql import DocumentNode, GraphQLSchema

from gateway.engine.plan import Plan, RefusedPlan, compile_operation
from gateway.engine.shapes import Unsupported

PLANS_MAX = 1_000


class PlanCache:
    """The plans of one schema. `compiled`, `hits`, `fallback` and `evicted` only ever grow; `reasons` says why operations fell back.

    `on_evicted` is told the key of a plan that had to go, so that who keeps it elsewhere lets go of it too."""

    def __init__(
        self,
        schema: GraphQLSchema,
        *,
        plans_max: int = PLANS_MAX,
        hide_suggestions: bool = False,
        on_evicted: Callable[[Hashable], None] | None = None,
    ) -> None:
        self._schema = schema
        self._plans_max = plans_max
        self._hide_suggestions = hide_suggestions
        self._on_evicted = on_evicted
        self._plans: OrderedDict[Hashable, Plan | RefusedPlan | Unsupported] = OrderedDict()
        self.compiled = 0
        self.hits = 0
        self.fallback = 0
        self.evicted = 0
        self.reasons: Counter[str] = Counter()

    def plan(self, key: Hashable, document: DocumentNode, operation_name: str | None = None) -> Plan | RefusedPlan | Unsupported:
        """The plan of an operation; why there is none where graphql-core must run it. `key` stands for the document and the operation's name."""
        plan = self._plans.get(key)
        if plan is not None:
            self._plans.move_to_end(key)
            self.hits += 1
            return plan
        plan = self._plans[key] = self._compiled(document, operation_name)
        if len(self._plans) > self._plans_max:
            evicted, _ = self._plans.popitem(last=False)
            self.evicted += 1
            if self._on_evicted is not None:
                self._on_evicted(evicted)
        return plan

    def note_fallback(self, unsupported: Unsupported) -> None:
        """Count a run on graphql-core."""
        self.fallback += 1
        self.reasons[str(unsupported)] += 1

    def __len__(self) -> int:
        return len(self._plans)

    def _compiled(self, document: DocumentNode, operation_name: str | None) -> Plan | RefusedPlan | Unsupported:
        try:
            plan = compile_operation(self._schema, document, operation_name, hide_suggestions=self._hide_suggestions, events=True)
        except Unsupported as unsupported:
            return unsupported.with_traceback(None)
        self.compiled += 1
        return plan
