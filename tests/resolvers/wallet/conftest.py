"""The real schema, and how a customer asks it."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import strawberry

from domains.kernel.database import Database
from resolvers.context import Viewer
from resolvers.permissions import Permission
from tests.domains.wallet.people import Person
from tests.resolvers import asking

Ask = Callable[..., Awaitable[Any]]


def viewer_of(someone: Person, language: str = "en") -> Viewer:
    return Viewer(someone.id, someone.session_id, frozenset({Permission.PUBLIC, Permission.CUSTOMER}), language)


@pytest.fixture
def ask(database: Database, schema: strawberry.Schema) -> Ask:
    """`await ask(someone, document, **variables)`: the answer's data, without errors."""

    async def asked(someone: Person, document: str, language: str = "en", **variables: Any) -> Any:
        return await asking.ask(schema, database, viewer_of(someone, language), document, **variables)

    return asked
