"""Every column says how sensitive it is, and what the classes mean is held to where a name gives it away."""

from importlib import import_module
from importlib.util import find_spec

from sqlalchemy import Column, Table
from sqlmodel import SQLModel

from domains import DOMAINS
from domains.kernel.data_classes import C1, C3, DataClass


def test_every_column_of_every_table_has_a_data_class() -> None:
    lacking = [str(column) for column in _columns() if not isinstance(column.info.get("data_class"), DataClass)]

    assert lacking == []


def test_every_domain_with_tables_is_walked() -> None:
    found = {name.split("_")[0] for name in _tables()}

    assert {"kernel", "customers", "ledger", "wallet"} <= found
    assert found <= {"kernel", *DOMAINS}


def test_what_authenticates_is_of_the_highest_class() -> None:
    secrets = {
        str(column): column.info["data_class"] for column in _columns() if any(word in column.name for word in ("private_key", "hash_sealed", "wrapped"))
    }

    assert set(secrets.values()) == {C3}
    assert {"customers_pin.hash_sealed", "customers_signing_key.private_key_sealed", "kernel_data_key.wrapped"} <= set(secrets)


def test_money_and_sealed_personal_data_are_never_merely_internal() -> None:
    exposed = [str(column) for column in _columns() if column.name.endswith(("_sealed", "_minor")) and column.info["data_class"] is C1]

    assert exposed == []


def _columns() -> list["Column[object]"]:
    return [column for table in _tables().values() for column in table.columns]


def _tables() -> dict[str, Table]:
    for domain in ("kernel", *DOMAINS):
        if find_spec(f"domains.{domain}") and find_spec(f"domains.{domain}.models"):
            import_module(f"domains.{domain}.models")
    return dict(SQLModel.metadata.tables)
