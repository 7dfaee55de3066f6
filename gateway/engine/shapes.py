"""The compiled form of an operation: which fields are selected on which type at which place, and where their values come from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from graphql import FieldNode, GraphQLField, GraphQLNamedType, GraphQLObjectType

if TYPE_CHECKING:
    from gateway.engine.arguments import Arguments
    from gateway.engine.types import Uniform


class Unsupported(Exception):
    """The engine does not run this operation: graphql-core does, with the same answer. `args[0]` says why, in a few fixed words."""


class Kind(Enum):
    """Where a field's value comes from."""

    TYPENAME = auto()
    ATTRIBUTE = auto()
    """An attribute of the row."""
    COMPUTED = auto()
    """A pure function of the row."""
    BATCHED = auto()
    """One call of `BatchedField.load` for all parents."""
    RESOLVER = auto()
    """A resolve function, called once per parent with a GraphQLResolveInfo."""


IO_KINDS = frozenset({Kind.BATCHED, Kind.RESOLVER})


@dataclass(slots=True, eq=False)
class Child:
    """What is selected below a field of an object, interface or union type: one object plan for each possible type."""

    named_type: GraphQLNamedType
    plans: dict[str, ObjectPlan]
    uniform: Uniform | None
    """How values of the one possible type are recognised by their class; None where every value must be asked for its type."""
    by_class: dict[type, ObjectPlan] | None = None
    """The type of each class of objects seen so far, where the class tells it."""
    anchored: bool = False
    """Anchored: its objects are listed, since something below is loaded for all of them at once. Else they are walked where they stand."""

    @property
    def only(self) -> ObjectPlan:
        """The object plan of the one possible type."""
        return next(iter(self.plans.values()))


@dataclass(slots=True, eq=False)
class ObjectPlan:
    """The fields selected on the objects of one type at one place. Plans below have greater numbers."""

    number: int
    type: GraphQLObjectType
    origin: FieldPlan | None
    """The field whose values these objects are; None at the root."""
    fields: list[FieldPlan] = field(default_factory=list)
    movable: bool = False
    """Whether the order of its keys depends on variables."""
    height: int = 0
    """How many levels of objects are nested below, in place."""


@dataclass(slots=True, eq=False)
class FieldPlan:
    """One response key of an object plan."""

    number: int
    key: str
    name: str
    parent: ObjectPlan
    definition: GraphQLField
    nodes: list[tuple[FieldNode, int | None]]
    """The field's nodes, each with its condition."""
    condition: int | None
    """Index into `Plan.conditions`; None where the field is always there."""
    kind: Kind
    source: Any
    """Attribute name, function of the row, BatchedField, or resolve function."""
    arguments: Arguments
    child: Child | None = None
    appearances: list[tuple[int, int | None]] = field(default_factory=list)
    """Where the key appears, each with its condition: the first that holds gives it its place in the answer."""
    depth: int = 0
    """How many lists are around the named type."""

    @property
    def column(self) -> bool:
        """Whether its values are taken for all parents at once, before the answer is written."""
        return self.kind in IO_KINDS or (self.child is not None and self.child.anchored)


@dataclass(slots=True, eq=False)
class Segment:
    """What runs together: the whole of a query, or one root field of a mutation."""

    root: ObjectPlan
    gather: Callable[[Any], Any]
    """`await gather(execution)` fills the columns."""
    assemble: Callable[[Any], list[dict[str, Any]]]
    """`assemble(execution)` writes one answer per root. Any exception means that the interpreter must walk the same columns."""
    source: str
