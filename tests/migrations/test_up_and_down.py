"""The chain of migrations goes up, down and up again on the oldest and the newest server, and says what the models say."""

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from alembic.script import ScriptDirectory
from alembic.util import CommandError

import migrations
from tests.migrations.conftest import Empty

PROJECT = Path(__file__).parents[2]

COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable, coalesce(column_default, '') FROM information_schema.columns
WHERE table_schema = 'public' ORDER BY 1, 2
"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2
"""
INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
RIGHTS = """
SELECT table_name, privilege_type FROM information_schema.role_table_grants
WHERE grantee = 'scenebank_app' AND table_schema = 'public' ORDER BY 1, 2
"""
FUNCTIONS = "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1"
TYPES = "SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd', 'r') ORDER BY 1"


def test_a_schema_taken_down_and_brought_up_again_is_the_same(empty: Empty) -> None:
    migrations.upgrade(empty.owner_dsn)
    first = _schema(empty)
    assert ("ledger_movement", "amount_minor", "bigint", "NO", "") in first["columns"]

    migrations.downgrade(empty.owner_dsn, "base")
    left = _schema(empty)
    assert [row for row in left["columns"] if row[0] != "alembic_version"] == []
    assert (left["functions"], left["types"]) == ([], [])

    migrations.upgrade(empty.owner_dsn)
    assert _schema(empty) == first


def test_an_upgrade_that_has_nothing_to_do_changes_nothing(upgraded: Empty) -> None:
    before = _schema(upgraded)

    migrations.upgrade(upgraded.owner_dsn)

    assert _schema(upgraded) == before


def test_every_step_can_be_taken_back_alone_and_made_again(empty: Empty) -> None:
    revisions = [script.revision for script in reversed(list(_scripts().walk_revisions()))]
    schemas = []
    for revision in revisions:
        migrations.upgrade(empty.owner_dsn, revision)
        schemas.append(_schema(empty))
    for revision, schema in zip(reversed(revisions[:-1]), reversed(schemas[:-1]), strict=True):
        migrations.downgrade(empty.owner_dsn, revision)
        assert _schema(empty) == schema, revision


def test_models_and_migrated_schema_do_not_differ(upgraded: Empty) -> None:
    migrations.check(upgraded.owner_dsn)


def test_a_column_that_no_model_knows_is_noticed(upgraded: Empty) -> None:
    with psycopg.connect(upgraded.owner_dsn) as connection:
        connection.execute("ALTER TABLE wallet_note ADD COLUMN stray text")

    with pytest.raises(CommandError, match="stray"):
        migrations.check(upgraded.owner_dsn)


def test_the_chain_is_one_line_from_base_to_one_head() -> None:
    scripts = _scripts()

    assert len(scripts.get_bases()) == 1
    assert len(scripts.get_heads()) == 1
    assert all(not script.is_branch_point and not script.is_merge_point for script in scripts.walk_revisions())


def test_processes_that_upgrade_one_database_at_once_queue_up(empty: Empty) -> None:
    source = "import sys, migrations; migrations.upgrade(sys.argv[1])"
    running = [
        subprocess.Popen([sys.executable, "-c", source, empty.owner_dsn], cwd=PROJECT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        for _ in range(2)
    ]

    errors = [process.communicate(timeout=60)[1] for process in running]

    assert [process.returncode for process in running] == [0, 0], errors
    migrations.check(empty.owner_dsn)


def test_no_extension_is_asked_of_the_server(upgraded: Empty) -> None:
    with psycopg.connect(upgraded.admin_dsn) as connection:
        assert connection.execute("SELECT extname FROM pg_extension").fetchall() == [("plpgsql",)]


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(migrations.configuration("postgresql://nowhere"))


def _schema(database: Empty) -> dict[str, list[tuple[object, ...]]]:
    with psycopg.connect(database.admin_dsn) as connection:
        asked = {"columns": COLUMNS, "constraints": CONSTRAINTS, "indexes": INDEXES, "rights": RIGHTS, "functions": FUNCTIONS, "types": TYPES}
        return {name: connection.execute(statement).fetchall() for name, statement in asked.items()}
