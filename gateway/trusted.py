"""Trusted documents: the manifests of every app version that is still in use, served together."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from graphql import GraphQLError, GraphQLSchema, parse, validate

import gateway
from gateway.engine import Unsupported, compile_operation
from gateway.graphql.documents import VALIDATION_RULES
from gateway.graphql.errors import RequestRefused
from gateway.limits import DocumentCheck
from gateway.mobile_schema.operations import TrustedDocument, document_id

MOBILE_SCHEMA = Path(gateway.__file__).parent.parent / "mobile_sdk_schema"
"""Beside the packages, in the repository and where they are installed."""

CURRENT = "trusted-documents.json"
OF_OPERATORS = "operator-documents.json"
"""What staff's tools send. Whoever else sends one of them lacks the permission."""

MANIFESTS = "manifests"


class ManifestWrong(Exception):
    """A manifest cannot be used. The text names it and says why."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The documents of one app version, by id."""

    version: str
    documents: dict[str, TrustedDocument]

    @property
    def text(self) -> str:
        """The manifest as its file holds it."""
        documents = {
            one.id: {"name": one.name, "kind": one.kind, "domain": one.domain, "text": one.text}
            for one in sorted(self.documents.values(), key=lambda one: one.name)
        }
        return json.dumps({"format": 1, "version": self.version, "documents": documents}, indent=2, ensure_ascii=False) + "\n"


def manifest_of(version: str, documents: Iterable[TrustedDocument]) -> Manifest:
    """The manifest of these documents."""
    return Manifest(version, {one.id: one for one in documents})


def read_manifest(path: Path) -> Manifest:
    """One manifest. Raises ManifestWrong, also for an id that is not that of its text."""
    try:
        content = json.loads(path.read_text())
        documents = {
            id_: TrustedDocument(told["name"], told["kind"], told["domain"], told["text"], document_id(told["text"]))
            for id_, told in content["documents"].items()
        }
        version = str(content["version"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ManifestWrong(f"The manifest {path.name} cannot be read ({type(error).__name__}: {error}).") from error
    for id_, document in documents.items():
        if id_ != document.id:
            raise ManifestWrong(f"The manifest {path.name} lists {document.name} under an id that is not the SHA-256 of its text.")
    return Manifest(version, documents)


def read_live_manifests(folder: Path = MOBILE_SCHEMA) -> list[Manifest]:
    """The current manifest, that of staff, and that of each released app version that is still in use. Raises ManifestWrong."""
    paths = [folder / CURRENT, folder / OF_OPERATORS, *sorted((folder / MANIFESTS).glob("*.json"))]
    return [read_manifest(path) for path in paths if path.exists()]


def trusted_texts(manifests: Iterable[Manifest]) -> dict[str, str]:
    """What `Documents` takes: every document of every manifest, by id."""
    return {id_: document.text for manifest in manifests for id_, document in manifest.documents.items()}


def check_manifests(schema: GraphQLSchema, manifests: Iterable[Manifest]) -> list[str]:
    """What the schema breaks: one line for each document that it no longer takes, with its app version and name. Empty when all is well."""
    checked: dict[str, str | None] = {}
    check_limits = DocumentCheck(schema)
    broken = []
    for manifest in manifests:
        for id_, document in manifest.documents.items():
            if id_ not in checked:
                checked[id_] = _why_broken(schema, document, check_limits)
            why = checked[id_]
            if why is not None:
                broken.append(f"{manifest.version}: {document.name}: {why}")
    return broken


def _document(told: dict[str, str]) -> TrustedDocument:
    return TrustedDocument(told["name"], told["kind"], told["domain"], told["text"], document_id(told["text"]))


def _why_broken(schema: GraphQLSchema, document: TrustedDocument, check_limits: DocumentCheck) -> str | None:
    try:
        parsed = parse(document.text)
        check_limits(parsed)
    except (GraphQLError, RequestRefused) as error:
        return str(error)
    errors = validate(schema, parsed, VALIDATION_RULES)
    if errors:
        return errors[0].message
    try:
        compile_operation(schema, parsed, document.name, events=True)
    except Unsupported as unsupported:
        return f"does not compile: {unsupported}"
    return None
