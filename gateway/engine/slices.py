"""The part of a gang's columns that belongs to one member."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from gateway.engine.codegen import listed_objects
from gateway.engine.execution import Execution
from gateway.engine.shapes import ObjectPlan


class Slices:
    """Cuts a gang's execution by member. Objects stand in the order of the members, so each has one stretch of every list."""

    def __init__(self, execution: Execution, root: ObjectPlan) -> None:
        self._execution = execution
        self._root = root
        self._lists: list[tuple[int, Sequence[Any], list[int]]] = []
        self._columns: list[tuple[int, Sequence[Any], list[int]]] = []
        self._outcomes: list[tuple[int, Sequence[Any], list[int]]] = []
        members = range(len(execution.contexts) + 1)
        for plan in listed_objects(root):
            owners = execution.places.owners(plan)
            bounds = [bisect_left(owners, member) for member in members]
            self._lists.append((plan.number, execution.objects[plan.number], bounds))
            for field in plan.fields:
                column = execution.columns[field.number]
                if not field.column or column is None:
                    continue
                self._columns.append((field.number, column, bounds))
                if field.number in execution.outcomes:
                    starts = execution.places.starts(field)
                    self._outcomes.append((field.number, execution.outcomes[field.number], [starts[bound] for bound in bounds]))

    def member(self, member: int) -> Execution:
        """An execution of that member alone over the columns that were loaded for all."""
        whole = self._execution
        part = Execution(whole.plan, [whole.contexts[member]], whole.root, whole.variables, whole.on, whole.read)
        for number, items, bounds in self._lists:
            part.objects[number] = items[bounds[member] : bounds[member + 1]]
        for number, column, bounds in self._columns:
            part.columns[number] = column[bounds[member] : bounds[member + 1]]
        for number, outcomes, bounds in self._outcomes:
            part.outcomes[number] = list(outcomes[bounds[member] : bounds[member + 1]])
        return part

    def faulty(self) -> set[int]:
        """The members with a value that needs the interpreter."""
        if not self._execution.faulty:
            return set()
        plans = {plan.number: plan for plan in listed_objects(self._root)}
        return {self._execution.places.owners(plans[number])[index] for number, index in self._execution.faulty}
