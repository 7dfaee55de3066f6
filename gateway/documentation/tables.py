"""Markdown tables, durations in words, and the settings of a dataclass with what is said of each."""

import ast
import inspect
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import timedelta
from typing import Any

_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; what would break a cell is written so that it does not."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|').replace(chr(10), ' ') for cell in line)} |" for line in lines)


def span(duration: timedelta) -> str:
    """`15 minutes`, `24 hours`, `90 days`: in the largest unit that leaves no rest, but a day is 24 hours."""
    seconds = int(duration.total_seconds())
    for name, length in _UNITS:
        if seconds % length == 0 and (seconds > length or length < 86_400):
            count = seconds // length
            return f"{count} {name}{'' if count == 1 else 's'}"
    raise ValueError(f"{duration} is no duration to speak of")


def settings_of(cls: type[Any]) -> Iterator[tuple[str, str, str]]:
    """Name, default and explanation of each number that a frozen dataclass of settings holds."""
    explained = _explanations(cls)
    for one in fields(cls):
        if isinstance(one.default, int | float) and not isinstance(one.default, bool):
            yield one.name, f"{one.default:,}" if isinstance(one.default, int) else f"{one.default:g}", explained.get(one.name, "")


def _explanations(cls: type[Any]) -> dict[str, str]:
    """The string under each annotated attribute of a class."""
    (parsed,) = ast.parse(textwrap.dedent(inspect.getsource(cls))).body
    assert isinstance(parsed, ast.ClassDef)
    found = {}
    for attribute, below in zip(parsed.body, parsed.body[1:], strict=False):
        if isinstance(attribute, ast.AnnAssign) and isinstance(attribute.target, ast.Name) and isinstance(below, ast.Expr):
            found[attribute.target.id] = str(ast.literal_eval(below.value))
    return found
