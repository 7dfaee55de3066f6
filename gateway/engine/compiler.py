"""From a validated document to the plan's tree: object plans and field plans, and which of them are listed level by level."""

from __future__ import annotations

from collections.abc import Iterable

from graphql import (
    FieldNode,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_list_type,
    is_non_null_type,
)

from gateway.engine.arguments import Arguments
from gateway.engine.collect import EVERYWHERE, Collector, Condition, Conjunction, Entries, condition_of
from gateway.engine.shapes import Child, FieldPlan, Kind, ObjectPlan, Unsupported
from gateway.engine.sources import source_of
from gateway.engine.types import is_told_by_class, uniform_of

HEIGHT_MAX = 10
"""Levels of objects and lists that are walked in place, one loop inside the other: Python nests at most 20 blocks."""

PLANS_MAX = 5_000
"""Object plans and field plans of one operation: more is left to graphql-core."""


class Compiler:
    """Builds the tree of one operation."""

    def __init__(self, schema: GraphQLSchema, collector: Collector) -> None:
        self._schema = schema
        self._collector = collector
        self._numbers: dict[Condition, int] = {}
        self.conditions: list[Condition] = []
        self.fields: list[FieldPlan] = []
        self.objects: list[ObjectPlan] = []

    def root(self, root_type: GraphQLObjectType, groups: dict[str, Entries]) -> ObjectPlan:
        """The object plan of root fields. Raises Unsupported."""
        return self._object(root_type, groups, None, frozenset({EVERYWHERE}))

    def _object(self, object_type: GraphQLObjectType, groups: dict[str, Entries], origin: FieldPlan | None, parents: frozenset[Conjunction]) -> ObjectPlan:
        plan = ObjectPlan(len(self.objects), object_type, origin)
        self.objects.append(plan)
        if len(self.objects) + len(self.fields) > PLANS_MAX:
            raise Unsupported("too many fields")
        for key, entries in groups.items():
            field = self._field(plan, key, entries, parents)
            if field is not None:
                plan.fields.append(field)
                if field.child is not None and not field.child.anchored:
                    plan.height = max(plan.height, field.child.only.height + 1 + field.depth)
        return plan

    def _field(self, parent: ObjectPlan, key: str, entries: Entries, parents: frozenset[Conjunction]) -> FieldPlan | None:
        first = entries[0].node
        definition = self._schema.get_field(parent.type, first.name.value)
        if definition is None:
            return None
        kind, source = source_of(definition)
        own = frozenset(entry.when for entry in entries)
        condition = self._condition(condition_of(own, parents))
        nodes: list[tuple[FieldNode, int | None]] = []
        for node in {id(entry.node): entry.node for entry in entries}.values():
            when = frozenset(entry.when for entry in entries if entry.node is node)
            nodes.append((node, None if own == when else self._condition(condition_of(when, parents))))
        arguments = Arguments(self._schema, definition, first, convert=kind is Kind.BATCHED)
        field = FieldPlan(len(self.fields), key, first.name.value, parent, definition, nodes, condition, kind, source, arguments)
        self.fields.append(field)
        if own != {entries[0].when} and self._condition(condition_of([entries[0].when], parents)) is not None:
            field.appearances = [(entry.turn, self._condition(condition_of([entry.when], parents))) for entry in entries]
            parent.movable = True
        else:
            field.appearances = [(entries[0].turn, None)]
        field.depth = list_depth(definition.type)
        field.child = self._child(field, entries, own)
        return field

    def _child(self, field: FieldPlan, entries: Entries, own: frozenset[Conjunction]) -> Child | None:
        named = get_named_type(field.definition.type)
        if not is_composite_type(named):
            return None
        possible: Iterable[GraphQLObjectType] = self._schema.get_possible_types(named) if is_abstract_type(named) else (named,)  # type: ignore[assignment]
        child = Child(named, {}, uniform_of(named) if isinstance(named, GraphQLObjectType) else None)
        possible = list(possible)
        if child.uniform is None and is_told_by_class(named, possible):
            child.by_class = {}
        for object_type in possible:
            child.plans[object_type.name] = self._object(object_type, self._collector.sub_fields(object_type, entries), field, own)
        child.anchored = child.uniform is None or any(plan.height >= HEIGHT_MAX or any(below.column for below in plan.fields) for plan in child.plans.values())
        return child

    def _condition(self, condition: Condition | None) -> int | None:
        if condition is None:
            return None
        if condition not in self._numbers:
            self._numbers[condition] = len(self.conditions)
            self.conditions.append(condition)
        return self._numbers[condition]


def list_depth(type_: GraphQLOutputType) -> int:
    """How many lists are around the named type."""
    depth = 0
    while True:
        if is_non_null_type(type_):
            type_ = type_.of_type
        elif is_list_type(type_):
            depth, type_ = depth + 1, type_.of_type
        else:
            return depth
