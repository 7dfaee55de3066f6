"""What changed since the last release in a way that breaks apps, and whether the change log says so."""

from __future__ import annotations

from pathlib import Path

from graphql import GraphQLSchema, build_schema, find_breaking_changes

from gateway.mobile_schema.audiences import audience_schema
from resolvers.permissions import Audience

RELEASED = "released"


def unlisted_breaking_changes(schema: GraphQLSchema, folder: Path, change_log: str) -> list[str]:
    """Breaking changes of each audience's schema against the last release that the change log does not name.

    A change is listed by its description between backquotes or not, as this function words it: "Account.name was removed."."""
    unlisted = []
    for audience in Audience:
        path = folder / RELEASED / f"{audience.value}.graphql"
        if not path.exists():
            continue
        changes = find_breaking_changes(build_schema(path.read_text()), audience_schema(schema, audience))
        unlisted += [f"{audience.value}: {change.description}" for change in changes if not _is_listed(change.description, change_log)]
    return unlisted


def _is_listed(description: str, change_log: str) -> bool:
    return description.rstrip(".") in change_log.replace("`", "")
