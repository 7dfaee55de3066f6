"""camt.053: valid by the schema that ISO 20022 publishes, exact, and the same bytes whenever it is asked for."""

import json
import tracemalloc
from collections.abc import AsyncIterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from lxml import etree

from domains import ledger
from domains.kernel.assets import CNY, POINTS, asset_of
from domains.kernel.clock import day_start
from domains.kernel.database import Database
from domains.kernel.errors import InvalidInput
from domains.kernel.money import Amount
from domains.ledger.rules.statements import Proof
from tests.domains.ledger.conftest import move, open_accounts, post
from tests.domains.ledger.test_statement import EVENING, FIRST, SECOND, make

FACTS = Path(__file__).parents[2] / "facts"
FACT = json.loads((FACTS / "camt_053.json").read_text())
SCHEMA = etree.XMLSchema(etree.parse(FACTS / FACT["file"]))
IN = {"c": FACT["namespace"]}


async def message(database: Database, statement: ledger.Statement, words: ledger.CamtWords | None = None) -> bytes:
    pieces = ledger.camt_053(statement, ledger.read_lines(database, statement), words or ledger.CamtWords())
    return "".join([piece async for piece in pieces]).encode()


def texts(tree: etree._Element, path: str) -> list[str]:
    return [str(node.text) for node in tree.iterfind("c:BkToCstmrStmt/" + path, IN)]


def valid(body: bytes) -> etree._Element:
    tree = etree.fromstring(body)
    SCHEMA.assertValid(tree)
    return tree


def test_the_schema_is_the_published_one() -> None:
    assert sha256((FACTS / FACT["file"]).read_bytes()).hexdigest() == FACT["sha256"]


async def test_a_statement_is_a_valid_message_that_says_all_of_it(fresh_database: Database) -> None:
    clock = fresh_database.clock
    clock.freeze(EVENING)
    ann, bo = await open_accounts(fresh_database, 10_000, 0)
    paid, back = move(ann, bo, 1_234), uuid4()
    await post(fresh_database, paid)
    await fresh_database.write(ledger.reverse, ledger.ReverseCommand(request_id=back, owner_id=uuid4(), movement_id=paid.id))
    await post(fresh_database, move(ann, bo, 1))
    clock.advance(timedelta(days=3))
    statement = await make(fresh_database, ann, FIRST, SECOND)
    body = await message(fresh_database, statement, ledger.CamtWords(lambda kind: f"<{kind}> & 转账"))
    assert body == await message(fresh_database, statement, ledger.CamtWords(lambda kind: f"<{kind}> & 转账"))
    tree = valid(body)
    assert texts(tree, "c:GrpHdr/c:CreDtTm") == ["2026-03-03T00:01:00.000000+08:00"]
    assert texts(tree, "c:Stmt/c:FrToDt/*") == ["2026-03-01T00:00:00.000000+08:00", "2026-03-03T00:00:00.000000+08:00"]
    assert texts(tree, "c:Stmt/c:Acct/c:Id/c:Othr/c:Id") == [ann.hex]
    assert texts(tree, "c:Stmt/c:Bal/c:Tp/c:CdOrPrtry/c:Cd") == ["OPBD", "CLBD"]
    assert texts(tree, "c:Stmt/c:Bal/c:Amt") == ["0.00", "99.99"]
    assert texts(tree, "c:Stmt/c:Bal/c:CdtDbtInd") == ["CRDT", "CRDT"]
    assert texts(tree, "c:Stmt/c:Bal/c:Dt/c:Dt") == ["2026-03-01", "2026-03-02"]
    assert texts(tree, "c:Stmt/c:TxsSummry/*/c:NbOfNtries") == ["4", "2", "2"]
    assert texts(tree, "c:Stmt/c:TxsSummry/*/c:Sum") == ["124.69", "112.34", "12.35"]
    assert texts(tree, "c:Stmt/c:Ntry/c:Amt") == ["100.00", "12.34", "12.34", "0.01"]
    assert texts(tree, "c:Stmt/c:Ntry/c:CdtDbtInd") == ["CRDT", "DBIT", "CRDT", "DBIT"]
    assert texts(tree, "c:Stmt/c:Ntry/c:RvslInd") == ["true"]
    assert texts(tree, "c:Stmt/c:Ntry/c:BookgDt/c:DtTm") == ["2026-03-01T23:30:00.000000+08:00"] * 4
    assert texts(tree, "c:Stmt/c:Ntry/c:ValDt/c:Dt") == ["2026-03-01"] * 4
    assert texts(tree, "c:Stmt/c:Ntry/c:BkTxCd/c:Domn/c:Fmly/c:Cd") == ["RCDT", "ICDT", "RCDT", "ICDT"]
    assert texts(tree, "c:Stmt/c:Ntry/c:BkTxCd/c:Prtry/c:Cd")[1:] == ["test", "reversal", "test"]
    assert texts(tree, "c:Stmt/c:Ntry/c:NtryRef")[1] == paid.id.hex
    assert len(set(texts(tree, "c:Stmt/c:Ntry/c:NtryDtls/c:TxDtls/c:Refs/c:EndToEndId"))) == 4
    assert texts(tree, "c:Stmt/c:Ntry/c:AddtlNtryInf")[1] == "<test> & 转账"


async def test_a_period_without_movements_and_an_account_that_owes_are_valid_too(fresh_database: Database) -> None:
    fresh_database.clock.freeze(EVENING)
    source, target = uuid4(), uuid4()
    yen = asset_of("JPY")
    async with fresh_database.transaction() as tx:
        accounts = [ledger.NewAccount(id_, uuid4(), "test", yen, may_go_negative=True) for id_ in (source, target)]
        await ledger.open_accounts(tx, accounts)
    await post(fresh_database, move(source, target, 500, yen))
    fresh_database.clock.advance(timedelta(days=3))
    tree = valid(await message(fresh_database, await make(fresh_database, source, SECOND, SECOND)))
    assert texts(tree, "c:Stmt/c:Bal/c:Amt") == ["500", "500"]
    assert texts(tree, "c:Stmt/c:Bal/c:CdtDbtInd") == ["DBIT", "DBIT"]
    assert texts(tree, "c:Stmt/c:TxsSummry/*/c:NbOfNtries") == ["0", "0", "0"]
    assert texts(tree, "c:Stmt/c:Ntry/c:Amt") == []


async def test_points_and_amounts_too_long_for_the_message_are_refused_before_a_byte_is_told(fresh_database: Database) -> None:
    fresh_database.clock.freeze(EVENING)
    (ann,) = await open_accounts(fresh_database, 500, asset=POINTS)
    (rich,) = await open_accounts(fresh_database, 10**18)
    fresh_database.clock.advance(timedelta(days=3))
    for account in (ann, rich):
        with pytest.raises(InvalidInput):
            await message(fresh_database, await make(fresh_database, account, FIRST, FIRST))


async def test_a_hundred_thousand_movements_are_written_in_the_memory_of_a_page() -> None:
    total = 100_000
    line = ledger.StatementLine(EVENING, EVENING, uuid4(), uuid4(), "transfer", uuid4(), "wallet", Amount(1, CNY), Amount(1, CNY), False)
    nothing = Amount(0, CNY)
    statement = ledger.Statement(
        uuid4(), uuid4(), FIRST, FIRST, nothing, ledger.Turnover(total, Amount(total, CNY)), ledger.Turnover(0, nothing), Amount(total, CNY)
    )

    async def pages() -> AsyncIterator[list[ledger.StatementLine]]:
        proof = Proof(statement)
        for start in range(0, total, 1_000):
            page = [
                line._replace(movement_id=UUID(int=start + number), booked_at=day_start(FIRST) + timedelta(milliseconds=start + number))
                for number in range(1_000)
            ]
            proof.follow(page)
            yield page
        proof.check()

    for write in (ledger.camt_053, ledger.statement_csv):
        entries = 0
        tracemalloc.start()
        async for piece in write(statement, pages()):  # type: ignore[operator]
            entries += piece.count("\n")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert entries > total
        assert most < 8 * 1024 * 1024
