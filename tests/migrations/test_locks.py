"""A migration waits five seconds for a lock and no longer, so that it never makes everybody else queue behind it."""

import ast
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

import migrations
from migrations import steps
from tests.migrations.conftest import Empty

HERE = Path(migrations.__file__).parent
VERSIONS = sorted((HERE / "versions").glob("[0-9]*.py"))


@pytest.mark.parametrize("file", VERSIONS, ids=lambda file: file.stem)
def test_both_ways_of_every_migration_begin_with_the_lock_timeout(file: Path) -> None:
    functions = {item.name: item for item in ast.parse(file.read_text()).body if isinstance(item, ast.FunctionDef)}

    for name in ("upgrade", "downgrade"):
        assert ast.unparse(functions[name].body[0]) == "begin()", name


def test_a_new_migration_is_written_with_the_lock_timeout() -> None:
    template = (HERE / "script.py.mako").read_text()

    assert "def upgrade() -> None:\n    begin()\n" in template
    assert "def downgrade() -> None:\n    begin()\n" in template


def test_a_migration_waits_five_seconds() -> None:
    assert steps.LOCK_TIMEOUT == "5s"


def test_a_busy_table_fails_the_migration_and_leaves_the_schema_as_it_was(upgraded: Empty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "LOCK_TIMEOUT", "100ms")
    with psycopg.connect(upgraded.app_dsn) as reader:
        reader.execute("SELECT count(*) FROM ledger_movement")

        with pytest.raises(OperationalError, match="lock timeout"):
            migrations.downgrade(upgraded.owner_dsn, "base")

        assert reader.execute("SELECT count(*) FROM ledger_movement").fetchone() == (0,)
    migrations.upgrade(upgraded.owner_dsn)
    migrations.check(upgraded.owner_dsn)
