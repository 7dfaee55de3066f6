"""What an operation costs, after the rules of @cost and @listSize: from its text and page sizes, before it runs.

Objects are multiplied by the sizes of the lists around them. What a field reads counts once, however many parents it has: it is one statement for all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    Undefined,
    VariableNode,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    type_from_ast,
    value_from_ast_untyped,
)

from gateway.graphql.documents import PreparedOperation
from gateway.graphql.errors import RequestRefused
from gateway.limits import weights

PLACES_MAX = 5_000
"""Places of fields that one operation is priced for, counted once for each concrete type."""
PRICES_KEPT = 256
"""Prices kept of one operation, one for each set of page sizes."""

Variables = Mapping[str, Any]
_Condition = tuple[str, bool]
"""A variable of @skip or @include, and what it must be for the field to run."""


@dataclass(frozen=True, slots=True)
class Size:
    """How long a list is taken to be: what a variable says, else a number."""

    number: int
    variable: str | None = None

    def told(self, variables: Variables) -> int:
        """The size under these variables, bounded like a page."""
        number = _number(variables, self.variable) if self.variable is not None else None
        return self.number if number is None else number


class Price(NamedTuple):
    """`reads` is paid once, whatever is found; `objects` is the most objects that can be returned."""

    reads: int
    objects: int

    @property
    def total(self) -> int:
        return self.reads + self.objects


@dataclass(slots=True)
class Place:
    """A field at its place in the answer. `branches` are the fields below, once for each group of concrete types."""

    reads: int
    each: int
    size: Size | None
    conditions: tuple[_Condition, ...]
    branches: list[list[Place]] = field(default_factory=list)
    fixed: Price | None = None
    """The price of one returned value with all below it, where it hangs on no variable."""


class OperationCost:
    """The cost of one operation. `requested` is asked on every request and remembers its answers."""

    __slots__ = ("_conditions", "_defaults", "_places", "_prices", "_sizes")

    def __init__(self, schema: GraphQLSchema, operation: PreparedOperation) -> None:
        """Raises `RequestRefused` with TOO_COMPLEX for an operation with too many places to price."""
        pricing = _Pricing(schema, operation)
        self._places = pricing.priced()
        self._defaults = pricing.defaults
        self._sizes = tuple(sorted(pricing.sizes))
        self._conditions = tuple(sorted(pricing.conditions))
        self._prices: dict[Any, Price] = {}

    def requested(self, variables: Variables | None) -> Price:
        """The most that the operation can cost with these variables."""
        if not self._sizes and not self._conditions:
            key: Any = None
            variables = {}
        else:
            variables = {**self._defaults, **variables} if variables else self._defaults
            if len(self._sizes) == 1 and not self._conditions:
                # Nearly every page: one size, and no tuple for it.
                key = _number(variables, self._sizes[0])
            else:
                key = (*(_number(variables, name) for name in self._sizes), *(variables.get(name) is True for name in self._conditions))
        price = self._prices.get(key)
        if price is None:
            if len(self._prices) >= PRICES_KEPT:
                self._prices.clear()
            price = self._prices[key] = _sum(self._places, variables)
        return price


def _number(variables: Variables, name: str) -> int | None:
    value = variables.get(name)
    return min(max(value, 0), weights.PAGE_SIZE_MAX) if type(value) is int else None


def _sum(places: Sequence[Place], variables: Variables) -> Price:
    reads = objects = 0
    for place in places:
        if all(variables.get(name) is wanted for name, wanted in place.conditions):
            price = _price(place, variables)
            reads += price.reads
            objects += price.objects
    return Price(reads, objects)


def _price(place: Place, variables: Variables) -> Price:
    one = place.fixed or _one(place, variables)
    return Price(place.reads + one.reads, one.objects if place.size is None else one.objects * place.size.told(variables))


def _one(place: Place, variables: Variables) -> Price:
    """One returned value with all below it."""
    dearest = max((_sum(branch, variables) for branch in place.branches), key=lambda price: price.total, default=Price(0, 0))
    return Price(dearest.reads, place.each + dearest.objects)


class _Pricing:
    """Walks one operation into places, merging fields of one response key as execution does."""

    def __init__(self, schema: GraphQLSchema, operation: PreparedOperation) -> None:
        self._schema = schema
        self._operation = operation.node
        self._fragments = {node.name.value: node for node in operation.document.definitions if isinstance(node, FragmentDefinitionNode)}
        self._left = PLACES_MAX
        self.defaults = _defaults(operation.node)
        self.sizes: set[str] = set()
        self.conditions: set[str] = set()

    def priced(self) -> list[Place]:
        root = self._schema.get_root_type(self._operation.operation)
        if root is None:
            return []
        return self._places(root, [((), self._operation.selection_set)], None)

    def _places(self, parent: GraphQLObjectType, selections: Sequence[tuple[tuple[_Condition, ...], SelectionSetNode]], page: Size | None) -> list[Place]:
        groups: dict[str, list[tuple[tuple[_Condition, ...], FieldNode]]] = {}
        for conditions, selection_set in selections:
            for found, node in self._fields(parent, selection_set, conditions, set()):
                groups.setdefault(node.alias.value if node.alias is not None else node.name.value, []).append((found, node))
        return [place for nodes in groups.values() if (place := self._place(parent, nodes, page)) is not None]

    def _place(self, parent: GraphQLObjectType, nodes: list[tuple[tuple[_Condition, ...], FieldNode]], page: Size | None) -> Place | None:
        self._left -= 1
        if self._left < 0:
            raise RequestRefused("TOO_COMPLEX", "The operation has too many places to count its cost.", well_formed=True, what="places", maximum=PLACES_MAX)
        node = nodes[0][1]
        conditions = nodes[0][0] if len({conditions for conditions, _ in nodes}) == 1 else ()
        self.conditions.update(name for name, _ in conditions)
        if node.name.value.startswith("__"):
            return None if node.name.value == "__typename" else Place(weights.INTROSPECTION_COST, 0, None, conditions, fixed=Price(0, 0))
        definition = parent.fields[node.name.value]
        named = get_named_type(definition.type)
        reads = weights.field_cost(self._schema, parent, definition)
        if not is_composite_type(named):
            return Place(reads, 0, None, conditions, fixed=Price(0, 0)) if reads else None
        sliced = self._sliced(definition, node)
        size = self._list_size(definition, node, sliced, page)
        below = [(() if found == conditions else found, one.selection_set) for found, one in nodes if one.selection_set is not None]
        place = Place(reads, weights.OBJECT_COST, size, conditions, self._branches(named, below, sliced if size is None else None))
        if all(one.fixed and not one.conditions and not (one.size and one.size.variable) for branch in place.branches for one in branch):
            place.fixed = _one(place, {})
            place.branches = []
        return place

    def _branches(self, named: Any, below: list[tuple[tuple[_Condition, ...], SelectionSetNode]], page: Size | None) -> list[list[Place]]:
        if not is_abstract_type(named):
            return [self._places(named, below, page)]
        branches = []
        seen = set()
        for possible in self._schema.get_possible_types(named):
            # Types to which the same fields apply are priced once.
            applying = tuple(id(node) for _, selection_set in below for _, node in self._fields(possible, selection_set, (), set()))
            if applying not in seen:
                seen.add(applying)
                branches.append(self._places(possible, below, page))
        return branches

    def _fields(
        self, parent: GraphQLObjectType, selection_set: SelectionSetNode, conditions: tuple[_Condition, ...], spread: set[tuple[str, tuple[_Condition, ...]]]
    ) -> Iterator[tuple[tuple[_Condition, ...], FieldNode]]:
        for node in selection_set.selections:
            own = self._conditions_of(node)
            if own is None:
                continue
            found = tuple(dict.fromkeys((*conditions, *own))) if own else conditions
            if isinstance(node, FieldNode):
                yield found, node
                continue
            inner: Any = node
            if isinstance(node, FragmentSpreadNode):
                name = node.name.value
                if (name, found) in spread or name not in self._fragments:
                    continue
                spread.add((name, found))
                inner = self._fragments[name]
            if inner.type_condition is None or self._applies(inner.type_condition, parent):
                yield from self._fields(parent, inner.selection_set, found, spread)

    def _applies(self, condition: Any, parent: GraphQLObjectType) -> bool:
        named = type_from_ast(self._schema, condition)
        return named is parent or (is_abstract_type(named) and self._schema.is_sub_type(named, parent))

    def _conditions_of(self, node: Any) -> list[_Condition] | None:
        """The variables on which a selection depends; None where it never runs."""
        conditions = []
        for directive in node.directives or ():
            name = directive.name.value
            if name not in ("skip", "include"):
                continue
            wanted = name == "include"
            value = directive.arguments[0].value
            if isinstance(value, VariableNode):
                conditions.append((value.name.value, wanted))
            elif getattr(value, "value", None) is not wanted:
                return None
        return conditions

    def _sliced(self, definition: GraphQLField, node: FieldNode) -> Size | None:
        """What `first` or `last` says; None for a field without them."""
        slicing = [name for name in weights.SLICING_ARGUMENTS if name in definition.args]
        if not slicing:
            return None
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        for name in slicing:
            value = given.get(name)
            number = weights.default_size(definition.args[name])
            if isinstance(value, VariableNode):
                self.sizes.add(value.name.value)
                return Size(number, value.name.value)
            literal = value_from_ast_untyped(value) if value is not None else None
            if type(literal) is int:
                return Size(min(max(literal, 0), weights.PAGE_SIZE_MAX))
        return Size(weights.default_size(definition.args[slicing[0]]))

    def _list_size(self, definition: GraphQLField, node: FieldNode, sliced: Size | None, page: Size | None) -> Size | None:
        if not weights.is_list(definition):
            return None
        if sliced is not None:
            return sliced
        if page is not None and node.name.value in weights.SIZED_FIELDS:
            return page
        return Size(weights.list_size(definition))


def _defaults(operation: OperationDefinitionNode) -> dict[str, Any]:
    defaults = {}
    for definition in operation.variable_definitions or ():
        if definition.default_value is not None:
            value = value_from_ast_untyped(definition.default_value)
            if value is not Undefined:
                defaults[definition.variable.name.value] = value
    return defaults
