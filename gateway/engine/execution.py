"""One run of a plan: the columns of values, and the objects listed from them, for one request or for a gang."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from graphql import FieldNode, GraphQLResolveInfo
from graphql.execution.values import VariableValues
from graphql.pyutils import Path, is_awaitable

from domains.kernel.committer import is_lost
from domains.kernel.errors import Unavailable
from gateway.engine import settling
from gateway.engine.columns import Outcome, is_sound, walk
from gateway.engine.places import Places
from gateway.engine.shapes import FieldPlan, Kind, ObjectPlan
from gateway.engine.types import CAST_ATTRIBUTE, type_of, wrong_type

if TYPE_CHECKING:
    from gateway.engine.plan import Plan


class GangBroken(Exception):
    """A batched field failed on data for a whole gang: it must be halved to find the culprit."""


class Execution:
    """The state that the generated functions and the interpreter share. Columns are indexed by field number, objects by plan number."""

    __slots__ = (
        "_fields",
        "_places",
        "awaited",
        "columns",
        "contexts",
        "faulty",
        "memos",
        "objects",
        "objects_written",
        "on",
        "outcomes",
        "plan",
        "read",
        "root",
        "variables",
    )

    def __init__(self, plan: Plan, contexts: Sequence[Any], root: Any, variables: VariableValues, on: Sequence[bool], read: Any) -> None:
        self.plan = plan
        self.contexts = contexts
        self.root = root
        self.variables = variables
        self.on = on
        self.read = read
        self.columns: list[Any] = [None] * plan.fields_count
        self.objects: list[Sequence[Any]] = [()] * plan.objects_count
        self.outcomes: dict[int, list[Outcome]] = {}
        self.faulty: set[tuple[int, int]] = set()
        """(object plan, index of the parent) of every value that needs the interpreter."""
        self.objects_written: int | None = None
        """How many objects the answer holds below its root, where it was written the short way."""
        self.awaited: settling.Awaited = set()
        self.memos: dict[int, list[Any]] = {}
        self._fields: dict[int, list[FieldPlan]] = {}
        self._places: Places | None = None

    @property
    def places(self) -> Places:
        """Where the listed objects stand."""
        if self._places is None:
            self._places = Places(self)
        return self._places

    def forget_places(self) -> None:
        """To be called at the end. The places refer back to the execution: in a circle, all of its rows would stay until the garbage collector comes."""
        self._places = None

    # taking columns

    def take(self, field: FieldPlan) -> None:
        """The column of a field that needs no I/O."""
        parents = self.objects[field.parent.number]
        read = attrgetter(field.source) if field.kind is Kind.ATTRIBUTE else field.source
        column: list[Any] = []
        while len(column) < len(parents):
            try:
                # extend keeps what was taken before a failure: no parent is asked twice.
                column.extend(map(read, islice(parents, len(column), None)))
                if len(column) < len(parents):
                    column.append(StopIteration())
            except Exception as error:  # noqa: BLE001 - it is the field's value: raised where the answer is written
                column.append(error)
        self.columns[field.number] = column

    def failed(self, field: FieldPlan, error: Exception) -> list[Any]:
        """The column of a batched field that failed: the error, for each parent. In a gang a failure on data raises GangBroken."""
        if len(self.contexts) > 1 and not is_lost(error):
            raise GangBroken from error
        return [_told(error)] * len(self.objects[field.parent.number])

    def looked_at(self, field: FieldPlan, column: Any) -> list[Any]:
        """What a batched field gave, once it was found to be one result for each parent, in a list."""
        wanted = len(self.objects[field.parent.number])
        if type(column) is not list or len(column) != wanted:
            column = self._listed(field, column, wanted)
        if len(self.contexts) > 1:
            # The other members' answers are written the short way.
            self.faulty.update((field.parent.number, index) for index, value in enumerate(column) if isinstance(value, Exception))
        return column  # type: ignore[no-any-return]

    def _listed(self, field: FieldPlan, column: Any, wanted: int) -> list[Any]:
        try:
            if len(column) != wanted:
                raise RuntimeError(f"{field.source.name} gave {len(column)} results for {wanted} parents")
            return list(column)
        except Exception as error:  # noqa: BLE001 - it is the field's value: raised where the answer is written
            return self.failed(field, error)

    async def resolve(self, fields: Sequence[FieldPlan]) -> None:
        """The columns of resolve functions: all are called, then what is asynchronous is awaited together."""
        for field in fields:
            if field.condition is None or self.on[field.condition]:
                self.columns[field.number] = self._called(field)
        await settling.settle([(field, self.columns[field.number]) for field in fields if self.columns[field.number] is not None], self.awaited)

    async def fresh_snapshot(self) -> None:
        """Further reads of a mutation see what it wrote."""
        await end_snapshot(self.read)

    def viewers(self, parent: ObjectPlan) -> list[Any]:
        """Who asks for each of a plan's objects."""
        viewers = [context.viewer for context in self.contexts]
        return [viewers[owner] for owner in self.places.owners(parent)]

    def _called(self, field: FieldPlan) -> list[Any]:
        column: list[Any] = []
        parents = self.objects[field.parent.number]
        shared: dict[str, Any] | None = None
        for index, parent in enumerate(parents):
            info = self.info(field, index)
            try:
                arguments = shared if shared is not None else field.arguments.values(self.variables)
                shared = arguments if field.arguments.shared else None
                column.append(field.source(parent, info, **arguments))
            except Exception as error:  # noqa: BLE001 - it is the field's value: raised where the answer is written
                column.append(error)
        return column

    # listing objects

    def admit(self, field: FieldPlan) -> Sequence[Any]:
        """List the objects of a column whose type is known by class, looking at each. Values that need the interpreter are noted."""
        child = field.child
        assert child is not None and child.uniform is not None
        plan, uniform = child.only, child.uniform
        admitted: list[Any] = []
        outcomes: list[Outcome] = []
        for _, item in self._items(field):
            if uniform.admits(item):
                outcomes.append((plan, len(admitted)))
                admitted.append(item)
            else:
                outcomes.append(wrong_type(plan.type, item, self.nodes(field)))
        self.outcomes[field.number] = outcomes
        self._note_faults(field)
        return admitted

    def classify(self, field: FieldPlan) -> bool:
        """Ask each object of a column for its type. True when `classify_later` must be awaited."""
        child = field.child
        assert child is not None
        outcomes: list[Any] = []
        later = False
        for index, item in self._items(field):
            known = child.by_class if child.by_class is not None and getattr(item, CAST_ATTRIBUTE, None) is None else None
            if known is not None and type(item) in known:
                outcomes.append(known[type(item)])
                continue
            try:
                outcome = type_of(self.plan.schema, child, item, self.info(field, index), lambda: self.nodes(field))
                later = later or is_awaitable(outcome)
                if known is not None and isinstance(outcome, ObjectPlan):
                    known[type(item)] = outcome
            except Exception as error:  # noqa: BLE001 - raised at the object's place
                outcome = error
            outcomes.append(outcome)
        self.outcomes[field.number] = outcomes
        if not later:
            self._place(field)
        return later

    async def classify_later(self, field: FieldPlan) -> None:
        """Await the types that `classify` could not tell at once."""
        self.outcomes[field.number] = await settling.awaited(self.outcomes[field.number], self.awaited)
        self._place(field)

    def _place(self, field: FieldPlan) -> None:
        """From the object plan of each object to its place in the plan's list."""
        assert field.child is not None
        lists: dict[ObjectPlan, list[Any]] = {plan: [] for plan in field.child.plans.values()}
        outcomes: list[Any] = self.outcomes[field.number]
        for place, (_, item) in enumerate(self._items(field)):
            plan = outcomes[place]
            if isinstance(plan, ObjectPlan):
                outcomes[place] = (plan, len(lists[plan]))
                lists[plan].append(item)
        for plan, items in lists.items():
            self.objects[plan.number] = items
        self._note_faults(field)

    def _items(self, field: FieldPlan) -> Iterator[tuple[int, Any]]:
        """The objects of a column with their parent's index, as they stand, without nulls and exceptions."""
        column = self.columns[field.number]
        for index, value in enumerate(column):
            if field.depth and field.kind is not Kind.RESOLVER and (type(value) is not list or field.depth > 1):
                column[index] = settling.listed(value, field.depth)
            yield from ((index, item) for item, _ in walk(column[index], field.depth))

    def _note_faults(self, field: FieldPlan) -> None:
        outcomes = iter(self.outcomes[field.number])
        for index, value in enumerate(self.columns[field.number]):
            if not is_sound(field.definition.type, value, outcomes):
                self.faulty.add((field.parent.number, index))

    # what the interpreter and the resolvers ask for

    def fields(self, plan: ObjectPlan) -> list[FieldPlan]:
        """The fields of an object plan that are there, in order of appearance."""
        there = self._fields.get(plan.number)
        if there is None:
            on = self.on
            there = [field for field in plan.fields if field.condition is None or on[field.condition]]
            if plan.movable:
                there.sort(key=lambda field: next(turn for turn, when in field.appearances if when is None or on[when]))
            self._fields[plan.number] = there
        return there

    def nodes(self, field: FieldPlan) -> list[FieldNode]:
        """The nodes of a field that are there."""
        return [node for node, when in field.nodes if when is None or self.on[when]]

    def info(self, field: FieldPlan, index: int) -> GraphQLResolveInfo[Any]:
        """What a resolve function is told when it is called for one parent."""
        plan = self.plan
        context = self.contexts[0] if len(self.contexts) == 1 else self.contexts[self.places.owners(field.parent)[index]]
        return GraphQLResolveInfo(
            field.name,
            self.nodes(field),
            field.definition.type,
            field.parent.type,
            Path(self.places.paths(field.parent)[index], field.key, field.parent.type.name),
            plan.schema,
            plan.fragments,
            self.root,
            plan.operation,
            self.variables,
            context,
            is_awaitable,
            None,
            settling.HELPERS,
        )

    def outcomes_of(self, field: FieldPlan) -> list[Outcome]:
        """What became of each object of a column."""
        if field.number not in self.outcomes:
            self.admit(field)
        return self.outcomes[field.number]


async def end_snapshot(read: Any) -> None:
    """Close a `Read`, if it is one: its connection goes back, and a later statement opens a new snapshot."""
    close = getattr(read, "close", None)
    if close is None:
        return
    try:
        await close()
    except Exception as error:
        # The connection is gone, and the snapshot with it. What reads next says so.
        if not is_lost(error):
            raise


def _told(error: Exception) -> Exception:
    if not is_lost(error) or isinstance(error, Unavailable):
        return error
    unavailable = Unavailable("the database is away")
    unavailable.__cause__ = error
    return unavailable
