"""The exact way to an answer: walks the columns as the specification completes values, with null propagation and error paths. Calls no resolver."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLError, GraphQLOutputType, Undefined, is_leaf_type, is_list_type, is_non_null_type, located_error
from graphql.execution.executor import CollectedErrors
from graphql.pyutils import Path, is_iterable

from gateway.engine.execution import Execution
from gateway.engine.leaves import complete_leaf
from gateway.engine.shapes import FieldPlan, Kind, ObjectPlan
from gateway.engine.types import wrong_type

Order = tuple[int, int]
"""When an error occurred: after how many awaited values, and in which turn of the walk."""


SIBLINGS_FIRST = 1_000
"""More awaited values than any path has: what propagates out of an awaited value is met after its siblings' own errors."""


class _Propagated(Exception):
    """An error on its way up to the nearest place that may be null."""

    def __init__(self, error: GraphQLError, order: Order) -> None:
        super().__init__(error)
        self.error = error
        self.order = order


class Interpreter:
    """Walks one execution. It can write the answer of any root, in a gang of any member.

    The walk visits everything, also beside an error that propagates; the errors are then told in the order in which graphql-core meets them
    (what is at hand first, what is awaited later), and those under a place that was nulled before are dropped."""

    def __init__(self, execution: Execution) -> None:
        self._execution = execution
        self._propagates = execution.plan.propagates_errors
        self._memos: dict[int, dict[int, Any]] = {}
        self._met: list[tuple[Order, GraphQLError, Path | None]] = []
        self._turn = 0

    def answer(self, root: ObjectPlan, index: int, errors: CollectedErrors) -> dict[str, Any] | None:
        """The data of one root; None where null propagates to the top. Adds to `errors`."""
        self._met = []
        data: dict[str, Any] | None = None
        try:
            data = self._object(root, self._execution.objects[root.number][index], index, None, 0)
        except _Propagated as propagated:
            self._met.append((propagated.order, propagated.error, None))
        for _, error, path in sorted(self._met, key=lambda met: met[0]):
            errors.add(error, path)
        return data

    def _object(self, plan: ObjectPlan, value: Any, index: int | None, path: Path | None, awaited: int) -> dict[str, Any]:
        execution = self._execution
        answer: dict[str, Any] = {}
        first: _Propagated | None = None
        for field in execution.fields(plan):
            try:
                answer[field.key] = self._field(field, value, index, Path(path, field.key, plan.type.name), awaited)
            except _Propagated as propagated:
                first = propagated if first is None or propagated.order < first.order else first
        if first is not None:
            raise first
        return answer

    def _field(self, field: FieldPlan, parent: Any, index: int | None, path: Path, awaited: int) -> Any:
        if field.kind is Kind.TYPENAME:
            return field.parent.type.name
        type_ = field.definition.type
        waited = field.column and (field.kind is Kind.BATCHED or self._was_awaited(self._execution.columns[field.number], index))
        awaited += waited
        try:
            value = self._value(field, parent, index)
            cursor = None
            if field.child is not None and field.child.anchored:
                assert index is not None
                cursor = [self._execution.places.starts(field)[index]]
            return self._complete(field, type_, value, path, cursor, awaited)
        except Exception as error:  # noqa: BLE001 - becomes an error of the answer
            self._fail(field, type_, path, error, awaited, waited)
            return None

    def _value(self, field: FieldPlan, parent: Any, index: int | None) -> Any:
        if field.column:
            assert index is not None
            return self._execution.columns[field.number][index]
        if field.kind is Kind.ATTRIBUTE:
            return getattr(parent, field.source)
        memo = self._memo(field)
        if id(parent) not in memo:
            try:
                memo[id(parent)] = field.source(parent)
            except Exception as error:  # noqa: BLE001 - raised again for each place where the row stands
                memo[id(parent)] = error
        return memo[id(parent)]

    def _memo(self, field: FieldPlan) -> dict[int, Any]:
        """What a computed field gave while the answer was first written, by the identity of the row."""
        memo = self._memos.get(field.number)
        if memo is None:
            noted = self._execution.memos.get(field.number, ())
            memo = self._memos[field.number] = {id(row): value for row, value in zip(noted[::2], noted[1::2], strict=True)}
        return memo

    def _complete(self, field: FieldPlan, type_: GraphQLOutputType, value: Any, path: Path, cursor: list[int] | None, awaited: int) -> Any:
        if isinstance(value, Exception):
            raise value
        if is_non_null_type(type_):
            completed = self._complete(field, type_.of_type, value, path, cursor, awaited)
            if completed is None:
                raise TypeError(f"Cannot return null for non-nullable field {field.parent.type}.{field.name}.")
            return completed
        if value is None or value is Undefined:
            return None
        if is_list_type(type_):
            if not is_iterable(value):
                raise GraphQLError(f"Expected Iterable, but did not find one for field '{field.parent.type}.{field.name}'.")
            return self._list(field, type_.of_type, value, path, cursor, awaited)
        if is_leaf_type(type_):
            return complete_leaf(type_, value)
        return self._composite(field, value, path, cursor, awaited)

    def _list(self, field: FieldPlan, of_type: GraphQLOutputType, value: Any, path: Path, cursor: list[int] | None, awaited: int) -> list[Any]:
        completed = []
        first: _Propagated | None = None
        for key, item in enumerate(value):
            item_path = path.add_key(key)
            waited = self._was_awaited(value, key)
            here = awaited + waited
            try:
                completed.append(self._complete(field, of_type, item, item_path, cursor, here))
            except Exception as error:  # noqa: BLE001 - becomes an error of the answer
                completed.append(None)
                try:
                    self._fail(field, of_type, item_path, error, here, waited)
                except _Propagated as propagated:
                    first = propagated if first is None or propagated.order < first.order else first
        if first is not None:
            raise first
        return completed

    def _composite(self, field: FieldPlan, value: Any, path: Path, cursor: list[int] | None, awaited: int) -> dict[str, Any]:
        child = field.child
        assert child is not None
        if cursor is not None:
            outcomes = self._execution.outcomes_of(field)
            outcome = outcomes[cursor[0]]
            awaited += self._was_awaited(outcomes, cursor[0])
            cursor[0] += 1
            if isinstance(outcome, Exception):
                raise outcome
            return self._object(outcome[0], value, outcome[1], path, awaited)
        assert child.uniform is not None
        if not child.uniform.admits(value):
            raise wrong_type(child.uniform.type, value, list(self._execution.nodes(field)))
        return self._object(child.only, value, None, path, awaited)

    def _fail(self, field: FieldPlan, type_: GraphQLOutputType, path: Path, error: Exception, awaited: int, waited: bool) -> None:
        """Note the error at a place that may be null, else send it up: out of an awaited value after what its siblings met."""
        if isinstance(error, _Propagated):
            propagated = error
        else:
            self._turn += 1
            propagated = _Propagated(located_error(error, self._execution.nodes(field), path.as_list()), (awaited, self._turn))
        if self._propagates and is_non_null_type(type_):
            if waited and propagated is error:
                propagated.order = (propagated.order[0] + SIBLINGS_FIRST, propagated.order[1])
            raise propagated
        self._met.append((propagated.order, propagated.error, path))

    def _was_awaited(self, values: Any, index: int | None) -> bool:
        return (id(values), index) in self._execution.awaited
