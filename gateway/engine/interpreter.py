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


class Interpreter:
    """Walks one execution. It can write the answer of any root, in a gang of any member."""

    def __init__(self, execution: Execution) -> None:
        self._execution = execution
        self._starts: dict[int, list[int]] = {}
        self._memos: dict[int, dict[int, Any]] = {}
        self._errors = CollectedErrors()

    def answer(self, root: ObjectPlan, index: int, errors: CollectedErrors) -> dict[str, Any] | None:
        """The data of one root; None where null propagates to the top. Adds to `errors`."""
        self._errors = errors
        try:
            return self._object(root, self._execution.objects[root.number][index], index, None)
        except GraphQLError as error:
            errors.add(error, None)
            return None

    def _object(self, plan: ObjectPlan, value: Any, index: int | None, path: Path | None) -> dict[str, Any]:
        execution = self._execution
        answer: dict[str, Any] = {}
        for field in plan.fields:
            if field.condition is None or execution.on[field.condition]:
                answer[field.key] = self._field(field, value, index, Path(path, field.key, plan.type.name))
        return answer

    def _field(self, field: FieldPlan, parent: Any, index: int | None, path: Path) -> Any:
        if field.kind is Kind.TYPENAME:
            return field.parent.type.name
        type_ = field.definition.type
        try:
            value = self._value(field, parent, index)
            cursor = None
            if field.child is not None and field.child.anchored:
                assert index is not None
                cursor = [self._start(field, index)]
            return self._complete(field, type_, value, path, cursor)
        except Exception as error:  # noqa: BLE001 - becomes an error of the answer
            self._fail(field, type_, path, error)
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

    def _complete(self, field: FieldPlan, type_: GraphQLOutputType, value: Any, path: Path, cursor: list[int] | None) -> Any:
        if isinstance(value, Exception):
            raise value
        if is_non_null_type(type_):
            completed = self._complete(field, type_.of_type, value, path, cursor)
            if completed is None:
                raise TypeError(f"Cannot return null for non-nullable field {field.parent.type}.{field.name}.")
            return completed
        if value is None or value is Undefined:
            return None
        if is_list_type(type_):
            if not is_iterable(value):
                raise GraphQLError(f"Expected Iterable, but did not find one for field '{field.parent.type}.{field.name}'.")
            return self._list(field, type_.of_type, value, path, cursor)
        if is_leaf_type(type_):
            return complete_leaf(type_, value)
        return self._composite(field, value, path, cursor)

    def _list(self, field: FieldPlan, of_type: GraphQLOutputType, value: Any, path: Path, cursor: list[int] | None) -> list[Any]:
        completed = []
        for key, item in enumerate(value):
            item_path = path.add_key(key)
            try:
                completed.append(self._complete(field, of_type, item, item_path, cursor))
            except Exception as error:  # noqa: BLE001 - becomes an error of the answer
                self._fail(field, of_type, item_path, error)
                completed.append(None)
        return completed

    def _composite(self, field: FieldPlan, value: Any, path: Path, cursor: list[int] | None) -> dict[str, Any]:
        child = field.child
        assert child is not None
        if cursor is not None:
            outcome = self._execution.outcomes_of(field)[cursor[0]]
            cursor[0] += 1
            if isinstance(outcome, Exception):
                raise outcome
            return self._object(outcome[0], value, outcome[1], path)
        assert child.uniform is not None
        if not child.uniform.admits(value):
            raise wrong_type(child.uniform.type, value, list(self._execution.nodes(field)))
        return self._object(child.only, value, None, path)

    def _fail(self, field: FieldPlan, type_: GraphQLOutputType, path: Path, error: Exception) -> None:
        located = located_error(error, self._execution.nodes(field), path.as_list())
        if is_non_null_type(type_):
            raise located
        self._errors.add(located, path)

    def _start(self, field: FieldPlan, index: int) -> int:
        """How many objects stand in the column before this parent's value."""
        starts = self._starts.get(field.number)
        if starts is None:
            starts = self._starts[field.number] = self._execution.starts(field)
        return starts[index]
