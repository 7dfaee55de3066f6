"""The committed TypeScript is made of the schema and the documents that stand beside it."""

from __future__ import annotations

import hashlib
import re

from gateway.trusted import CURRENT, MOBILE_SCHEMA, read_manifest

SOURCE = MOBILE_SCHEMA / "typescript" / "src"


def test_every_document_has_its_id_in_typescript() -> None:
    told = dict(re.findall(r'^  (\w+): "([0-9a-f]{64})",$', (SOURCE / "document-ids.ts").read_text(), re.MULTILINE))
    manifest = read_manifest(MOBILE_SCHEMA / CURRENT)
    assert told == {document.name: document.id for document in manifest.documents.values()}, "run `make sdk`"


def test_the_types_are_made_from_the_customers_schema() -> None:
    (made_from,) = re.findall(r'madeFrom = "([0-9a-f]{64})"', (SOURCE / "document-ids.ts").read_text())
    assert made_from == hashlib.sha256((MOBILE_SCHEMA / "customer.graphql").read_bytes()).hexdigest(), "run `make sdk`"


def test_every_document_is_a_typed_node() -> None:
    operations = (SOURCE / "operations.ts").read_text()
    for document in read_manifest(MOBILE_SCHEMA / CURRENT).documents.values():
        kind = document.kind.capitalize()
        assert f"as unknown as DocumentNode<{document.name}{kind}, {document.name}{kind}Variables>" in operations, document.name
