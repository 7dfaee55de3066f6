"""Source that writes one value of the answer: leaves with their check in place, objects and lists where they stand."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from typing import Any

from graphql import GraphQLEnumType, GraphQLOutputType, is_leaf_type, is_list_type, is_non_null_type

from gateway.engine.leaves import LeafType, converter, enum_names, exact_class, unlike
from gateway.engine.shapes import Child, FieldPlan, Kind, ObjectPlan
from gateway.engine.source import Source

UNPACKED_MOST = 2
"""Items of a named tuple that are unpacked for each attribute that is wanted: beyond, looking up is quicker."""

LISTS_MAX = 6
"""Lists in lists that are written as loops; deeper ones are left to the interpreter."""


class ValueWriter:
    """Writes statements and returns the expression that holds the value."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._class_sets: dict[type, frozenset[type]] = {}
        self._converters: dict[tuple[LeafType, bool], Any] = {}
        self._enum_names: dict[LeafType, tuple[dict[Any, str], bool]] = {}

    def memos_of(self, plan: ObjectPlan) -> list[FieldPlan]:
        """Computed fields that are called while the answer is written: what they gave is kept for the interpreter."""
        found = []
        for field in plan.fields:
            if not field.column:
                if field.kind is Kind.COMPUTED:
                    found.append(field)
                if field.child is not None:
                    found.extend(self.memos_of(field.child.only))
            elif field.child is not None and not field.child.anchored:
                found.extend(self.memos_of(field.child.only))
        return found

    def write_object(self, plan: ObjectPlan, value: str, given: Mapping[FieldPlan, str]) -> str:
        """The answer of one object. `given` names the variables of columns and of attributes that were read."""
        source = self._source
        if not plan.movable and all(field.condition is None for field in plan.fields):
            pairs = [f'"{field.key}": {self._write_field(field, value, given)}' for field in plan.fields]
            return f"{{{', '.join(pairs)}}}"
        answer = source.fresh("r")
        source.line(f"{answer} = {{}}")
        for field in plan.fields:
            with source.when(field.condition):
                source.line(f'{answer}["{field.key}"] = {self._write_field(field, value, given)}')
        if plan.movable:
            source.line(f"{answer} = {{field.key: {answer}[field.key] for field in execution.fields({source.constant('P', plan)})}}")
        return answer

    def write_reads(self, plan: ObjectPlan, value: str, admitted: str) -> dict[FieldPlan, str]:
        """Read the attributes of a named tuple in one step, and name their variables: sixteen movements take 8.7 us so, and 10.4 looked up one by one.

        `admitted` is the test of whether a value of another class is an object of the type. Nothing is written where it does not pay."""
        source, uniform = self._source, plan.origin.child.uniform if plan.origin is not None and plan.origin.child is not None else None
        wanted: dict[str, FieldPlan] = {}
        for field in plan.fields if uniform is not None else ():
            if field.kind is Kind.ATTRIBUTE and not field.column and field.condition is None:
                wanted.setdefault(field.source, field)
        fields = uniform.tuple_fields if uniform is not None else ()
        if not wanted or not wanted.keys() <= set(fields) or len(wanted) * UNPACKED_MOST < len(fields):
            return {}
        read = {field: source.fresh("v") for field in wanted.values()}
        items = [read[wanted[name]] if name in wanted else "_" for name in fields]
        assert uniform is not None
        source.line(f"if type({value}) is {source.constant('R', uniform.row)}: ({', '.join(items)},) = {value}")
        source.line(f"elif {admitted}: {'; '.join(f'{variable} = {_attribute(value, field.source)}' for field, variable in read.items())}")
        source.line("else: raise Fault")
        return read

    def _write_field(self, field: FieldPlan, parent: str, given: Mapping[FieldPlan, str]) -> str:
        source, child = self._source, field.child
        if field.kind is Kind.TYPENAME:
            return f'"{field.parent.type.name}"'
        value = given.get(field)
        if value is not None and not field.column:
            return self._write_value(field.definition.type, value, child, 0)
        if value is None:
            value = source.fresh("v")
            if field.kind is Kind.ATTRIBUTE:
                source.line(f"{value} = {_attribute(parent, field.source)}")
            else:
                function, memo = source.constant("f", field.source), f"M{field.number}"
                source.line(f"try: {value} = {function}({parent})")
                source.line("except Exception as error:")
                source.line(f"    {memo}.append({parent}); {memo}.append(error); raise Fault")
                source.line(f"{memo}.append({parent}); {memo}.append({value})")
        elif child is not None and child.anchored:
            if child.uniform is not None and field.depth == 0 and is_non_null_type(field.definition.type):
                return value
            return self._write_listed(field.definition.type, value, f"i{field.number}", 0)
        return self._write_value(field.definition.type, value, child, 0)

    def _write_value(self, type_: GraphQLOutputType, value: str, child: Child | None, lists: int) -> str:
        """A value that stands in place. May assign to `value`."""
        nullable = not is_non_null_type(type_)
        inner: Any = type_ if nullable else type_.of_type  # type: ignore[union-attr]
        if is_leaf_type(inner):
            self._write_leaf(inner, value, nullable)
            return value
        source = self._source
        answer = source.fresh("x")
        if nullable:
            source.line(f"if {value} is None: {answer} = None")
            source.line("else:")
            with source.block():
                self._write_composite(inner, value, child, lists, answer)
        else:
            self._write_composite(inner, value, child, lists, answer)
        return answer

    def _write_composite(self, inner: Any, value: str, child: Child | None, lists: int, answer: str) -> None:
        source = self._source
        if is_list_type(inner):
            self._write_list(inner.of_type, value, child, lists, answer)
            return
        assert child is not None and child.uniform is not None
        classes, uniform = source.constant("K", child.uniform.classes), source.constant("U", child.uniform)
        read = self.write_reads(child.only, value, f"type({value}) in {classes} or {uniform}.admits({value})")
        if not read:
            source.line(f"if type({value}) not in {classes} and not {uniform}.admits({value}): raise Fault")
        source.line(f"{answer} = {self.write_object(child.only, value, read)}; n += 1")

    def _write_list(self, of_type: GraphQLOutputType, value: str, child: Child | None, lists: int, answer: str) -> None:
        source = self._source
        source.line(f"if type({value}) is not list and type({value}) is not tuple: raise Fault")
        if lists >= LISTS_MAX:
            source.line("raise Fault")
            return
        inner: Any = of_type.of_type if is_non_null_type(of_type) else of_type
        exact = exact_class(inner) if is_leaf_type(inner) else None
        if exact is not None:
            classes = source.constant("S", self._class_sets.setdefault(exact, frozenset({exact})))
            convert = self._converter(inner, nullable=inner is of_type)
            source.line(f"{answer} = list({value}) if {classes}.issuperset(map(type, {value})) else [{convert}(v) for v in {value}]")
            return
        item = source.fresh("v")
        source.line(f"{answer} = []")
        source.line(f"for {item} in {value}:")
        with source.block():
            source.line(f"{answer}.append({self._write_value(of_type, item, child, lists + 1)})")

    def _write_leaf(self, leaf: LeafType, value: str, nullable: bool) -> None:
        source = self._source
        convert = self._converter(leaf, nullable=nullable)
        test = unlike(leaf, value)
        if isinstance(leaf, GraphQLEnumType):
            if leaf not in self._enum_names:
                self._enum_names[leaf] = enum_names(leaf)
            found, by_id = self._enum_names[leaf]
            names = source.constant("E", found)
            guard = f"if {value} is not None: " if nullable else ""
            source.line(f"{guard}{value} = {names}.get({f'id({value})' if by_id else value}) or {convert}({value})")
        elif test is None:
            source.line(f"{value} = {convert}({value})")
        else:
            source.line(f"if {f'{value} is not None and ({test})' if nullable else test}: {value} = {convert}({value})")

    def _converter(self, leaf: LeafType, *, nullable: bool) -> str:
        function = self._converters.get((leaf, nullable))
        if function is None:
            function = self._converters[leaf, nullable] = converter(leaf, nullable=nullable)
        return self._source.constant("L", function)

    def _write_listed(self, type_: GraphQLOutputType, value: str, answers: str, lists: int) -> str:
        """A value whose objects are listed: their answers are taken in order. Nulls that must not be were found before."""
        source = self._source
        nullable = not is_non_null_type(type_)
        inner: Any = type_ if nullable else type_.of_type  # type: ignore[union-attr]
        if not is_list_type(inner):
            return f"None if {value} is None else next({answers})" if nullable else f"next({answers})"
        if not nullable and is_non_null_type(inner.of_type) and not is_list_type(inner.of_type.of_type):
            return f"list(islice({answers}, len({value})))"
        answer = source.fresh("x")
        if lists >= LISTS_MAX:
            source.line("raise Fault")
            return "None"
        source.line(f"{answer} = None")
        source.line(f"if {value} is not None:")
        with source.block():
            item = source.fresh("v")
            source.line(f"{answer} = []")
            source.line(f"for {item} in {value}:")
            with source.block():
                source.line(f"{answer}.append({self._write_listed(inner.of_type, item, answers, lists + 1)})")
        return answer


def _attribute(parent: str, name: str) -> str:
    if name.isidentifier() and not keyword.iskeyword(name):
        return f"{parent}.{name}"
    return f"getattr({parent}, {name!r})"
