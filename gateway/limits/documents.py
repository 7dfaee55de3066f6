"""Limits of a parsed document, before it is validated: each fragment is measured once, so the work is linear in the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from gateway.graphql.errors import RequestRefused
from gateway.limits.credentials import credential_tests_of
from gateway.limits.options import DocumentLimits

_INTROSPECTION = frozenset({"__schema", "__type"})


class Measure(NamedTuple):
    """What one definition holds, its fragments included."""

    depth: int = 0
    introspection_depth: int = 0
    root_fields: int = 0
    aliases: int = 0
    directives: int = 0
    credential_tests: int = 0
    fields: int = 0
    values: int = 0


class DocumentCheck:
    """Refuses documents beyond the limits. A `LimitCheck` for `Documents`."""

    def __init__(self, schema: GraphQLSchema, limits: DocumentLimits | None = None) -> None:
        self._limits = limits or DocumentLimits()
        self._credential_tests = credential_tests_of(schema)

    def __call__(self, document: DocumentNode) -> None:
        """Raises `RequestRefused` with TOO_COMPLEX, what is too much and its maximum."""
        limits = self._limits
        operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
        definitions = [node for node in document.definitions if isinstance(node, FragmentDefinitionNode)]
        _check("operations", len(operations), limits.operations)
        _check("fragments", len(definitions), limits.fragments)
        fragments: dict[str, _Walk] = {}
        fields = values = 0
        for definition in definitions:
            walk = fragments[definition.name.value] = _Walk(limits, self._credential_tests, definition.selection_set, definition.directives)
            fields += walk.own.fields
            values += walk.own.values
        measures = _measured(fragments)
        for operation in operations:
            variables = operation.variable_definitions or ()
            _check("variables", len(variables), limits.variables)
            walk = _Walk(limits, self._credential_tests, operation.selection_set, operation.directives)
            for variable in variables:
                walk.take_value(variable.default_value)
                walk.take_directives(variable.directives)
            measure = walk.total(measures)
            for what in ("depth", "introspection_depth", "root_fields", "aliases", "directives", "credential_tests"):
                _check(what, getattr(measure, what), getattr(limits, what))
            fields += measure.fields
            values += measure.values
            _check("fields", fields, limits.fields)
            _check("values", values, limits.values)
        # Fragments are validated by themselves too, spread or not.
        _check("fields", fields, limits.fields)
        _check("values", values, limits.values)


class _Walk:
    """One definition walked without recursion: its own counts, and which fragments it spreads at which depth."""

    __slots__ = ("_credential_tests", "_limits", "_values", "own", "spreads")

    def __init__(
        self, limits: DocumentLimits, credential_tests: frozenset[str], selection_set: SelectionSetNode, directives: Sequence[DirectiveNode] | None
    ) -> None:
        self._limits = limits
        self._credential_tests = credential_tests
        self._values = 0
        self.spreads: list[tuple[str, int, bool]] = []
        self.own = self._walked(selection_set, directives)

    def _walked(self, root: SelectionSetNode, root_directives: Sequence[DirectiveNode] | None) -> Measure:
        depth_max = introspection_max = root_fields = aliases = fields = tests = 0
        directives = self.take_directives(root_directives)
        stack: list[tuple[SelectionSetNode, int, bool]] = [(root, 0, False)]
        while stack:
            selection_set, depth, introspects = stack.pop()
            for node in selection_set.selections:
                if node.directives:
                    directives += self.take_directives(node.directives)
                if isinstance(node, FieldNode):
                    fields += 1
                    name = node.name.value
                    if depth == 0:
                        root_fields += 1
                        tests += name in self._credential_tests
                    if node.alias is not None:
                        aliases += 1
                    for argument in node.arguments or ():
                        self.take_value(argument.value)
                    below = introspects or name in _INTROSPECTION
                    if below:
                        introspection_max = max(introspection_max, depth + 1)
                    else:
                        depth_max = max(depth_max, depth + 1)
                    if node.selection_set is not None:
                        stack.append((node.selection_set, depth + 1, below))
                elif isinstance(node, FragmentSpreadNode):
                    self.spreads.append((node.name.value, depth, introspects))
                else:
                    stack.append((node.selection_set, depth, introspects))  # type: ignore[attr-defined]
        return Measure(depth_max, introspection_max, root_fields, aliases, directives, tests, fields, self._values)

    def take_directives(self, directives: Iterable[DirectiveNode] | None) -> int:
        """Counts their arguments; gives how many they are."""
        count = 0
        for directive in directives or ():
            count += 1
            for argument in directive.arguments or ():
                self.take_value(argument.value)
        return count

    def take_value(self, value: Any) -> None:
        """Counts a literal. Raises `RequestRefused` for one that is too long or too deep."""
        if value is None:
            return
        stack = [(value, 0)]
        while stack:
            node, depth = stack.pop()
            self._values += 1
            if isinstance(node, ListValueNode):
                _check("list_items", len(node.values), self._limits.list_items)
                stack.extend((item, depth + 1) for item in node.values)
            elif isinstance(node, ObjectValueNode):
                stack.extend((field.value, depth + 1) for field in node.fields)
            else:
                continue
            _check("value_depth", depth + 1, self._limits.value_depth)

    def total(self, measures: dict[str, Measure]) -> Measure:
        """The definition with its fragments. A fragment that is not measured yet is part of a cycle, or unknown: validation says so."""
        depth, introspection, root_fields, aliases, directives, tests, fields, _ = self.own
        values = self._values
        for name, at, introspects in self.spreads:
            spread = measures.get(name)
            if spread is None:
                continue
            if introspects:
                introspection = max(introspection, at + max(spread.depth, spread.introspection_depth))
            else:
                depth = max(depth, at + spread.depth)
                introspection = max(introspection, at + spread.introspection_depth if spread.introspection_depth else 0)
            if at == 0:
                root_fields += spread.root_fields
                tests += spread.credential_tests
            aliases += spread.aliases
            directives += spread.directives
            fields += spread.fields
            values += spread.values
        return Measure(depth, introspection, root_fields, aliases, directives, tests, fields, values)


def check_variables(variables: Any, limits: DocumentLimits) -> None:
    """Raises `RequestRefused` with TOO_COMPLEX for variables that hold a list longer than a literal may be."""
    stack = [value for value in variables.values() if type(value) is dict or type(value) is list] if type(variables) is dict else [variables]
    while stack:
        value = stack.pop()
        if type(value) is dict:
            stack.extend(value.values())
        elif type(value) is list:
            _check("list_items", len(value), limits.list_items)
            stack.extend(value)


def _measured(fragments: dict[str, _Walk]) -> dict[str, Measure]:
    """Each fragment's measure, once: those that it spreads first."""
    measures: dict[str, Measure] = {}
    for root, walk in fragments.items():
        if root in measures:
            continue
        path = [(root, iter(walk.spreads))]
        on_path = {root}
        while path:
            name, spreads = path[-1]
            for spread, _, _ in spreads:
                if spread in fragments and spread not in measures and spread not in on_path:
                    path.append((spread, iter(fragments[spread].spreads)))
                    on_path.add(spread)
                    break
            else:
                path.pop()
                on_path.discard(name)
                measures[name] = fragments[name].total(measures)
    return measures


_WORDS = {
    "depth": "levels of fields inside each other",
    "introspection_depth": "levels of introspection fields inside each other",
    "root_fields": "root fields",
    "aliases": "aliases",
    "directives": "directives",
    "credential_tests": "fields that test a PIN, code or password",
    "fields": "fields",
    "values": "values",
    "list_items": "items in a list",
    "value_depth": "levels of lists and objects in a value",
    "operations": "operations",
    "fragments": "fragments",
    "variables": "variables",
}


def _check(what: str, count: int, maximum: int) -> None:
    if count > maximum:
        words = _WORDS[what].replace("fields that test", "field that tests") if maximum == 1 else _WORDS[what]
        raise RequestRefused("TOO_COMPLEX", f"At most {maximum} {words} may be asked for at once.", well_formed=True, what=what, maximum=maximum)
