"""The owner's and the app's roles, and who may enter the database."""

from pathlib import Path

import psycopg
import pytest

from gateway.embedded import Binaries, Instance, start


def test_the_owner_makes_tables_and_the_app_uses_what_it_is_granted(data_folder: Path, binaries: Binaries) -> None:
    with start(data_folder, binaries=binaries, fast_unsafe=True) as instance:
        with psycopg.connect(instance.owner_dsn) as owner:
            owner.execute("CREATE TABLE entry (minor bigint); GRANT INSERT, SELECT ON entry TO scenebank_app")
        with psycopg.connect(instance.app_dsn, autocommit=True) as app:
            app.execute("INSERT INTO entry VALUES (5)")
            assert app.execute("SELECT minor FROM entry").fetchall() == [(5,)]
            for statement in ("UPDATE entry SET minor = 6", "DELETE FROM entry", "DROP TABLE entry", "ALTER TABLE entry ADD COLUMN more int"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    app.execute(statement)
            assert app.execute("SELECT minor FROM entry").fetchall() == [(5,)]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE own (id int)",
        "CREATE SCHEMA own",
        "CREATE TEMPORARY TABLE own (id int)",
        "CREATE ROLE own",
        "CREATE DATABASE own",
        "SET ROLE scenebank_owner",
    ],
)
def test_the_app_may_not_change_the_schema_or_become_another(served: Instance, statement: str) -> None:
    with psycopg.connect(served.app_dsn, autocommit=True) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(statement)


def test_a_role_of_another_purpose_may_not_enter_the_database(served: Instance) -> None:
    with psycopg.connect(served.dsn(), autocommit=True) as superuser:
        superuser.execute("CREATE ROLE stranger LOGIN PASSWORD 'known'")
    with pytest.raises(psycopg.OperationalError, match='permission denied for database "scenebank"'):
        psycopg.connect(host="127.0.0.1", port=served.port, user="stranger", password="known", dbname="scenebank")


def test_neither_role_is_a_superuser(served: Instance) -> None:
    with psycopg.connect(served.dsn()) as superuser:
        rows = superuser.execute(
            "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls FROM pg_roles WHERE rolname LIKE 'scenebank%' ORDER BY 1"
        ).fetchall()
    assert rows == [("scenebank_app", *[False] * 5), ("scenebank_owner", *[False] * 5)]


def test_a_first_start_that_was_cut_short_is_completed_by_the_next(data_folder: Path, wheel: Binaries) -> None:
    with start(data_folder, binaries=wheel, fast_unsafe=True) as instance, psycopg.connect(instance.dsn(database="postgres"), autocommit=True) as superuser:
        superuser.execute("DROP DATABASE scenebank")
        superuser.execute("DROP ROLE scenebank_app")
        superuser.execute("CREATE DATABASE scenebank_unfinished")
    with start(data_folder, binaries=wheel, fast_unsafe=True) as instance, psycopg.connect(instance.app_dsn) as app:
        assert app.execute("SELECT current_database(), current_user").fetchone() == ("scenebank", "scenebank_app")
        assert app.execute("SELECT datname FROM pg_database WHERE datname LIKE 'scenebank%'").fetchall() == [("scenebank",)]


def test_a_further_database_is_made_once(served: Instance) -> None:
    served.create_database("further")
    with psycopg.connect(served.dsn("scenebank_owner", "further")) as owner:
        owner.execute("CREATE TABLE kept (id int)")
    served.create_database("further")
    with psycopg.connect(served.dsn("scenebank_owner", "further")) as owner:
        assert owner.execute("SELECT count(*) FROM kept").fetchone() == (0,)
