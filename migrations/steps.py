"""What every migration does: wait for no lock longer than five seconds, and give the app's role its rights table by table."""

from alembic import op
from sqlalchemy import text

APP_ROLE = "scenebank_app"

LOCK_TIMEOUT = "5s"

READ_AND_APPEND = "SELECT, INSERT"
READ_AND_WRITE = "SELECT, INSERT, UPDATE, DELETE"


def begin() -> None:
    """First line of each migration: a busy table makes the migration fail and be tried again, instead of queueing everybody behind it."""
    op.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")


def grant(table: str, rights: str) -> None:
    """Give the app's role those rights on a table. Without that role (one login for everything) there is nothing to give."""
    if _app_role_exists():
        op.execute(f"GRANT {rights} ON TABLE {table} TO {APP_ROLE}")


def grant_sequences() -> None:
    """Let the app's role draw from every sequence that exists so far."""
    if _app_role_exists():
        op.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}")


def hash_partitions(table: str, count: int, fillfactor: int = 100) -> None:
    """Make the hash partitions `<table>_p_0` and so on."""
    for remainder in range(count):
        op.execute(
            f"CREATE TABLE {table}_p_{remainder} PARTITION OF {table} FOR VALUES WITH (MODULUS {count}, REMAINDER {remainder}) WITH (fillfactor = {fillfactor})"
        )


def _app_role_exists() -> bool:
    return bool(op.get_bind().execute(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": APP_ROLE}).first())
