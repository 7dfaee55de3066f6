"""`scenebank schema` as a person sees it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gateway.cli.failures import CommandFailed
from gateway.cli.schema import run_check, run_export, run_release, run_snapshot
from gateway.trusted import MOBILE_SCHEMA, read_live_manifests, read_manifest


def test_an_audience_or_a_domain_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    run_export("partner", None)
    assert "input: InitiatePaymentInput!" in capsys.readouterr().out
    run_export("customer", "wallet")
    assert capsys.readouterr().out.startswith('extend schema @link(url: "https://specs.apollo.dev/federation/v2.9"')


def test_a_name_that_there_is_not_is_answered_with_those_that_there_are() -> None:
    with pytest.raises(CommandFailed, match="customer, partner, operator"):
        run_export("everybody", None)
    with pytest.raises(CommandFailed, match="customers, ledger, credit, wallet"):
        run_export("customer", "nothing")


def test_what_was_written_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    written = [MOBILE_SCHEMA / "customer.graphql"]
    monkeypatch.setattr("gateway.cli.schema.write_snapshot", lambda _: written)
    run_snapshot()
    assert capsys.readouterr().out == "✓ mobile_sdk_schema/customer.graphql\n"
    written.clear()
    run_snapshot()
    assert capsys.readouterr().out == "Everything is fresh.\n"


def test_every_live_document_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_check() == 0
    assert "documents of 1 app versions run." in capsys.readouterr().out


def test_a_document_that_breaks_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("gateway.cli.schema.check_manifests", lambda *_: ["1.0.0: Home: gone"])
    assert run_check() == 1
    assert capsys.readouterr().out == "✗ 1.0.0: Home: gone\n"


@pytest.fixture
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A copy of what is committed, for a command that writes into it."""
    folder = tmp_path / MOBILE_SCHEMA.name
    shutil.copytree(MOBILE_SCHEMA, folder, ignore=shutil.ignore_patterns("typescript"))
    for module in ("cli.schema", "mobile_schema.snapshot", "trusted"):
        monkeypatch.setattr(f"gateway.{module}.MOBILE_SCHEMA", folder)
    return folder


def test_a_release_keeps_schema_and_documents_of_its_version(own_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_release("1.4.0")
    names = ["released/customer.graphql", "released/partner.graphql", "released/operator.graphql", "manifests/1.4.0.json"]
    assert capsys.readouterr().out.splitlines()[1:] == [f"✓ mobile_sdk_schema/{name}" for name in names]
    assert (own_folder / "released" / "customer.graphql").read_text() == (own_folder / "customer.graphql").read_text()
    kept, current = read_manifest(own_folder / "manifests" / "1.4.0.json"), read_manifest(own_folder / "trusted-documents.json")
    assert (kept.version, kept.documents) == ("1.4.0", current.documents)
    assert {one.version for one in read_live_manifests(own_folder)} == {"next", "1.4.0"}


def test_what_a_version_released_never_changes(own_folder: Path) -> None:
    run_release("1.4.0")
    before = (own_folder / "manifests" / "1.4.0.json").read_text()
    with pytest.raises(CommandFailed, match="was released already"):
        run_release("1.4.0")
    assert (own_folder / "manifests" / "1.4.0.json").read_text() == before


@pytest.mark.parametrize("version", ["", "1.4", "v1.4.0", "../1.4.0", "1.4.0/x"])
def test_what_is_no_version_is_not_released(own_folder: Path, version: str) -> None:
    with pytest.raises(CommandFailed, match="is not a version"):
        run_release(version)
    assert not (own_folder / "released").exists()


def test_stale_files_are_not_released(own_folder: Path) -> None:
    (own_folder / "customer.graphql").write_text("type Query { old: Int }")
    with pytest.raises(CommandFailed, match=r"customer\.graphql\. Run `scenebank schema snapshot` first"):
        run_release("1.4.0")
    assert not (own_folder / "manifests").exists()


def test_a_schema_that_breaks_a_live_document_is_not_released(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.cli.schema.check_manifests", lambda *_: ["1.0.0: Home: gone"])
    with pytest.raises(CommandFailed, match="Nothing was released"):
        run_release("1.4.0")
    assert not (own_folder / "manifests").exists()
