"""Relay connections over the domains' keyset pages."""

from typing import Any, Generic, NamedTuple, TypeVar

import strawberry

from domains.kernel.data_classes import C1
from domains.kernel.paging import Page
from resolvers.fields import field
from resolvers.scalars import Cursor

T = TypeVar("T")


class EdgeRow(NamedTuple):
    cursor: str
    node: Any


class PageInfoRow(NamedTuple):
    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    has_next_page: bool = field("Whether more rows follow.")
    has_previous_page: bool = field("Always false: lists are read forward.")
    start_cursor: Cursor | None = field("Cursor of the first row of this page.")
    end_cursor: Cursor | None = field("Give it back as `after` to read on.")


@strawberry.type(description="A row of a list with its cursor.")
class Edge(Generic[T]):
    cursor: Cursor = field("Leads past this row.")
    node: T = field("The row.")


def edges_of(root: Page[Any]) -> Any:
    """Every row beside its cursor."""
    return [EdgeRow(cursor, item) for cursor, item in zip(root.cursors, root.items, strict=True)]


def nodes_of(root: Page[Any]) -> Any:
    """The rows alone."""
    return root.items


def page_info_of(root: Page[Any]) -> Any:
    """The Relay page info of a keyset page."""
    cursors = root.cursors
    return PageInfoRow(root.has_next, False, cursors[0] if cursors else None, cursors[-1] if cursors else None)


@strawberry.type(description="One page of a list, in its order.")
class Connection(Generic[T]):
    edges: list[Edge[T]] = strawberry.field(resolver=edges_of, description="The rows, each with its cursor.", metadata={"data_class": C1})
    nodes: list[T] = strawberry.field(resolver=nodes_of, description="The rows.", metadata={"data_class": C1})
    page_info: PageInfo = strawberry.field(resolver=page_info_of, description="Whether and where to read on.", metadata={"data_class": C1})
