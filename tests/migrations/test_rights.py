"""What the app's role can do to the schema and to the books: as little as the database itself can hold it to."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from tests.migrations.conftest import Empty

APPEND_ONLY = ("ledger_movement", "ledger_entry", "kernel_audit")
"""What has happened: nobody changes it, and the app's role cannot."""

CHANGES_TO_THE_SCHEMA = (
    "CREATE TABLE stray (id integer)",
    "CREATE TEMPORARY TABLE stray (id integer)",
    "CREATE SCHEMA stray",
    "CREATE FUNCTION stray() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "CREATE INDEX stray ON ledger_movement (kind)",
    "DROP EXTENSION plpgsql",
    "ALTER TABLE ledger_account ADD COLUMN stray text",
    "ALTER TABLE ledger_account DROP CONSTRAINT ledger_account_overdraft",
    "ALTER TABLE ledger_movement DISABLE TRIGGER ALL",
    "ALTER TABLE ledger_movement OWNER TO scenebank_app",
    "DROP TABLE wallet_note",
    "TRUNCATE ledger_movement",
    "UPDATE alembic_version SET version_num = 'none'",
    "CREATE ROLE stray",
    "SET ROLE scenebank_owner",
)

TABLES_WITH_A_RIGHT = """
SELECT table_name FROM information_schema.role_table_grants
WHERE grantee IN ('scenebank_app', 'PUBLIC') AND table_schema = 'public' AND privilege_type = ANY(%s)
"""
TABLES_OF_THE_HOUSE = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
    AND relname <> 'alembic_version'
"""


@pytest.fixture
def app(upgraded: Empty) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection as the app has it."""
    with psycopg.connect(upgraded.app_dsn, autocommit=True) as connection:
        yield connection


def test_the_schema_is_not_the_apps_to_change(app: psycopg.Connection[tuple[object, ...]]) -> None:
    allowed = [statement for statement in CHANGES_TO_THE_SCHEMA if not _is_refused(app, statement)]

    assert allowed == []


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_what_has_happened_can_be_added_to_and_read_but_neither_changed_nor_removed(app: psycopg.Connection[tuple[object, ...]], table: str) -> None:
    assert app.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    column = "detail" if table == "kernel_audit" else "amount_minor"
    # PostgreSQL answers this with a warning: who cannot give a right gives none.
    app.execute(f"GRANT UPDATE, DELETE ON {table} TO scenebank_app")

    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}", f"SELECT * FROM {table} FOR UPDATE", f"TRUNCATE {table}"):
        with pytest.raises(InsufficientPrivilege):
            app.execute(statement)


def test_balances_are_updated_but_accounts_never_removed(app: psycopg.Connection[tuple[object, ...]]) -> None:
    app.execute("UPDATE ledger_account SET last_sequence = last_sequence")

    with pytest.raises(InsufficientPrivilege):
        app.execute("DELETE FROM ledger_account")


def test_only_the_append_only_tables_lack_the_right_to_update(upgraded: Empty) -> None:
    with psycopg.connect(upgraded.admin_dsn) as connection:
        changeable = _names(connection.execute(TABLES_WITH_A_RIGHT, (["UPDATE"],)))
        of_the_house = _names(connection.execute(TABLES_OF_THE_HOUSE))

    assert set(APPEND_ONLY) <= of_the_house - changeable


def test_the_app_can_read_every_table_of_the_house(upgraded: Empty) -> None:
    with psycopg.connect(upgraded.admin_dsn) as connection:
        readable = _names(connection.execute(TABLES_WITH_A_RIGHT, (["SELECT"],)))

        assert _names(connection.execute(TABLES_OF_THE_HOUSE)) - readable == set()


def test_nobody_but_the_owner_holds_rights_on_tables_that_could_undo_the_books(upgraded: Empty) -> None:
    with psycopg.connect(upgraded.admin_dsn) as connection:
        assert _names(connection.execute(TABLES_WITH_A_RIGHT, (["TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"],))) == set()


def _is_refused(connection: psycopg.Connection[tuple[object, ...]], statement: str) -> bool:
    try:
        connection.execute(statement)
    except InsufficientPrivilege:
        return True
    return False


def _names(rows: psycopg.Cursor[tuple[object, ...]]) -> set[str]:
    return {str(row[0]) for row in rows}
