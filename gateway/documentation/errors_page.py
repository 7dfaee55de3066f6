"""docs/errors.md: every refusal, every error code, every limit."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, GraphQLUnionType, get_named_type

from domains import DOMAINS
from gateway.documentation.codes import CALLBACK_CODES, CLOSE_CODES, CODES, status_of
from gateway.documentation.limits import customer_limits, request_limits, wallet_limits
from gateway.documentation.tables import table
from gateway.explaining import WORDS
from gateway.graphql.socket import CloseCode
from resolvers.problems import HANDLERS
from resolvers.schema import build_schema


def errors_page() -> str:
    """The whole page. The same code gives the same text."""
    return "\n\n".join(
        (
            "# Refusals, errors and limits\n\nWritten by `make docs` from the code, and held to it by a test: change the code, not this page.",
            *_refusals(build_schema()._schema),
            *_codes(),
            "## Limits of the wallet",
            wallet_limits(),
            "## Rules of customers, codes and PINs",
            customer_limits(),
            "## Limits of requests",
            request_limits() + "\n",
        )
    )


def _refusals(schema: GraphQLSchema) -> Iterator[str]:
    yield "## Refusals"
    yield (
        "A refusal is a decision that the app can act on: a member of the mutation's result union, told apart by `__typename`, with a `message` for the\n"
        "customer in the language of `Accept-Language` (Chinese by default). Select `... on Problem { message }` in every mutation, and a refusal that an\n"
        "old app has never heard of is still shown. A refusal is final for its id: try again under a new one. After silence keep the old one."
    )
    worded = {handler.error_type.__name__: handler for handler in HANDLERS}  # type: ignore[attr-defined]
    answers = _answers(schema)
    of_domain: dict[str, list[GraphQLObjectType]] = defaultdict(list)
    problem = schema.type_map["Problem"]
    assert isinstance(problem, GraphQLInterfaceType)
    for found in schema.get_possible_types(problem):
        of_domain[_domain_of(worded[_own_name(found)])].append(found)
    for domain in ("", *DOMAINS):
        if of_domain[domain]:
            yield f"### {domain.capitalize() or 'Everywhere'}"
            yield table(
                ("type and data", "when", "wording", "answers of"),
                (_row(found, worded[_own_name(found)], answers[found.name]) for found in sorted(of_domain[domain], key=lambda found: found.name)),
            )


def _row(found: GraphQLObjectType, handler: Any, answers: list[str]) -> tuple[str, str, str, str]:
    data = "".join(f"<br>`{name}: {field.type}` {field.description or ''}" for name, field in found.fields.items() if name != "message")
    return (
        f"**`{found.name}`**{data}",
        found.description or "",
        f"{handler.words['zh']}<br>{handler.words['en']}",
        ", ".join(f"`{name}`" for name in answers) or "-",
    )


def _answers(schema: GraphQLSchema) -> dict[str, list[str]]:
    """The mutations that can be answered with each type."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, field in sorted(schema.mutation_type.fields.items()) if schema.mutation_type else ():
        union = get_named_type(field.type)
        for member in union.types if isinstance(union, GraphQLUnionType) else ():
            found[member.name].append(name)
    return found


def _own_name(found: GraphQLObjectType) -> str:
    return str(found.extensions["strawberry-definition"].origin.__name__)


def _domain_of(handler: Any) -> str:
    """`wallet` for resolvers/wallet/problems.py, nothing for resolvers/problems.py."""
    parts = str(handler.error_type.__module__).split(".")
    return parts[1] if len(parts) > 2 else ""


def _codes() -> Iterator[str]:
    yield "## Error codes"
    yield (
        "What no app can act on by itself stands in `errors`, with `extensions.code`. A request that is refused before it runs has the status below; under\n"
        "the older media type `application/json` a well-formed GraphQL request that fails on its document answers 200. An operation that ran answers 200,\n"
        "with the code in the `errors` entry of the field that failed."
    )
    yield table(
        ("code", "status", "when", "what the app does", "wording"),
        ((f"`{code}`", str(status_of(code)), said.when, said.then, "<br>".join(WORDS.get(code, ("-",)))) for code, said in CODES.items()),
    )
    yield "A WebSocket that is closed by the server says why:"
    yield table(("close code", "name", "why"), ((str(CloseCode[name].value), f"`{name}`", why) for name, why in CLOSE_CODES.items()))
    yield 'A payment channel\'s callback (`/webhooks/channels/<channel>`) is answered 200 once what it tells is committed, else `{"error": {"code"}}`:'
    yield table(("code", "status", "when"), ((f"`{code}`", str(status), why) for code, (status, why) in CALLBACK_CODES.items()))
