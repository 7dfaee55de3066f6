"""Random valid operations over a schema: aliases, arguments, variables, fragments, inline fragments, @skip and @include."""

from __future__ import annotations

from random import Random
from typing import Any

from graphql import GraphQLSchema, get_named_type, is_abstract_type, is_composite_type

VARIABLES = {"a": "Boolean!", "b": "Boolean!", "c": "Boolean! = true", "n": "Int", "m": "Int = 5", "k": "Int!"}
FIELDS_MAX = 60


class _Writer:
    def __init__(self, schema: GraphQLSchema, random: Random) -> None:
        self.schema, self.random = schema, random
        self.fragments: dict[str, str] = {}
        self.used: set[str] = set()
        self.count = 0

    def variable(self, name: str) -> str:
        self.used.add(name)
        return f"${name}"

    def directive(self) -> str:
        if self.random.random() > 0.2:
            return ""
        value = self.random.choice([self.variable("a"), self.variable("b"), self.variable("c"), "true", "false"])
        return f" @{self.random.choice(['skip', 'include'])}(if: {value})"

    def arguments(self, definition: Any) -> tuple[str, str]:
        """The arguments and the alias that belongs to them."""
        if not definition.args:
            return "", ""
        y, y_name = self.random.choice([("3", "3"), (self.variable("k"), "k")])
        x, x_name = self.random.choice(
            [("", "d"), (", x: 4", "4"), (f", x: {self.variable('n')}", "n"), (f", x: {self.variable('m')}", "m"), (", x: null", "z")]
        )
        return f"(y: {y}{x})", f"_{y_name}{x_name}"

    def selection(self, type_: Any, depth: int) -> str:
        random, parts = self.random, []
        if is_abstract_type(type_) and random.random() < 0.7:
            possible = sorted(self.schema.get_possible_types(type_), key=lambda one: one.name)
            for one in random.sample(possible, random.randint(1, len(possible))):
                parts.append(f"... on {one.name}{self.directive()} {self.selection(one, depth)}")
        names = list(getattr(type_, "fields", {}))
        for name in random.sample(names, random.randint(0, len(names))):
            self.count += 1
            field = self.field(type_.fields[name], name, depth)
            if field and self.count < FIELDS_MAX:
                parts.append(field)
        if random.random() < 0.3:
            parts.append(f"__typename{self.directive()}")
        if depth < 4 and names and random.random() < 0.25:
            parts.append(f"...{self.directive()} {self.selection(type_, depth + 1)}")
        if depth < 4 and random.random() < 0.2:
            parts.append(f"...{self.fragment(type_, depth)}{self.directive()}")
        random.shuffle(parts)
        return "{ " + " ".join(parts or ["__typename"]) + " }"

    def field(self, definition: Any, name: str, depth: int) -> str:
        named = get_named_type(definition.type)
        arguments, suffix = self.arguments(definition)
        alias = f"{name}{suffix}: " if suffix else self.random.choice(["", "", f"other_{name}: "])
        if not is_composite_type(named):
            return f"{alias}{name}{arguments}{self.directive()}"
        if depth > 5 or self.count > FIELDS_MAX:
            return ""
        return f"{alias}{name}{arguments}{self.directive()} {self.selection(named, depth + 1)}"

    def fragment(self, type_: Any, depth: int) -> str:
        known = [name for name, text in self.fragments.items() if text.startswith(f"fragment {name} on {type_.name} ")]
        if known and self.random.random() < 0.5:
            return self.random.choice(known)
        text = self.selection(type_, depth + 1)
        name = f"F{len(self.fragments)}"
        self.fragments[name] = f"fragment {name} on {type_.name} {text}"
        return name


def random_operation(schema: GraphQLSchema, random: Random) -> str:
    """The text of a query."""
    writer = _Writer(schema, random)
    selection = writer.selection(schema.query_type, 0)
    declared = ", ".join(f"${name}: {VARIABLES[name]}" for name in sorted(writer.used))
    return f"query Random{f'({declared})' if declared else ''} {selection}\n" + "\n".join(writer.fragments.values())


def random_variables(random: Random) -> dict[str, Any]:
    """Values for what random operations declare."""
    values: dict[str, Any] = {"a": random.random() < 0.5, "b": random.random() < 0.5, "k": random.randint(0, 5)}
    if random.random() < 0.5:
        values["c"] = random.random() < 0.5
    if random.random() < 0.6:
        values["n"] = random.choice([None, 7])
    if random.random() < 0.3:
        values["m"] = random.choice([None, 8])
    return values
