"""`scenebank schema` as a person sees it."""

from __future__ import annotations

import pytest

from gateway.cli.failures import CommandFailed
from gateway.cli.schema import run_check, run_export, run_snapshot
from gateway.trusted import MOBILE_SCHEMA


def test_an_audience_or_a_domain_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    run_export("partner", None)
    assert "requestCode(input: RequestCodeInput!)" in capsys.readouterr().out
    run_export("customer", "wallet")
    assert capsys.readouterr().out.startswith('extend schema @link(url: "https://specs.apollo.dev/federation/v2.7"')


def test_a_name_that_there_is_not_is_answered_with_those_that_there_are() -> None:
    with pytest.raises(CommandFailed, match="customer, partner, operator"):
        run_export("everybody", None)
    with pytest.raises(CommandFailed, match="customers, ledger, wallet"):
        run_export("customer", "mall")


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
