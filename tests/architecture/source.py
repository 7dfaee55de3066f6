"""The house's own source as the architecture tests read it: modules as syntax trees, and planted ones that break a rule."""

import ast
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).parents[2]
ROOMS = ("gateway", "resolvers", "domains", "integrations", "migrations")
PLACES = (*ROOMS, "tests", "bench")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file. `path` is relative to the project, with slashes."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return _parsed(self.text)

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.path.removesuffix(".py").split("/"))

    @property
    def name(self) -> str:
        """The dotted name under which it is imported."""
        return ".".join(self.parts).removesuffix(".__init__")

    @property
    def domain(self) -> str | None:
        """Which domain it belongs to, if it is in one."""
        return self.parts[1] if self.parts[0] == "domains" and len(self.parts) > 2 else None

    @property
    def drawer(self) -> str | None:
        """The file or package directly in its domain's folder."""
        return self.parts[2] if self.domain else None

    def at(self, node: ast.AST, what: str) -> str:
        """One complaint, with its place."""
        return f"{self.path}:{getattr(node, 'lineno', 1)} {what}"


Check = Callable[[Module], list[str]]


def planted(path: str, text: str) -> Module:
    """A module that stands nowhere, for a checker to find fault with."""
    return Module(path, textwrap.dedent(text))


def modules(*places: str) -> list[Module]:
    """Every module of the house in those folders (all of them when none is named)."""
    return [one for one in _all_modules() if one.parts[0] in (places or PLACES)]


def complaints(check: Check, *places: str) -> list[str]:
    """What a checker finds in those folders."""
    return [complaint for module in modules(*places) for complaint in check(module)]


def functions(module: Module) -> Iterator[Function]:
    """Every function and method, however deep."""
    return (node for node in ast.walk(module.tree) if isinstance(node, Function))


def texts(module: Module) -> Iterator[ast.Constant]:
    """Every string in the code, also the constant parts of f-strings. Docstrings and other bare strings are prose and left out."""
    prose = {id(node.value) for node in ast.walk(module.tree) if isinstance(node, ast.Expr)}
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose)


def imports(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Every dotted name that is imported: `from a import b` gives `a.b`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def dotted(node: ast.AST) -> str:
    """`a.b.c` for such an expression, else an empty text."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value)
        return f"{owner}.{node.attr}" if owner else ""
    return ""


@cache
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


@cache
def _all_modules() -> list[Module]:
    files = sorted(file for place in PLACES for file in (PROJECT / place).rglob("*.py") if "node_modules" not in file.parts)
    return [Module(file.relative_to(PROJECT).as_posix(), file.read_text()) for file in files]
