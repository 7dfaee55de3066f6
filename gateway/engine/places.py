"""Where the listed objects of an execution stand: their paths, the request each belongs to, and where each parent's objects begin."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from graphql.pyutils import Path

from gateway.engine.columns import walk
from gateway.engine.shapes import FieldPlan, ObjectPlan

if TYPE_CHECKING:
    from gateway.engine.execution import Execution


class Places:
    """Worked out when asked, and kept."""

    __slots__ = ("_execution", "_owners", "_paths", "_starts")

    def __init__(self, execution: Execution) -> None:
        self._execution = execution
        self._paths: dict[int, list[Path | None]] = {}
        self._owners: dict[int, list[int]] = {}
        self._starts: dict[int, list[int]] = {}

    def paths(self, plan: ObjectPlan) -> list[Path | None]:
        """The path of each listed object."""
        found = self._paths.get(plan.number)
        if found is None:
            found = self._paths[plan.number] = [None] * len(self._execution.objects[plan.number])
            if plan.origin is not None:
                above = self.paths(plan.origin.parent)
                for place, (index, keys) in enumerate(self._places(plan)):
                    path = Path(above[index], plan.origin.key, plan.origin.parent.type.name)
                    for key in keys:
                        path = path.add_key(key)
                    found[place] = path
        return found

    def owners(self, plan: ObjectPlan) -> list[int]:
        """The request that each listed object belongs to."""
        found = self._owners.get(plan.number)
        if found is None:
            if plan.origin is None:
                found = list(range(len(self._execution.contexts)))
            else:
                above = self.owners(plan.origin.parent)
                column = self._execution.columns[plan.origin.number]
                if column is None:  # the field is not there under these variables
                    found = []
                elif plan.origin.depth == 0 and len(self._execution.objects[plan.number]) == len(column):
                    found = above
                elif plan.origin.depth == 1 and self._all_stand(plan.origin):
                    found = []
                    for owner, value in zip(above, column, strict=True):
                        if value is not None:
                            found += [owner] * len(value)
                else:
                    found = [above[index] for index, _ in self._places(plan)]
            self._owners[plan.number] = found
        return found

    def starts(self, field: FieldPlan) -> list[int]:
        """For each parent how many objects stand in the column before its value, and last how many there are."""
        starts = self._starts.get(field.number)
        if starts is None:
            column = self._execution.columns[field.number]
            counts = (len(value or ()) for value in column) if field.depth == 1 and self._all_stand(field) else (_count(value, field.depth) for value in column)
            starts = [0, *accumulate(counts)]
            self._starts[field.number] = starts
        return starts

    def _all_stand(self, field: FieldPlan) -> bool:
        """Whether every object of the column was listed at a glance, since all are of a class known to be right: its values are lists and nulls."""
        return field.child is not None and field.child.uniform is not None and field.number not in self._execution.outcomes

    def _places(self, plan: ObjectPlan) -> Iterator[tuple[int, tuple[int, ...]]]:
        """For each listed object the index of its parent and its place in the value's lists."""
        field = plan.origin
        assert field is not None
        outcomes = iter(self._execution.outcomes_of(field))
        for index, value in enumerate(self._execution.columns[field.number]):
            for _, keys in walk(value, field.depth):
                outcome = next(outcomes)
                if not isinstance(outcome, Exception) and outcome[0] is plan:
                    yield index, keys


def _count(value: Any, depth: int) -> int:
    return sum(1 for _ in walk(value, depth))
