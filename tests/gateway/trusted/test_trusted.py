"""Trusted documents: several app versions served together, and what a change of the schema would break of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from graphql import build_schema

from gateway.graphql import Documents, RequestRefused
from gateway.graphql.documents import OperationRequest
from gateway.mobile_schema import TrustedDocument
from gateway.mobile_schema.operations import document_id
from gateway.trusted import ManifestWrong, check_manifests, manifest_of, read_live_manifests, read_manifest, trusted_texts
from resolvers.schema import build_schema as build_house_schema

SDL = "type Query { viewer: Customer } type Customer { id: ID  name: String }"


def document(name: str, text: str) -> TrustedDocument:
    return TrustedDocument(name, "query", "home", text, document_id(text))


HOME_1 = document("Home", "query Home {\n  viewer {\n    id\n    name\n  }\n}")
HOME_2 = document("Home", "query Home {\n  viewer {\n    id\n  }\n}")


def folder_of(tmp_path: Path) -> Path:
    (tmp_path / "manifests").mkdir()
    (tmp_path / "trusted-documents.json").write_text(manifest_of("next", [HOME_2]).text)
    (tmp_path / "manifests" / "1.0.0.json").write_text(manifest_of("1.0.0", [HOME_1]).text)
    (tmp_path / "manifests" / "1.1.0.json").write_text(manifest_of("1.1.0", [HOME_1, HOME_2]).text)
    return tmp_path


def test_several_app_versions_are_served_together_by_id_alone(tmp_path: Path) -> None:
    texts = trusted_texts(read_live_manifests(folder_of(tmp_path)))
    assert texts == {HOME_1.id: HOME_1.text, HOME_2.id: HOME_2.text}
    documents = Documents(build_schema(SDL), trusted=texts, trusted_only=True)
    for one in (HOME_1, HOME_2):
        assert documents.prepare(OperationRequest(None, document_id=one.id), introspection=False).trusted
    with pytest.raises(RequestRefused) as refused:
        documents.prepare(OperationRequest(HOME_1.text), introspection=False)
    assert refused.value.code == "DOCUMENT_NOT_TRUSTED"


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    manifest = manifest_of("1.0.0", [HOME_1, HOME_2])
    path = tmp_path / "1.0.0.json"
    path.write_text(manifest.text)
    assert read_manifest(path) == manifest


def test_an_id_that_is_not_that_of_its_text_is_refused(tmp_path: Path) -> None:
    content = json.loads(manifest_of("1.0.0", [HOME_1]).text)
    content["documents"][HOME_1.id]["text"] += " "
    path = tmp_path / "1.0.0.json"
    path.write_text(json.dumps(content))
    with pytest.raises(ManifestWrong, match=r"1\.0\.0\.json lists Home under an id that is not the SHA-256 of its text"):
        read_manifest(path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": "1", "documents": {"x": {}}}'])
def test_a_manifest_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "2.0.0.json"
    path.write_text(text)
    with pytest.raises(ManifestWrong, match=r"2\.0\.0\.json"):
        read_manifest(path)


def test_a_field_that_goes_is_told_with_every_app_version_and_document_that_needs_it(tmp_path: Path) -> None:
    manifests = read_live_manifests(folder_of(tmp_path))
    assert check_manifests(build_schema(SDL), manifests) == []
    assert check_manifests(build_schema(SDL.replace("name: String", "")), manifests) == [
        "1.0.0: Home: Cannot query field 'name' on type 'Customer'.",
        "1.1.0: Home: Cannot query field 'name' on type 'Customer'.",
    ]


def test_a_document_beyond_the_limits_is_told(tmp_path: Path) -> None:
    deep = document("Deep", "query Deep { viewer { " + "friend { " * 12 + "id" + " }" * 14)
    schema = build_schema("type Query { viewer: Customer } type Customer { id: ID  friend: Customer }")
    assert check_manifests(schema, [manifest_of("1.0.0", [deep])]) == ["1.0.0: Deep: At most 12 levels of fields inside each other may be asked for at once."]


def test_the_schema_breaks_no_document_of_any_live_manifest() -> None:
    manifests = read_live_manifests()
    assert manifests[0].version == "next"
    assert check_manifests(build_house_schema()._schema, manifests) == []
