"""Asks the whole schema as one customer, operator or nobody, and runs a mutation in both languages."""

from typing import Any

from domains import customers
from domains.kernel.database import Database
from resolvers.context import Viewer
from resolvers.permissions import Permission
from resolvers.schema import build_schema
from tests.resolvers import asking

SCHEMA = build_schema()


def nobody(language: str = "en", device_key: str | None = None) -> Viewer:
    """Somebody before sign-in."""
    return Viewer(language=language, device_key=device_key)


def viewer_of(customer: customers.DevelopmentCustomer, language: str = "en") -> Viewer:
    return Viewer(customer.customer_id, customer.session_id, frozenset({Permission.PUBLIC, Permission.CUSTOMER}), language)


def document_of(mutation: str, selection: str = "") -> str:
    """A mutation as every trusted document selects it."""
    input_type = mutation[0].upper() + mutation[1:] + "Input"
    return f"mutation ($input: {input_type}!) {{ {mutation}(input: $input) {{ __typename ... on Problem {{ message }} {selection} }} }}"


async def mutate(database: Database, viewer: Viewer, mutation: str, input_: dict[str, Any], selection: str = "") -> Any:
    """The root field's answer."""
    data = await asking.ask(SCHEMA, database, viewer, document_of(mutation, selection), input=input_)
    return data[mutation]


async def query(database: Database, viewer: Viewer, document: str, **variables: Any) -> Any:
    """The answer's data."""
    return await asking.ask(SCHEMA, database, viewer, document, **variables)
