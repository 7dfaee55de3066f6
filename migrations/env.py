"""How alembic reaches the database: synchronously, as the schema's owner, one transaction for each migration."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from alembic import context
from sqlalchemy import create_engine, pool
from sqlmodel import SQLModel

from domains import DOMAINS

for domain in ("kernel", *DOMAINS):
    if find_spec(f"domains.{domain}") and find_spec(f"domains.{domain}.models"):
        import_module(f"domains.{domain}.models")


def include_object(item: Any, name: str | None, type_: str, reflected: bool, compare_to: Any) -> bool:
    """Leave out what the models do not describe: partitions, the job queue's own tables."""
    table = name if type_ == "table" else getattr(getattr(item, "table", None), "name", None)
    return table is None or not (table.startswith("procrastinate_") or (reflected and "_p_" in table))


def run() -> None:
    url = context.config.attributes["url"]
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            include_object=include_object,
            transaction_per_migration=True,
            compare_type=True,
            compare_server_default=False,
            # The job queue brings its schema as one script with per cent signs in it.
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
