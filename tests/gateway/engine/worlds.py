"""Random schemas with data behind them, written for graphql-core, with the marks that tell the engine what a field is."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from types import SimpleNamespace
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLField,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLString,
    GraphQLUnionType,
    get_named_type,
    is_list_type,
    is_non_null_type,
)

from resolvers.batch import BATCHED_EXTENSION, BatchedField, Batches

KINDS = ("attribute", "computed", "batched", "sync", "async", "default")
LEAVES = ("String", "Int", "Float", "Boolean", "ID", "Color", "Even")


class Failure(Exception):
    """What resolvers of a random world raise."""


@dataclass(frozen=True)
class Raise:
    """A stored value that is raised when the field is asked for."""

    error: Exception


class Row:
    """An object of a random world. Its class is its type, its attributes are its fields."""

    type_name = ""
    owner: Any = None


@dataclass
class World:
    """A schema, its root row, and how often each resolver was asked for which row."""

    random: Random
    kinds: tuple[str, ...] = KINDS
    root_kinds: tuple[str, ...] = ()
    """Kinds of the query type's fields, where they differ."""
    schema: GraphQLSchema = None  # type: ignore[assignment]
    root: Any = None
    rows: list[Row] = field(default_factory=list)
    slots: list[tuple[Row, str, Any]] = field(default_factory=list)
    asked: Counter[tuple[str, int]] = field(default_factory=Counter)
    loads: Counter[str] = field(default_factory=Counter)
    classes: dict[str, type[Row]] = field(default_factory=dict)
    roots: dict[Any, Any] = field(default_factory=dict)
    """For each viewer a root row of its own, where a world has several."""
    breakers: set[tuple[str, Any]] = field(default_factory=set)
    """Batched fields that fail as a whole when one of these viewers asks."""


class OneRequest:
    """What a context must be for batched fields on either executor."""

    def __init__(self, viewer: Any = None) -> None:
        self.viewer = viewer
        self.read = SimpleNamespace(close=_nothing)
        self.batches = Batches(self)  # type: ignore[arg-type]


async def _nothing() -> None: ...


def build_world(seed: int, kinds: tuple[str, ...] = KINDS) -> World:
    """A schema of some types, and a tree of rows below its root without a fault."""
    world = World(Random(seed), kinds)
    _Schema(world).build()
    _Data(world).build()
    return world


def build_shared_world(seed: int, viewers: list[Any]) -> World:
    """A world of batched fields whose rows belong to viewers: each has a tree of its own, with its id in every text."""
    world = World(Random(seed), ("attribute", "computed", "batched", "batched"), root_kinds=("batched",))
    _Schema(world).build()
    for viewer in viewers:
        data = _Data(world, mark=f"<{viewer}>", owner=viewer)
        data.build()
        world.roots[viewer] = world.root
    return world


def serialize_even(value: Any) -> int:
    if not isinstance(value, int) or value % 2:
        raise Failure(f"not even: {value!r}")
    return value


class _Schema:
    def __init__(self, world: World) -> None:
        self.world, self.random = world, world.random
        even = GraphQLScalarType("Even", serialize=serialize_even)
        color = GraphQLEnumType("Color", {"RED": 1, "GREEN": 2, "BLUE": 3})
        self.leaves = [GraphQLString, GraphQLInt, GraphQLFloat, GraphQLBoolean, GraphQLID, color, even]
        self.composites: list[Any] = []

    def build(self) -> None:
        random = self.random
        names = [f"T{index}" for index in range(random.randint(2, 4))]
        self.interface_fields = {f"i_{n}": None for n in range(2)}
        implementers = random.sample(names, random.randint(1, len(names)))
        resolve_type = _type_name if random.random() < 0.5 else None
        interface = GraphQLInterfaceType("I", lambda: dict(self.shared_fields()), resolve_type=resolve_type)
        objects = {name: self.object(name, interface if name in implementers else None, resolve_type is None) for name in names}
        union = GraphQLUnionType("U", [objects[name] for name in random.sample(names, random.randint(1, len(names)))], resolve_type=resolve_type)
        self.composites = [*objects.values(), interface, union]
        query = GraphQLObjectType("Query", self.fields("Query", random.randint(2, 6)))
        self.world.classes["Query"] = type("Query", (Row,), {"type_name": "Query"})
        self.world.schema = GraphQLSchema(query, types=list(objects.values()))

    def object(self, name: str, interface: Any, needs_is_type_of: bool) -> GraphQLObjectType:
        cls = self.world.classes[name] = type(name, (Row,), {"type_name": name})
        later = self.random.random() < 0.2 and "async" in self.world.kinds

        def is_type_of(value: Any, _info: Any) -> Any:
            return _later(isinstance(value, cls)) if later else isinstance(value, cls)

        def fields() -> dict[str, GraphQLField]:
            return {**self.fields(name, 4), **(self.shared_fields() if interface else {})}

        asks = needs_is_type_of or self.random.random() < 0.3
        return GraphQLObjectType(name, fields, interfaces=[interface] if interface else [], is_type_of=is_type_of if asks else None)

    def shared_fields(self) -> dict[str, GraphQLField]:
        for name, known in self.interface_fields.items():
            if known is None:
                self.interface_fields[name] = self.field(name)
        return self.interface_fields  # type: ignore[return-value]

    def fields(self, prefix: str, count: int) -> dict[str, GraphQLField]:
        return {f"{prefix.lower()}_{index}": self.field(f"{prefix.lower()}_{index}") for index in range(count)}

    def field(self, name: str) -> GraphQLField:
        random = self.random
        type_: Any = random.choice(self.leaves) if random.random() < 0.5 else random.choice(self.composites)
        for _ in range(random.choice((0, 0, 0, 1, 1, 2))):
            type_ = GraphQLList(GraphQLNonNull(type_) if random.random() < 0.5 else type_)
        if random.random() < 0.5:
            type_ = GraphQLNonNull(type_)
        kind = random.choice(self.world.root_kinds if self.world.root_kinds and name.startswith("query") else self.world.kinds)
        has_arguments = kind in ("batched", "sync", "async") and random.random() < 0.4
        arguments = {"x": GraphQLArgument(GraphQLInt, default_value=1), "y": GraphQLArgument(GraphQLNonNull(GraphQLInt))} if has_arguments else {}
        return make_field(self.world, name, type_, kind, arguments)


def make_field(world: World, name: str, type_: Any, kind: str, arguments: dict[str, GraphQLArgument]) -> GraphQLField:
    """A field of one of the kinds; each has a resolve function for graphql-core that does the same."""

    def value_of(row: Any, **given: Any) -> Any:
        world.asked[name, id(row)] += isinstance(row, Row)
        value = vars(row).get(name)
        if isinstance(value, Raise):
            raise value.error
        return shifted(value, given) if get_named_type(type_).name in ("Int", "Even") else value

    async def resolve_later(row: Any, _info: Any, **given: Any) -> Any:
        await asyncio.sleep(0)
        return value_of(row, **given)

    async def load(_read: Any, parents: list[Any], viewers: list[Any], **given: Any) -> list[Any]:
        assert len(viewers) == len(parents)
        world.loads[name] += 1
        if any((name, viewer.id) in world.breakers for viewer in viewers if viewer is not None):
            raise Failure(f"{name} broke")
        rows = [world.roots[viewer.id] if parent is None else parent for parent, viewer in zip(parents, viewers, strict=True)]
        for row, viewer in zip(rows, viewers, strict=True):
            assert viewer is None or not isinstance(row, Row) or row.owner in (None, viewer.id), "a parent of one viewer stands beside another viewer"
        return [_attempt(value_of, row, given) for row in rows]

    if kind == "attribute":
        return GraphQLField(type_, resolve=lambda row, _info: getattr(row, name), extensions={"scenebank.attribute": name})
    if kind == "computed":
        return GraphQLField(type_, resolve=lambda row, _info: value_of(row), extensions={"scenebank.computed": value_of})
    if kind == "batched":
        batched = BatchedField(name, load)
        return GraphQLField(
            type_,
            arguments,
            resolve=lambda row, info, **given: info.context.batches.load(batched, info, row, given),
            extensions={BATCHED_EXTENSION: batched},
        )
    if kind == "async":
        return GraphQLField(type_, arguments, resolve=resolve_later)
    if kind == "default":
        return GraphQLField(type_)
    return GraphQLField(type_, arguments, resolve=lambda row, _info, **given: value_of(row, **given))


def shifted(value: Any, given: dict[str, Any]) -> Any:
    """Makes arguments visible in numbers."""
    if given and type(value) is int and abs(value) < 1_000_000:
        return value + 2 * sum(one or 0 for one in given.values())
    return value


def _attempt(value_of: Any, parent: Any, given: dict[str, Any]) -> Any:
    try:
        return value_of(parent, **given)
    except Failure as error:
        return error


def _type_name(value: Any, _info: Any, _type: Any) -> Any:
    return value.type_name


async def _later(value: Any) -> Any:
    await asyncio.sleep(0)
    return value


class _Data:
    """Fills a world with rows: a tree, so that a row has one parent."""

    def __init__(self, world: World, mark: str = "", owner: Any = None) -> None:
        self.world, self.random, self.mark, self.owner = world, world.random, mark, owner

    def build(self) -> None:
        query = self.world.schema.query_type
        assert query is not None
        self.world.root = self.row(query, 0)

    def row(self, object_type: GraphQLObjectType, depth: int) -> Row:
        row = self.world.classes[object_type.name]()
        row.owner = self.owner
        self.world.rows.append(row)
        for name, definition in object_type.fields.items():
            setattr(row, name, self.value(definition.type, depth))
            self.world.slots.append((row, name, definition.type))
        return row

    def value(self, type_: Any, depth: int, required: bool = False) -> Any:
        if is_non_null_type(type_):
            return self.value(type_.of_type, depth, required=True)
        if not required and (self.random.random() < 0.15 or (depth > 3 and not isinstance(get_named_type(type_), GraphQLScalarType | GraphQLEnumType))):
            return None
        if is_list_type(type_):
            count = self.random.randint(0, 3) if depth < 3 else 0
            return [self.value(type_.of_type, depth + 1) for _ in range(count)]
        if isinstance(type_, GraphQLObjectType):
            return self.row(type_, depth + 1) if depth < 6 else None
        if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
            possible = sorted(self.world.schema.get_possible_types(type_), key=lambda one: one.name)
            return self.row(self.random.choice(possible), depth + 1) if depth < 6 else None
        return self.leaf(type_.name)

    def leaf(self, name: str) -> Any:
        number = self.random.randint(0, 9)
        values: dict[str, Any] = {
            "String": f"{self.mark}s{number}",
            "Int": number,
            "Float": number + 0.5 if number % 2 else number,
            "Boolean": number % 2 == 0,
            "ID": number if number % 2 else f"{self.mark}id{number}",
            "Color": number % 3 + 1,
            "Even": number * 2,
        }
        return values[name]
