"""What a partner may register, and where it ends up."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pydantic import SecretStr

from domains import scenes
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from gateway.cli.failures import CommandFailed
from gateway.cli.partners import run_register_document
from gateway.embedded import Instance
from gateway.limits import CostOptions
from gateway.partner_documents import DocumentUnfit, ScenesDocuments, fit_document, register
from gateway.settings import Environment, Settings
from gateway.wiring import opened_house
from resolvers.schema import build_schema
from tests.gateway.app.running import RUN_KEYS

schema = build_schema()._schema
PRINTED = "query Payer {\n  viewer {\n    id\n    hasPin\n  }\n}"
WRITTEN = "# ours\nquery Payer { viewer { id, hasPin } }"


async def a_partner(database: Database) -> UUID:
    partner = await database.write(scenes.register_partner, scenes.RegisterPartnerCommand(request_id=uuid4(), owner_id=HOUSE_ID, name="晨光影院"))
    return partner.id


def test_what_is_registered_is_the_printed_text_under_its_hash() -> None:
    fit = fit_document(schema, WRITTEN, CostOptions())
    assert fit == (hashlib.sha256(PRINTED.encode()).hexdigest(), "Payer", "query", PRINTED, 2)
    assert fit_document(schema, PRINTED, CostOptions()) == fit


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("query {", "Syntax Error"),
        ("{ viewer { id } }", "one operation, with a name"),
        ("query A { viewer { id } } query B { viewer { id } }", "one operation, with a name"),
        ("fragment F on Customer { id }", "one operation, with a name"),
        ("query A { viewer { salary } }", "Cannot query field 'salary'"),
        ("query A { __schema { types { name } } }", "Introspection is not open"),
        ("query A { ledgerAccounts(reason: COMPLAINT) { auditId } }", "Cannot query field|only the bank's staff"),
        ("mutation A($input: OpenWalletInput!) { openWallet(input: $input) { __typename } }", "Select `... on Problem { message }` of openWallet"),
        ("query A { wallets { statement(first: 50) { nodes { amount { amount } balanceAfter { amount } } } } }", "It could cost 1"),
        ("query A { viewer { " + " ".join(f"a{n}: id" for n in range(40)) + " } }", "aliases"),
    ],
)
def test_what_is_unfit_is_told_why(text: str, why: str) -> None:
    with pytest.raises(DocumentUnfit, match=why.replace("... on", r"\.\.\. on").replace("{ message }", r"\{ message \}")):
        fit_document(schema, text, CostOptions(operation_max=100))


def test_an_operators_field_is_not_for_partners() -> None:
    with pytest.raises(DocumentUnfit, match=r"only the bank's staff may see \(operator:risk\)"):
        fit_document(schema, "query A { riskRules { __typename } }", CostOptions())


async def test_a_registered_document_is_found_for_its_partner(database: Database) -> None:
    partner_id = await a_partner(database)
    document = await register(database, schema, partner_id, WRITTEN, CostOptions())
    store = ScenesDocuments(database)
    assert await store.find(partner_id, document.id) == PRINTED
    assert await store.find(uuid4(), document.id) is None
    assert await store.find(partner_id, "0" * 64) is None


def command_settings(migrated: Instance, tmp_path: Path) -> Settings:
    return Settings(environment=Environment.DEVELOPMENT, data=tmp_path, database_url=SecretStr(migrated.app_dsn), keys=SecretStr(RUN_KEYS))


def test_the_command_prints_the_id(migrated: Instance, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async def partner() -> UUID:
        async with opened_house(command_settings(migrated, tmp_path)) as house:
            return await a_partner(house.database)

    file = tmp_path / "payer.graphql"
    file.write_text(WRITTEN)
    run_register_document(command_settings(migrated, tmp_path), file, asyncio.run(partner()))
    assert capsys.readouterr().out == f"✓ query Payer, costs 2 at most: {hashlib.sha256(PRINTED.encode()).hexdigest()}\n"


def test_the_command_says_why_nothing_was_registered(migrated: Instance, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "payer.graphql"
    file.write_text(WRITTEN)
    with pytest.raises(CommandFailed, match="There is no active partner"):
        run_register_document(command_settings(migrated, tmp_path), file, uuid4())
    file.write_text("query A { viewer { salary } }")
    with pytest.raises(CommandFailed, match=r"payer\.graphql was not registered\. Cannot query field 'salary'"):
        run_register_document(command_settings(migrated, tmp_path), file, uuid4())
    with pytest.raises(CommandFailed, match="cannot be read"):
        run_register_document(command_settings(migrated, tmp_path), tmp_path / "none.graphql", uuid4())
    assert capsys.readouterr().out == ""
