"""Python source under construction: lines, indentation, fresh names, and the objects that the source refers to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Source:
    """`names` is the namespace that the source runs in."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {}
        self._lines: list[str] = []
        self._indent = ""
        self._fresh = 0
        self._constants: dict[int, str] = {}

    def line(self, text: str) -> None:
        self._lines.append(self._indent + text)

    @contextmanager
    def block(self) -> Iterator[None]:
        """Indents; a block that stays empty passes."""
        outer, before = self._indent, len(self._lines)
        self._indent = outer + " "
        yield
        if len(self._lines) == before:
            self.line("pass")
        self._indent = outer

    @contextmanager
    def when(self, condition: int | None) -> Iterator[None]:
        """What stands in it runs where the condition holds."""
        if condition is None:
            yield
            return
        self.line(f"if on[{condition}]:")
        with self.block():
            yield

    def fresh(self, prefix: str) -> str:
        """A variable that no other line uses."""
        self._fresh += 1
        return f"{prefix}_{self._fresh}"

    def constant(self, prefix: str, value: Any) -> str:
        """The name of an object; the same object has one name."""
        name = self._constants.get(id(value))
        if name is None:
            name = self._constants[id(value)] = f"{prefix}{len(self._constants)}"
            self.names[name] = value
        return name

    def name(self, prefix: str, field: Any) -> str:
        """The name of a field plan."""
        name = f"{prefix}_{field.number}"
        self.names[name] = field
        return name

    def text(self) -> str:
        return "\n".join(self._lines) + "\n"
