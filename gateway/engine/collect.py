"""Field collection with branches: which nodes make a response key, and under which variables, without knowing the variables' values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from graphql import (
    BooleanValueNode,
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    NamedTypeNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    is_abstract_type,
)

from gateway.engine.shapes import Unsupported

Conjunction = frozenset[tuple[str, bool]]
"""Variables of @skip and @include with the values they must have, all of them."""

Condition = frozenset[Conjunction]
"""Any of its conjunctions must hold."""


class Entry(NamedTuple):
    """A field node where it appears."""

    node: FieldNode
    when: Conjunction
    turn: int
    """Its place in the order of appearance."""


Entries = list[Entry]

EVERYWHERE: Conjunction = frozenset()
ENTRIES_MAX = 50_000
"""Nodes that one operation may collect, over all types: more is left to graphql-core."""


class Collector:
    """Collects the fields of one document's selection sets."""

    def __init__(self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self._schema = schema
        self._fragments = fragments
        self._collected = 0

    def root_fields(self, root_type: GraphQLObjectType, selection_set: SelectionSetNode) -> dict[str, Entries]:
        """The fields of an operation, by response key in order of appearance. Raises Unsupported."""
        return self._fields(root_type, [(selection_set, EVERYWHERE)])

    def sub_fields(self, runtime_type: GraphQLObjectType, entries: Entries) -> dict[str, Entries]:
        """The fields below a field, for objects of one type. Raises Unsupported."""
        return self._fields(runtime_type, [(node.selection_set, when) for node, when, _ in entries if node.selection_set])

    def _fields(self, runtime_type: GraphQLObjectType, sets: Iterable[tuple[SelectionSetNode, Conjunction]]) -> dict[str, Entries]:
        found: dict[str, Entries] = {}
        visited: dict[str, list[Conjunction]] = {}
        for selection_set, when in sets:
            self._visit(runtime_type, selection_set, when, found, visited)
        return found

    def _visit(
        self,
        runtime_type: GraphQLObjectType,
        selection_set: SelectionSetNode,
        when: Conjunction,
        found: dict[str, Entries],
        visited: dict[str, list[Conjunction]],
    ) -> None:
        for selection in selection_set.selections:
            here = _narrowed(when, selection)
            if here is None:
                continue
            if isinstance(selection, FieldNode):
                self._collected += 1
                if self._collected > ENTRIES_MAX:
                    raise Unsupported("too many fields")
                key = selection.alias.value if selection.alias else selection.name.value
                found.setdefault(key, []).append(Entry(selection, here, self._collected))
            elif isinstance(selection, InlineFragmentNode):
                if self._applies(selection.type_condition, runtime_type):
                    self._visit(runtime_type, selection.selection_set, here, found, visited)
            elif isinstance(selection, FragmentSpreadNode):
                fragment = self._fragments.get(selection.name.value)
                seen = visited.setdefault(selection.name.value, [])
                if fragment is None or any(earlier <= here for earlier in seen) or not self._applies(fragment.type_condition, runtime_type):
                    continue
                if fragment.variable_definitions:
                    raise Unsupported("fragment variables")
                seen.append(here)
                self._visit(runtime_type, fragment.selection_set, here, found, visited)

    def _applies(self, condition: NamedTypeNode | None, runtime_type: GraphQLObjectType) -> bool:
        if condition is None:
            return True
        named = self._schema.get_type(condition.name.value)
        return named is runtime_type or (is_abstract_type(named) and self._schema.is_sub_type(named, runtime_type))


def condition_of(entries: Iterable[Conjunction], parents: Iterable[Conjunction]) -> Condition | None:
    """When any of the entries is there, given that the parent is: None for always."""
    conjunctions = frozenset(entries)
    if all(any(one <= parent for one in conjunctions) for parent in parents):
        return None
    return frozenset(one for one in conjunctions if not any(other < one for other in conjunctions))


def _narrowed(when: Conjunction, selection: SelectionNode) -> Conjunction | None:
    """The condition inside a selection: None where it is never there."""
    for directive in selection.directives or ():
        name = directive.name.value
        if name in ("defer", "stream"):
            raise Unsupported(f"@{name}")
        if name not in ("skip", "include"):
            continue
        wanted = name == "include"
        value = _if_argument(directive)
        if isinstance(value, BooleanValueNode):
            if value.value is not wanted:
                return None
        elif isinstance(value, VariableNode):
            variable = value.name.value
            if (variable, not wanted) in when:
                return None
            when |= {(variable, wanted)}
        else:
            raise Unsupported(f"malformed @{name}")
    return when


def _if_argument(directive: DirectiveNode) -> object:
    for argument in directive.arguments or ():
        if argument.name.value == "if":
            return argument.value
    return None
