"""Plans kept by document: compiled on first use, bounded in number, counted."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Hashable

from graphql import DocumentNode, GraphQLSchema

from gateway.engine.plan import Plan, RefusedPlan, compile_operation
from gateway.engine.shapes import Unsupported

PLANS_MAX = 1_000


class PlanCache:
    """The plans of one schema. `compiled`, `hits`, `fallback` and `evicted` only ever grow; `reasons` says why operations fell back."""

    def __init__(self, schema: GraphQLSchema, *, plans_max: int = PLANS_MAX, hide_suggestions: bool = False) -> None:
        self._schema = schema
        self._plans_max = plans_max
        self._hide_suggestions = hide_suggestions
        self._plans: OrderedDict[Hashable, Plan | RefusedPlan | None] = OrderedDict()
        self.compiled = 0
        self.hits = 0
        self.fallback = 0
        self.evicted = 0
        self.reasons: Counter[str] = Counter()

    def plan(self, key: Hashable, document: DocumentNode, operation_name: str | None = None) -> Plan | RefusedPlan | None:
        """The plan of an operation; None where graphql-core must run it. `key` stands for the document and the operation's name."""
        if key in self._plans:
            self._plans.move_to_end(key)
            plan = self._plans[key]
            if plan is not None:
                self.hits += 1
            else:
                self.fallback += 1
            return plan
        plan = self._compile(document, operation_name)
        self._plans[key] = plan
        if len(self._plans) > self._plans_max:
            self._plans.popitem(last=False)
            self.evicted += 1
        return plan

    def note_fallback(self, unsupported: Unsupported) -> None:
        """Count a run whose variables the plan could not take."""
        self.fallback += 1
        self.reasons[str(unsupported)] += 1

    def __len__(self) -> int:
        return len(self._plans)

    def _compile(self, document: DocumentNode, operation_name: str | None) -> Plan | RefusedPlan | None:
        try:
            plan = compile_operation(self._schema, document, operation_name, hide_suggestions=self._hide_suggestions)
        except Unsupported as unsupported:
            self.note_fallback(unsupported)
            return None
        self.compiled += 1
        return plan
