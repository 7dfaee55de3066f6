"""Statements over HTTP: CSV, PDF and camt.053, in the caller's language, for whoever owns the account and for nobody else."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import UUID, uuid4

import httpx
import pypdfium2
import pytest
import pytest_asyncio

from domains import wallet
from domains.kernel.assets import CNY
from domains.kernel.money import Amount
from tests.domains.ledger.test_camt import texts, valid
from tests.gateway.app.running import RunningApp, SignedIn
from tests.gateway.app.test_moving import ask

DAY = "2026-03-01"
PATH = f"{DAY}/{DAY}"


class Owner:
    """Somebody with a day of movements, and who got them."""

    who: SignedIn
    other: SignedIn
    account_id: UUID


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def owner(app: RunningApp) -> Owner:
    made = Owner()
    made.who, made.other = await app.customer(), await app.customer()
    made.account_id = wallet.wallet_account_id(made.who.id, CNY)
    house = app.application.house
    least = wallet.FillForDevelopmentCommand(request_id=None, owner_id=made.who.id, customer_id=made.who.id, least=Amount(10_000, CNY))
    house.clock.freeze(datetime(2026, 3, 1, 4, tzinfo=UTC))
    try:
        await house.database.write(wallet.fill_for_development, least)
        for minor in (1_234, 66):
            command = wallet.TransferCommand(
                request_id=uuid4(), owner_id=made.who.id, session_id=made.who.session_id, target_id=made.other.id, amount=Amount(minor, CNY), note="悄悄话"
            )
            await house.database.write(wallet.transfer, command)
    finally:
        house.clock.run()
    return made


async def get(app: RunningApp, owner: Owner, path: str, who: SignedIn | None, language: str = "en") -> httpx.Response:
    return await app.http.get(f"/statements/{owner.account_id}/{path}", headers={"accept-language": language, **(who.headers if who else {})})


def rows(answer: httpx.Response) -> list[list[str]]:
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


def pdf_text(body: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(body)
    try:
        return [document[number].get_textpage().get_text_range() for number in range(len(document))]
    finally:
        document.close()


async def test_the_csv_has_the_houses_names_in_english_and_words_in_chinese(app: RunningApp, owner: Owner) -> None:
    answer = await get(app, owner, f"{PATH}.csv", owner.who)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert answer.headers["content-disposition"] == f'attachment; filename="statement-{DAY}-{DAY}.csv"'
    assert answer.headers["cache-control"] == "private, no-store"
    told = rows(answer)
    assert [(row[0], row[5], row[7], row[8], row[9]) for row in told[1:]] == [
        ("opening", "", "", "", "0.00"),
        ("movement", "development", "development", "100.00", "100.00"),
        ("movement", "transfer", "wallet", "-12.34", "87.66"),
        ("movement", "transfer", "wallet", "-0.66", "87.00"),
        ("closing", "", "", "", "87.00"),
    ]
    chinese = await get(app, owner, f"{PATH}.csv", owner.who, "zh-CN")
    assert chinese.content.startswith(b"\xef\xbb\xbf")
    told = rows(chinese)
    assert told[0] == ["行类型", "记账时间", "起息日", "流水号", "凭证号", "摘要", "对方账户", "对方", "金额", "余额", "币种"]
    assert [(row[0], row[5], row[7], row[8]) for row in told[1:]] == [
        ("期初余额", "", "", ""),
        ("明细", "演示资金", "本行", "100.00"),
        ("明细", "转账", "客户", "-12.34"),
        ("明细", "转账", "客户", "-0.66"),
        ("期末余额", "", "", ""),
    ]


async def test_camt_is_valid_in_both_languages(app: RunningApp, owner: Owner) -> None:
    words = {}
    for language in ("en", "zh-CN"):
        answer = await get(app, owner, f"{PATH}.xml", owner.who, language)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml")
        tree = valid(answer.content)
        assert texts(tree, "c:Stmt/c:Bal/c:Amt") == ["0.00", "87.00"]
        words[language] = texts(tree, "c:Stmt/c:Ntry/c:AddtlNtryInf")
    assert words == {"en": ["Demo money", "Transfer", "Transfer"], "zh-CN": ["演示资金", "转账", "转账"]}


async def test_the_pdf_says_the_same_in_both_languages(app: RunningApp, owner: Owner) -> None:
    answer = await get(app, owner, f"{PATH}.pdf", owner.who)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    (english,) = pdf_text(answer.content)
    for text in ("Account statement", str(owner.account_id), "Opening balance", "Money out, 2", "−¥12.34", "¥87.66", "A customer", "Page 1 of 1"):
        assert text in english
    (chinese,) = pdf_text((await get(app, owner, f"{PATH}.pdf", owner.who, "zh-CN")).content)
    for text in ("账户对账单", "期初余额", "支出 2 笔", "转账", "第 1 页, 共 1 页"):
        assert text in chinese
    assert b"STSong-Light" in answer.content
    assert "悄悄话" not in chinese


@pytest.mark.parametrize("format_", ["csv", "pdf", "xml"])
async def test_the_same_days_have_the_same_bytes_also_after_more_was_moved(app: RunningApp, owner: Owner, format_: str) -> None:
    before = (await get(app, owner, f"{PATH}.{format_}", owner.who)).content
    command = wallet.TransferCommand(
        request_id=uuid4(), owner_id=owner.who.id, session_id=owner.who.session_id, target_id=owner.other.id, amount=Amount(1, CNY), note=""
    )
    await app.application.house.database.write(wallet.transfer, command)
    assert (await get(app, owner, f"{PATH}.{format_}", owner.who)).content == before
    assert len(before) > 500


@pytest.mark.parametrize("format_", ["csv", "pdf", "xml"])
async def test_a_statement_is_for_whoever_owns_the_account(app: RunningApp, owner: Owner, format_: str) -> None:
    stranger = await get(app, owner, f"{PATH}.{format_}", owner.other)
    assert (stranger.status_code, stranger.json()) == (404, {"error": {"code": "statement_not_found"}})
    nobody = await get(app, owner, f"{PATH}.{format_}", None)
    assert (nobody.status_code, nobody.json()) == (401, {"error": {"code": "unauthenticated"}})
    missing = await app.http.get(f"/statements/{uuid4()}/{PATH}.{format_}", headers=owner.who.headers)
    assert missing.status_code == 404


async def test_periods_and_formats_that_cannot_be_told_are_refused(app: RunningApp, owner: Owner) -> None:
    today = app.application.house.clock.today()
    for path in (f"{DAY}/{today}.csv", f"{DAY}/2026-02-28.xml", "x/y.pdf", "0001-01-01/0001-01-01.csv", f"{DAY}/{today + timedelta(days=400)}.csv"):
        answer = await get(app, owner, path, owner.who)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_input")
    assert (await get(app, owner, f"{PATH}.exe", owner.who)).status_code == 404


async def test_the_schema_says_where_the_files_are(app: RunningApp, owner: Owner) -> None:
    (account,) = await ask(app, owner.who, "StatementFiles", firstDay=DAY, lastDay=DAY)
    files = account["statementFiles"]
    assert files == {name: f"/statements/{owner.account_id}/{PATH}.{ending}" for name, ending in (("csv", "csv"), ("pdf", "pdf"), ("camt053", "xml"))}
    assert (await app.http.get(files["camt053"], headers=owner.who.headers)).status_code == 200
