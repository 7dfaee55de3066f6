"""The tables as the models tell them are the tables that the migrations made."""

from sqlalchemy import CheckConstraint
from sqlmodel import SQLModel

from domains.customers import models
from domains.kernel.database import Database

CHECKS = """
SELECT conname FROM pg_constraint WHERE contype IN ('c', 'f') AND conrelid::regclass::text LIKE 'customers\\_%'
"""
COLUMNS = "SELECT table_name, column_name, is_nullable = 'YES' AS nullable FROM information_schema.columns WHERE table_name LIKE 'customers\\_%'"


async def test_every_check_and_reference_of_the_models_stands_in_the_database(database: Database) -> None:
    told = {
        str(constraint.name)
        for table in own_tables()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint) or constraint.__class__.__name__ == "ForeignKeyConstraint"
    }
    async with database.reading() as read:
        made = {row["conname"] for row in await read.fetch(CHECKS)}
    assert told == made
    assert len(told) >= 14


async def test_every_column_is_there_and_as_nullable_as_the_models_say(database: Database) -> None:
    told = {(table.name, column.name, bool(column.nullable)) for table in own_tables() for column in table.columns}
    async with database.reading() as read:
        made = {tuple(row.values()) for row in await read.fetch(COLUMNS)}
    assert told == made


async def test_what_is_sealed_or_authenticates_is_never_of_class_c1() -> None:
    telling = ("_sealed", "_index", "fingerprint", "thumbprint")
    assert [str(column) for table in own_tables() for column in table.columns if column.name.endswith(telling) and column.info["data_class"] == "C1"] == []


def own_tables() -> list:  # type: ignore[type-arg]
    assert models
    return [table for name, table in SQLModel.metadata.tables.items() if name.startswith("customers_")]
