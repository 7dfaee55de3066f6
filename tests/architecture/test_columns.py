"""Every column has a data class, every table the house's name, and money in tables is whole minor units with time zones beside it."""

from importlib import import_module
from importlib.util import find_spec

import pytest
from sqlalchemy import BigInteger, Column, DateTime, Float, Integer, MetaData, Numeric, SmallInteger, Table, Text
from sqlmodel import SQLModel

from domains import DOMAINS
from domains.kernel.models import C1, DataClass

LIBRARIES_OWN = ("alembic_version", "procrastinate_")


def tables() -> list[Table]:
    for domain in ("kernel", *DOMAINS):
        if find_spec(f"domains.{domain}.models") is not None:
            import_module(f"domains.{domain}.models")
    # Tests declare tables of their own beside the house's.
    return [table for table in SQLModel.metadata.sorted_tables if table.name.split("_")[0] in ("kernel", *DOMAINS)]


def check_table(table: Table) -> list[str]:
    found = []
    for column in table.columns:
        place = f"{table.name}.{column.name}"
        if not isinstance(column.info.get("data_class"), DataClass):
            found.append(f"{place} has no data class")
        if isinstance(column.type, Float | Numeric) and not isinstance(column.type, Integer):
            found.append(f"{place} is not a whole number")
        if isinstance(column.type, DateTime) and not column.type.timezone:
            found.append(f"{place} has no time zone")
        if column.name.endswith("_minor") and not isinstance(column.type, BigInteger):
            found.append(f"{place} is too small for money")
    return found


def check_name(table: Table) -> list[str]:
    domain, _, noun = table.name.partition("_")
    return [] if domain in ("kernel", *DOMAINS) and noun and not noun.endswith("s") else [f"{table.name} is not <domain>_<noun>, singular"]


def test_every_column_has_a_data_class_and_a_type_that_is_exact() -> None:
    assert tables() != []
    assert [complaint for table in tables() for complaint in check_table(table)] == []


def test_every_table_is_named_after_its_domain_and_one_noun() -> None:
    assert [complaint for table in tables() for complaint in check_name(table) if not table.name.startswith(LIBRARIES_OWN)] == []


@pytest.mark.parametrize(
    "column",
    [
        Column("a", Text()),
        Column("a", Float(), info={"data_class": C1}),
        Column("a", Numeric(), info={"data_class": C1}),
        Column("a", DateTime(), info={"data_class": C1}),
        Column("a_minor", SmallInteger(), info={"data_class": C1}),
    ],
)
def test_a_column_that_breaks_a_rule_is_found(column: Column[object]) -> None:
    assert len(check_table(Table("wallet_thing", MetaData(), column))) == 1


def test_a_table_with_another_name_is_found() -> None:
    assert len(check_name(Table("wallet_accounts", MetaData()))) == 1
    assert len(check_name(Table("account", MetaData()))) == 1
