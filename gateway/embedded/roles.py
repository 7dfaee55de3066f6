"""The database and the roles that Scenebank expects on its own server."""

from collections.abc import Mapping

import psycopg
from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg.sql import SQL, Identifier, Literal

from gateway.embedded.data_folder import APP, OWNER

DATABASE = "scenebank"
RIGHTS_OF_A_SERVICE_ROLE = SQL("LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION")


def make_roles_and_database(superuser_dsn: str, passwords: Mapping[str, str]) -> None:
    """Makes the owner's role, the app's role and the database where they are missing; what is there already is left as it is."""
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        present = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        for role in (OWNER, APP):
            if role not in present:
                connection.execute(SQL("CREATE ROLE {} {} PASSWORD {}").format(Identifier(role), RIGHTS_OF_A_SERVICE_ROLE, Literal(passwords[role])))
        make_database(connection, DATABASE)


def make_database(connection: Connection[TupleRow], name: str) -> None:
    """Makes a database that the owner's role owns and that only the two roles may enter, unless it is there."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
        return
    # Closed to strangers in the same statement order at every start: a crash in between leaves a database without the app's right,
    # so the right is given under a name of its own and the database takes its real name last.
    unfinished = Identifier(f"{name}_unfinished")
    connection.execute(SQL("DROP DATABASE IF EXISTS {}").format(unfinished))
    connection.execute(SQL("CREATE DATABASE {} OWNER {}").format(unfinished, Identifier(OWNER)))
    connection.execute(SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(unfinished))
    connection.execute(SQL("GRANT CONNECT ON DATABASE {} TO {}").format(unfinished, Identifier(APP)))
    connection.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(unfinished, Identifier(name)))
