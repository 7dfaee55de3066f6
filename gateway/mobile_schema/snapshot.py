"""The files under `mobile_sdk_schema/` that are made from the schema and the operations: written, or compared with what stands there."""

from __future__ import annotations

from pathlib import Path

from graphql import GraphQLSchema

from gateway.mobile_schema.audiences import audience_sdl
from gateway.mobile_schema.changes import RELEASED
from gateway.mobile_schema.operations import read_operations
from gateway.trusted import CURRENT, MANIFESTS, MOBILE_SCHEMA, OF_OPERATORS, manifest_of, read_manifest
from resolvers.permissions import Audience

NEXT_VERSION = "next"
"""The version of what is not released yet."""


def snapshot(schema: GraphQLSchema, folder: Path = MOBILE_SCHEMA) -> dict[Path, str]:
    """What each generated file must hold. Raises OperationsWrong."""
    files = {folder / f"{audience.value}.graphql": audience_sdl(schema, audience) for audience in Audience}
    files[folder / CURRENT] = manifest_of(NEXT_VERSION, read_operations(folder / "operations")).text
    staff = folder / "operator-operations"
    if staff.exists():
        files[folder / OF_OPERATORS] = manifest_of(NEXT_VERSION, read_operations(staff)).text
    return files


def write_snapshot(schema: GraphQLSchema, folder: Path = MOBILE_SCHEMA) -> list[Path]:
    """Write what differs; gives the files that changed."""
    changed = stale_files(schema, folder)
    for path, text in snapshot(schema, folder).items():
        if path in changed:
            path.write_text(text)
    return changed


def stale_files(schema: GraphQLSchema, folder: Path = MOBILE_SCHEMA) -> list[Path]:
    """Files that do not hold what the schema and the operations make of them."""
    return [path for path, text in snapshot(schema, folder).items() if not path.exists() or path.read_text() != text]


def manifest_path(version: str, folder: Path = MOBILE_SCHEMA) -> Path:
    """Where a released version's documents stand."""
    return folder / MANIFESTS / f"{version}.json"


def release(version: str, folder: Path = MOBILE_SCHEMA) -> list[Path]:
    """Keep the snapshot as that of a release: the SDLs to compare with from now on, and the manifest to go on serving. Gives the files written."""
    written = []
    for audience in Audience:
        kept = folder / RELEASED / f"{audience.value}.graphql"
        kept.parent.mkdir(exist_ok=True)
        kept.write_text((folder / f"{audience.value}.graphql").read_text())
        written.append(kept)
    manifest = manifest_path(version, folder)
    manifest.parent.mkdir(exist_ok=True)
    manifest.write_text(manifest_of(version, read_manifest(folder / CURRENT).documents.values()).text)
    return [*written, manifest]
