"""The real schema, built once."""

import pytest
import strawberry

from resolvers.schema import build_schema


@pytest.fixture(scope="session")
def schema() -> strawberry.Schema:
    return build_schema()
