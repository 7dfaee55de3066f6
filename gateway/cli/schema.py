"""`scenebank schema`: print an SDL, write the snapshots, check the documents of every app version."""

import re
import sys

from rich.console import Console

from gateway.cli.failures import CommandFailed
from gateway.mobile_schema import OperationsWrong, audience_sdl, export_domain, unlisted_breaking_changes
from gateway.mobile_schema.snapshot import manifest_path, release, stale_files, write_snapshot
from gateway.trusted import MOBILE_SCHEMA, ManifestWrong, check_manifests, read_live_manifests
from resolvers.permissions import Audience
from resolvers.schema import build_schema

VERSION = re.compile(r"\d+\.\d+\.\d+(?:-[0-9A-Za-z.]+)?", re.ASCII)

_console = Console(highlight=False, soft_wrap=True)


def run_export(audience: str, domain: str | None) -> None:
    """Print the SDL of an audience, or of a domain as a subgraph. Raises CommandFailed for a name that there is not."""
    schema = build_schema()
    try:
        sys.stdout.write(audience_sdl(schema._schema, Audience(audience)) if domain is None else export_domain(schema, domain))
    except ValueError as error:
        raise CommandFailed(f"There is no audience {audience!r}: it is one of {', '.join(Audience)}.") from error
    except LookupError as error:
        raise CommandFailed(str(error.args[0])) from error


def run_snapshot() -> None:
    """Write the files under mobile_sdk_schema/ that are stale, and say which. Raises CommandFailed for operations that cannot be read."""
    try:
        written = write_snapshot(build_schema()._schema)
    except OperationsWrong as error:
        raise CommandFailed(f"mobile_sdk_schema/operations/{error}") from error
    for path in written:
        _console.print(f"[green]✓[/green] {path.relative_to(MOBILE_SCHEMA.parent)}")
    if not written:
        _console.print("Everything is fresh.")


def run_release(version: str) -> None:
    """Keep the snapshot as that of a version, and say which files were written.

    Raises CommandFailed for a version that is none or is taken, for stale files, and for documents that the schema breaks."""
    if not VERSION.fullmatch(version):
        raise CommandFailed(f"{version!r} is not a version: write it as 1.4.0, or 1.4.0-rc.1.")
    if manifest_path(version, MOBILE_SCHEMA).exists():
        raise CommandFailed(f"Version {version} was released already: its documents never change.")
    schema = build_schema()._schema
    stale = stale_files(schema, MOBILE_SCHEMA)
    if stale:
        names = ", ".join(path.name for path in stale)
        raise CommandFailed(f"Not what the schema and the operations make: {names}. Run `scenebank schema snapshot` first.")
    if run_check():
        raise CommandFailed("Nothing was released.")
    for path in release(version, MOBILE_SCHEMA):
        _console.print(f"[green]✓[/green] {path.relative_to(MOBILE_SCHEMA.parent)}")


def run_check() -> int:
    """Tell each document that the schema breaks, and each breaking change that the change log does not list; 1 if there is any.

    Raises CommandFailed for a manifest that cannot be read."""
    schema = build_schema()._schema
    try:
        manifests = read_live_manifests(MOBILE_SCHEMA)
    except ManifestWrong as error:
        raise CommandFailed(str(error)) from error
    found = check_manifests(schema, manifests)
    change_log = MOBILE_SCHEMA.parent / "CHANGELOG.md"
    if change_log.exists():
        found += [f"not listed in CHANGELOG.md: {change}" for change in unlisted_breaking_changes(schema, MOBILE_SCHEMA, change_log.read_text())]
    for line in found:
        _console.print(f"[red]✗[/red] {line}", markup=True)
    if not found:
        documents = sum(len(manifest.documents) for manifest in manifests)
        _console.print(f"[green]✓[/green] {documents} documents of {len({one.version for one in manifests})} app versions run.")
    return 1 if found else 0
