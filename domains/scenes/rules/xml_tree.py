"""XML from outside as a small tree with the line of each element, or nothing: no document type, no entities, no processing, bounded in every direction."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

ELEMENTS_MAX = 60_000
DEPTH_MAX = 24
TEXT_MOST = 2_000
ATTRIBUTES_MAX = 8
SEPARATOR = "}"


class XmlRefused(Exception):
    """It is not read: `line` where, counted from 1, and why."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(slots=True)
class Element:
    """`name` without its namespace, which is the same in all of the tree."""

    name: str
    namespace: str
    line: int
    attributes: dict[str, str]
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def all(self, *path: str) -> Iterator["Element"]:
        """Every element at the end of the path, in document order."""
        if not path:
            yield self
            return
        for child in self.children:
            if child.name == path[0]:
                yield from child.all(*path[1:])

    def one(self, *path: str) -> "Element":
        """The only element there. Raises XmlRefused, with the name of what is missing or is there twice."""
        found = self.find(*path)
        if found is None:
            raise XmlRefused(self.line, path[-1])
        return found

    def find(self, *path: str) -> "Element | None":
        """The only element there, if there is one. Raises XmlRefused where there are several: whoever reads the first reads another message."""
        found = list(self.all(*path))
        if len(found) > 1:
            raise XmlRefused(found[1].line, path[-1])
        return found[0] if found else None


def read_xml(content: bytes) -> Element:
    """The root. Raises XmlRefused for what is not well-formed, is not UTF-8, declares anything, or is too much. Its size is the caller's to bound."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise XmlRefused(content.count(b"\n", 0, error.start) + 1, "encoding") from None
    # The encoding is said here: what the file says of it is not believed, and nothing outside the file is ever opened.
    parser = expat.ParserCreate("UTF-8", SEPARATOR)
    tree = _Tree(parser)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = tree.refuse("document_type")
    parser.EntityDeclHandler = tree.refuse("entity")
    parser.ExternalEntityRefHandler = tree.refuse("entity")
    parser.ProcessingInstructionHandler = tree.refuse("instruction")
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = tree.start, tree.end, tree.text
    parser.XmlDeclHandler = tree.declaration
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise XmlRefused(error.lineno, "format") from None
    assert tree.root is not None
    return tree.root


class _Tree:
    def __init__(self, parser: expat.XMLParserType) -> None:
        self.root: Element | None = None
        self._parser = parser
        self._open: list[Element] = []
        self._count = 0

    def refuse(self, reason: str) -> Callable[..., Any]:
        """A handler that takes whatever expat gives it."""

        def refuse(*_given: object) -> None:
            raise XmlRefused(self._parser.CurrentLineNumber, reason)

        return refuse

    def declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.upper() != "UTF-8":
            raise XmlRefused(self._parser.CurrentLineNumber, "encoding")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        line = self._parser.CurrentLineNumber
        namespace, _, local = name.rpartition(SEPARATOR)
        self._count += 1
        if self._count > ELEMENTS_MAX or len(self._open) >= DEPTH_MAX or len(attributes) > ATTRIBUTES_MAX:
            raise XmlRefused(line, "too_much")
        if self.root is not None and namespace != self.root.namespace:
            raise XmlRefused(line, "namespace")
        element = Element(local, namespace, line, attributes)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def end(self, _name: str) -> None:
        element = self._open.pop()
        element.text = element.text.strip()

    def text(self, data: str) -> None:
        element = self._open[-1]
        element.text += data
        if len(element.text) > TEXT_MOST:
            raise XmlRefused(self._parser.CurrentLineNumber, "too_much")
