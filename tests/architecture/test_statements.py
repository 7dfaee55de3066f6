"""SQL stands in the queries drawers, and only the kernel's database begins and ends a transaction."""

import ast
import re

import pytest

from tests.architecture.source import Module, complaints, dotted, planted, texts

STATEMENT = re.compile(
    r"\s*(SELECT\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+(AS\s+\w+\s+)?SET\s|DELETE\s+FROM\s|WITH\s+(RECURSIVE\s+)?\w+\s*(\(.*?\)\s*)?AS\s)", re.DOTALL
)
ENDING = re.compile(r"\s*(BEGIN|START\s+TRANSACTION|COMMIT|ROLLBACK|SAVEPOINT)\b(?!\s*:)")
ENDING_CALLS = {"commit", "rollback", "flush", "begin", "begin_nested", "transaction"}

TRANSACTIONS = "domains/kernel/database.py"
SNAPSHOTS = "domains/kernel/transactions.py"
"""Begins and ends the read-only snapshot of a Read, which can change nothing."""

OWN_SQL = {
    TRANSACTIONS: "SELECT true: whether the database answers",
    "domains/kernel/listening.py": "the advisory lock and the probe of a connection that stays",
}
"""Kernel files whose statements look at no table."""


BESIDE_THE_HOUSE = ("gateway/embedded/", "gateway/cli/databases.py", "gateway/cli/doctor.py")
"""They make or examine the database server itself, before or without the house's own connections: roles, rights, whether there is a schema."""


def check_statements(module: Module) -> list[str]:
    if "queries" in module.parts or module.parts[-1].endswith("_queries"):
        return []
    found = [text for text in texts(module) if STATEMENT.match(str(text.value))]
    if module.path in OWN_SQL:
        found = [text for text in found if re.search(r"\b(FROM|INTO|UPDATE)\b", str(text.value))]
    return [module.at(text, f"SQL outside queries: {str(text.value).split()[0]}") for text in found]


def check_transactions(module: Module) -> list[str]:
    if module.path in (TRANSACTIONS, SNAPSHOTS):
        return []
    said = [module.at(text, f"begins or ends a transaction: {str(text.value).split()[0]}") for text in texts(module) if ENDING.match(str(text.value))]
    called = [
        module.at(node, f"begins or ends a transaction: {node.func.attr}()")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ENDING_CALLS and not _is_the_houses(node.func)
    ]
    return said + called


def _is_the_houses(call: ast.Attribute) -> bool:
    """`database.transaction()` is the kernel's own door; a file or stream is flushed, an answer is begun."""
    owner = dotted(call.value).rsplit(".", 1)[-1].lstrip("_")
    return (call.attr, owner) in {("transaction", "database"), ("flush", "stdout"), ("flush", "stderr"), ("flush", "file"), ("begin", "exchange")}


def test_sql_stands_in_the_queries_drawers_only() -> None:
    found = complaints(check_statements, "gateway", "resolvers", "domains", "integrations")
    assert [one for one in found if not one.startswith(BESIDE_THE_HOUSE)] == []


def test_only_the_kernels_database_begins_and_ends_transactions() -> None:
    found = complaints(check_transactions, "gateway", "resolvers", "domains", "integrations")
    assert [one for one in found if not one.startswith(BESIDE_THE_HOUSE)] == []


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT id FROM wallet_account",
        "  INSERT INTO wallet_account (id) VALUES ($1)",
        "UPDATE wallet_account SET state = $1",
        "DELETE FROM kernel_request WHERE id = $1",
        "WITH movement AS (INSERT INTO x) SELECT 1",
    ],
)
def test_a_statement_in_a_verb_is_found(statement: str) -> None:
    module = planted("domains/wallet/service/pay.py", f'async def pay(tx):\n    await tx.execute("{statement}")')
    assert len(check_statements(module)) == 1
    assert check_statements(planted("domains/wallet/queries/pay.py", module.text)) == []


def test_an_f_string_hides_no_statement() -> None:
    assert check_statements(planted("domains/wallet/jobs.py", 'x = f"SELECT {columns} FROM wallet_account"')) != []


def test_prose_about_statements_is_no_statement() -> None:
    assert check_statements(planted("domains/wallet/jobs.py", '"""Update the row, select the best."""\nx = "Update your app"')) == []


@pytest.mark.parametrize(
    "code", ['await tx.execute("COMMIT")', "await session.commit()", "session.flush()", "await connection.begin()", 'x = "ROLLBACK TO act"']
)
def test_a_verb_that_ends_its_transaction_is_found(code: str) -> None:
    assert len(check_transactions(planted("domains/wallet/service/pay.py", f"async def pay(tx, session, connection):\n    {code}"))) == 1


def test_a_write_of_the_kernels_own_files_beside_the_database_is_found() -> None:
    assert check_statements(planted("domains/kernel/listening.py", 'x = "SELECT id FROM kernel_outbox"')) != []
    assert check_transactions(planted("domains/kernel/relay.py", 'x = "BEGIN"')) != []
