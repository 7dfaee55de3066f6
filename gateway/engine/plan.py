"""A compiled operation: coerces variables, runs its segments and writes the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import orjson
from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
)
from graphql.execution.executor import CollectedErrors
from graphql.execution.values import VariableValues
from graphql.type.directives import GraphQLDisableErrorPropagationDirective

from gateway.engine.codegen import generate
from gateway.engine.collect import Collector
from gateway.engine.compiler import Compiler
from gateway.engine.execution import Execution
from gateway.engine.interpreter import Interpreter
from gateway.engine.shapes import Kind, Segment, Unsupported
from gateway.engine.variables import Variables

KNOWN_MAX, KNOWN_BYTES_MAX = 64, 256
"""Variables that a plan remembers, and how long their text may be."""

FormatErrors = Callable[[Sequence[GraphQLError]], list[dict[str, Any]]]


class Result(NamedTuple):
    """An answer. `began` is False where the variables did not fit and nothing ran: then the answer has no `data` entry."""

    data: dict[str, Any] | None
    errors: list[GraphQLError] | None
    began: bool = True
    objects: int | None = None
    """How many objects `data` holds; None where nobody counted."""


class Written(NamedTuple):
    """An answer as JSON. Whoever must know how many objects it holds need not look for them: that takes 3 us for 7 kB."""

    body: bytes
    objects: int | None


class RequestInvalid(Exception):
    """The variables do not fit the operation, or there is no such operation: nothing ran. `errors` say why."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__(errors[0].message)
        self.errors = errors


class Plan:
    """One operation of a schema, ready to run. It holds no state of a request."""

    def __init__(
        self, schema: GraphQLSchema, operation: OperationDefinitionNode, fragments: dict[str, FragmentDefinitionNode], *, hide_suggestions: bool
    ) -> None:
        """Raises Unsupported."""
        self.schema = schema
        self.operation = operation
        self.fragments = fragments
        self._variables = Variables(schema, operation, hide_suggestions=hide_suggestions)
        self._known: dict[bytes, VariableValues] = {}
        compiler = Compiler(schema, Collector(schema, fragments))
        self.propagates_errors = not any(one.name.value == GraphQLDisableErrorPropagationDirective.name for one in operation.directives or ())
        self._segments = _segments(schema, operation, compiler, fragments)
        self._conditions = compiler.conditions
        self.fields_count = len(compiler.fields)
        self.objects_count = len(compiler.objects)
        self.places = Counter(field.name for field in compiler.fields)
        """How many places of the operation select a field of that name."""
        self.is_query = operation.operation is OperationType.QUERY
        kinds = {field.kind for field in compiler.fields}
        self.can_gang = self.is_query and Kind.RESOLVER not in kinds
        """Whether all of its I/O is in batched fields, so that requests of several viewers can run as one."""
        self.statement_bound = self.is_query and sum(field.kind in (Kind.BATCHED, Kind.RESOLVER) for field in compiler.fields) == 1 and Kind.BATCHED in kinds
        """Whether the operation has exactly one batched field, and nothing else that could read."""

    async def execute(self, root: Any, context: Any, raw_variables: Mapping[str, Any] | None = None, *, read: Any = None) -> Result:
        """The answer of one request, on the snapshot `read`; `context.read` where none is given.

        Raises Unsupported, before anything ran, for variables that @skip or @include cannot take."""
        variables = self._variables.coerced(raw_variables)
        if isinstance(variables, list):
            return Result(None, variables, began=False)
        if read is None:
            read = getattr(context, "read", None)
        execution = self.execution([context], root, variables, read)
        if len(self._segments) == 1:
            return await _run(execution, self._segments[0])
        errors = CollectedErrors()
        data: dict[str, Any] | None = {}
        for segment in self._segments:
            execution = self.execution([context], root, variables, read)
            part = await _run(execution, segment, errors)
            if part.data is None:
                data = None
                break
            data.update(part.data)  # type: ignore[union-attr]
        return Result(data, errors.errors or None)

    async def execute_bytes(
        self, root: Any, context: Any, raw_variables: Mapping[str, Any] | None = None, *, format_errors: FormatErrors | None = None, read: Any = None
    ) -> bytes:
        """The answer as JSON. Raises RequestInvalid and Unsupported, both before anything ran."""
        result = await self.execute(root, context, raw_variables, read=read)
        if not result.began:
            raise RequestInvalid(result.errors or [])
        return written(result, format_errors)

    async def answer(self, context: Any, variables: VariableValues, read: Any, format_errors: FormatErrors | None = None) -> Written:
        """The answer of one request as JSON, where the plan can gang and the variables were coerced. Raises Unsupported, before anything ran."""
        execution = self.execution([context], None, variables, read)
        segment = self._segments[0]
        await segment.gather(execution)
        result = _answered(execution, segment)
        return Written(written(result, format_errors), result.objects)

    def execution(self, contexts: Sequence[Any], root: Any, variables: VariableValues, read: Any) -> Execution:
        """A fresh run of the plan for these requests. Raises Unsupported."""
        execution = Execution(self, contexts, root, variables, self._branches(variables.coerced), read)
        for segment in self._segments:
            execution.objects[segment.root.number] = [root] * len(contexts)
        return execution

    def coerced(self, raw_variables: Mapping[str, Any] | None) -> VariableValues:
        """The variables' values. Raises RequestInvalid, saying what is wrong with them."""
        variables = self._variables.coerced(raw_variables)
        if isinstance(variables, list):
            raise RequestInvalid(variables)
        return variables

    def coerced_text(self, text: bytes, raw_variables: Mapping[str, Any] | None) -> VariableValues:
        """As `coerced`. `text` is the variables as JSON, by which plain values are remembered: most requests send one of a few pages and no more."""
        known = self._known.get(text)
        if known is None:
            known = self.coerced(raw_variables)
            if self._variables.are_plain and len(text) <= KNOWN_BYTES_MAX:
                if len(self._known) >= KNOWN_MAX:
                    self._known.clear()
                self._known[text] = known
        return known

    def check_variables(self, raw_variables: Mapping[str, Any] | None) -> None:
        """Raises Unsupported for variables that the plan cannot take. Those that do not fit the operation pass: a run tells of them."""
        variables = self._variables.coerced(raw_variables)
        if not isinstance(variables, list):
            self._branches(variables.coerced)

    @property
    def segments(self) -> Sequence[Segment]:
        """What runs one after the other: one for a query, one for each root field of a mutation."""
        return self._segments

    def _branches(self, coerced: Mapping[str, Any]) -> list[bool]:
        """Which conditions hold."""
        branches = []
        for condition in self._conditions:
            holds = False
            for conjunction in condition:
                if any(type(coerced.get(variable)) is not bool for variable, _ in conjunction):
                    raise Unsupported("a variable of @skip or @include is not a Boolean")
                holds = holds or all(coerced[variable] is wanted for variable, wanted in conjunction)
            branches.append(holds)
        return branches


class RefusedPlan:
    """The plan of a document that has no such operation, or of a schema without such a root type: it answers with that error."""

    can_gang = False
    statement_bound = False

    def __init__(self, message: str, node: OperationDefinitionNode | None = None) -> None:
        self._refusal = GraphQLError(message, node)

    async def execute(self, root: Any, context: Any, raw_variables: Mapping[str, Any] | None = None) -> Result:
        """The error; nothing ran."""
        return Result(None, [self._refusal], began=False)

    async def execute_bytes(
        self, root: Any, context: Any, raw_variables: Mapping[str, Any] | None = None, *, format_errors: FormatErrors | None = None
    ) -> bytes:
        """Raises RequestInvalid."""
        raise RequestInvalid([self._refusal])

    def check_variables(self, raw_variables: Mapping[str, Any] | None) -> None:
        """Nothing to check: a run tells of the refusal."""


def compile_operation(
    schema: GraphQLSchema, document: DocumentNode, operation_name: str | None = None, *, hide_suggestions: bool = False, events: bool = False
) -> Plan | RefusedPlan:
    """Compile one operation of a document that was validated against the schema. Raises Unsupported for what graphql-core must run.

    With `events` a subscription is compiled too, to what runs for each of its events: the event is the root."""
    operations: list[OperationDefinitionNode] = []
    fragments: dict[str, FragmentDefinitionNode] = {}
    for definition in document.definitions:
        if isinstance(definition, FragmentDefinitionNode):
            fragments[definition.name.value] = definition
        elif isinstance(definition, OperationDefinitionNode) and (
            operation_name is None or (definition.name is not None and definition.name.value == operation_name)
        ):
            operations.append(definition)
    if not operations:
        return RefusedPlan("Must provide an operation." if operation_name is None else f"Unknown operation named '{operation_name}'.")
    if operation_name is None and len(operations) > 1:
        return RefusedPlan("Must provide operation name if query contains multiple operations.")
    operation = operations[-1]
    kind = operation.operation
    if kind is OperationType.SUBSCRIPTION and not events:
        raise Unsupported("subscription")
    if schema.get_root_type(kind) is None:
        return RefusedPlan(f"Schema is not configured to execute {kind.value} operation.", operation)
    try:
        return Plan(schema, operation, fragments, hide_suggestions=hide_suggestions)
    except RecursionError:
        raise Unsupported("nested too deeply") from None


def written(result: Result, format_errors: FormatErrors | None = None) -> bytes:
    """A result as JSON, with nothing walked but what the encoder walks."""
    if not result.errors:
        return orjson.dumps({"data": result.data})
    formatted = format_errors(result.errors) if format_errors is not None else [error.formatted for error in result.errors]
    return orjson.dumps({"errors": formatted, "data": result.data})


def _segments(schema: GraphQLSchema, operation: OperationDefinitionNode, compiler: Compiler, fragments: Mapping[str, FragmentDefinitionNode]) -> list[Segment]:
    root_type = schema.get_root_type(operation.operation)
    assert root_type is not None
    name = operation.name.value if operation.name is not None else "anonymous"
    groups = Collector(schema, fragments).root_fields(root_type, operation.selection_set)
    is_mutation = operation.operation is OperationType.MUTATION
    parts = [{key: entries} for key, entries in groups.items()] if is_mutation and groups else [groups]
    return [generate(compiler.root(root_type, part), is_mutation=is_mutation, name=name) for part in parts]


async def _run(execution: Execution, segment: Segment, errors: CollectedErrors | None = None) -> Result:
    await segment.gather(execution)
    return _answered(execution, segment, errors)


def _answered(execution: Execution, segment: Segment, errors: CollectedErrors | None = None) -> Result:
    if not execution.faulty:
        # Whatever a check or a conversion raises is found again by the interpreter, at its place.
        with suppress(Exception):
            return Result(segment.assemble(execution)[0], None, objects=execution.objects_written)
    errors = errors if errors is not None else CollectedErrors()
    data = Interpreter(execution).answer(segment.root, 0, errors)
    execution.forget_places()
    return Result(data, errors.errors or None)
