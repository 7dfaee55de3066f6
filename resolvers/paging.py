"""Relay connections over the domains' keyset pages."""

from typing import Any, Generic, NamedTuple, TypeVar

import strawberry

from domains.kernel.models import C1
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


@strawberry.type(description="One page of a list, in its order.")
class Connection(Generic[T]):
    @strawberry.field(description="The rows, each with its cursor.", metadata={"data_class": C1})
    @staticmethod
    def edges(root: Any) -> list[Edge[T]]:
        return [EdgeRow(cursor, item) for cursor, item in zip(root.cursors, root.items, strict=True)]  # type: ignore[misc]

    @strawberry.field(description="The rows.", metadata={"data_class": C1})
    @staticmethod
    def nodes(root: Any) -> list[T]:
        return root.items  # type: ignore[no-any-return]

    @strawberry.field(description="Whether and where to read on.", metadata={"data_class": C1})
    @staticmethod
    def page_info(root: Any) -> PageInfo:
        return page_info_of(root)  # type: ignore[return-value]


def page_info_of(page: Page[Any]) -> PageInfoRow:
    """The Relay page info of a keyset page."""
    cursors = page.cursors
    return PageInfoRow(page.has_next, False, cursors[0] if cursors else None, cursors[-1] if cursors else None)


