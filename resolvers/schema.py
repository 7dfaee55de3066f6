"""The one schema: every domain's queries, mutations and subscriptions, found by its name in domains.DOMAINS."""

from importlib import import_module
from importlib.util import find_spec

import strawberry
from strawberry.tools import merge_types

from domains import DOMAINS
from resolvers.entities import entities_query
from resolvers.fields import IMPLEMENTATIONS
from resolvers.inputs import compile_inputs
from resolvers.problems import HANDLERS, PROBLEMS
from resolvers.scalars import CONFIG

PARTS = {"queries": "Query", "mutations": "Mutation", "subscriptions": "Subscription"}


def build_schema(*further_queries: type) -> strawberry.Schema:
    """Collect what each domain offers. A domain without a part of the three leaves its file out. `further_queries` are for benchmarks."""
    roots: dict[str, list[type]] = {name: [] for name in PARTS.values()}
    for domain in DOMAINS:
        for module_name, class_name in PARTS.items():
            path = f"resolvers.{domain}.{module_name}"
            if find_spec(f"resolvers.{domain}") and find_spec(path):
                roots[class_name].append(getattr(import_module(path), class_name))
    roots["Query"] += [entities_query(), *further_queries]
    schema = strawberry.Schema(
        query=merge_types("Query", tuple(roots["Query"])),
        mutation=merge_types("Mutation", tuple(roots["Mutation"])) if roots["Mutation"] else None,
        subscription=merge_types("Subscription", tuple(roots["Subscription"])) if roots["Subscription"] else None,
        # Tests declare types of their own beside the house's.
        types=[*PROBLEMS, *(one for one in IMPLEMENTATIONS if one.__module__.startswith("resolvers."))],
        config=CONFIG,
        exception_handlers=HANDLERS,
    )
    compile_inputs(schema)
    return schema
