"""Payment files as pain.001: what is read of one, and that every other is refused at its line, quickly, and without opening anything."""

import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domains import scenes
from integrations.sandbox.scenes.erp_files import payment_xml, read_status

companies = scenes.companies
TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
ACCOUNT = "0e4b1c56-5d0c-5f6e-9b57-000000000001"
LINES = [
    {"invoice": "I1", "currency": "CNY", "amount": "80.00", "reference": "E-1"},
    {"invoice": "I2/a", "currency": "JPY", "amount": "500", "reference": "E-2"},
]
GOOD = payment_xml("MSG-1", ACCOUNT, LINES, NOW)


def read(text: str | bytes) -> companies.PaymentFile:
    return companies.read_pain_001(text.encode() if isinstance(text, str) else text, TODAY)


def refused(text: str | bytes) -> tuple[int, str]:
    with pytest.raises(companies.PaymentFileMalformed) as refusal:
        read(text)
    return refusal.value.line, refusal.value.reason


def test_each_transfer_is_an_invoice_with_its_amount_and_reference() -> None:
    file = read(GOOD)
    assert (file.format, file.message_id) == (companies.FileFormat.PAIN_001, "MSG-1")
    told = [(one.invoice, one.currency, one.amount_minor, one.reference) for one in file.instructions]
    assert told == [("I1", "CNY", 8000, "E-1"), ("I2/a", "JPY", 500, "E-2")]
    assert {one.account for one in file.debtors} == {ACCOUNT.replace("-", "")}
    assert [one.line for one in file.instructions] == [9, 10]


def test_the_same_transfers_are_the_same_file_however_they_are_written() -> None:
    assert read(GOOD.replace("><", ">\n <")).digest == read(GOOD).digest
    assert read(GOOD.replace("80.00", "80.0")).digest == read(GOOD).digest
    assert read(GOOD.replace("E-1", "E-9")).digest != read(GOOD).digest


HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@pytest.mark.parametrize(
    ("change", "line", "reason"),
    [
        ((HEAD, HEAD + '<!DOCTYPE Document [<!ENTITY a "aaaaaaaaaa">]>\n'), 2, "document_type"),
        ((HEAD, HEAD + '<!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n'), 2, "document_type"),
        ((HEAD, HEAD + '<!DOCTYPE Document SYSTEM "http://127.0.0.1:9/evil.dtd">\n'), 2, "document_type"),
        ((HEAD, HEAD + '<!DOCTYPE Document [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p">%p;]>\n'), 2, "document_type"),
        ((HEAD, HEAD + '<?xml-stylesheet href="http://127.0.0.1:9/x"?>\n'), 2, "instruction"),
        (("MSG-1", "&lol;"), 3, "format"),
        (("MSG-1", "&#0;"), 3, "format"),
        (('encoding="UTF-8"', 'encoding="UTF-16"'), 1, "encoding"),
        (('encoding="UTF-8"', 'encoding="UTF-7"'), 1, "encoding"),
        (("pain.001.001.09", "pain.001.001.03"), 2, "Document"),
        (("<GrpHdr>", '<GrpHdr xmlns="urn:other">'), 3, "namespace"),
        (("<MsgId>MSG-1</MsgId>", ""), 3, "MsgId"),
        (("<MsgId>MSG-1</MsgId>", "<MsgId>MSG-1</MsgId>\n<MsgId>MSG-2</MsgId>"), 4, "MsgId"),
        (("<MsgId>MSG-1</MsgId>", f"<MsgId>{'M' * 36}</MsgId>"), 3, "MsgId"),
        (("<NbOfTxs>2</NbOfTxs>", "<NbOfTxs>3</NbOfTxs>"), 3, "NbOfTxs"),
        (("<CtrlSum>580.00</CtrlSum>", "<CtrlSum>580.01</CtrlSum>"), 3, "CtrlSum"),
        (("<PmtMtd>TRF</PmtMtd>", "<PmtMtd>CHK</PmtMtd>"), 5, "PmtMtd"),
        (("<Dt>2026-11-25</Dt>", "<Dt>2026-11-26</Dt>"), 6, "ReqdExctnDt"),
        (("<Dt>2026-11-25</Dt>", "<Dt>20261125</Dt>"), 6, "ReqdExctnDt"),
        (("<CreDtTm>2026", "<CreDtTm>soon"), 3, "CreDtTm"),
        (('Ccy="CNY"', 'Ccy="POINTS"'), 9, "Ccy"),
        (('Ccy="CNY"', ""), 9, "Ccy"),
        ((">80.00<", ">-80.00<"), 9, "InstdAmt"),
        ((">80.00<", ">8e1<"), 9, "InstdAmt"),
        ((">80.00<", ">80.001<"), 9, "InstdAmt"),
        ((">80.00<", ">０80.00<"), 9, "InstdAmt"),
        ((">500<", ">500.5<"), 10, "InstdAmt"),
        (("<Cd>CINV</Cd>", "<Cd>CREN</Cd>"), 9, "Cd"),
        (("<Nb>I1</Nb>", "<Nb>=cmd()</Nb>"), 9, "Nb"),
        (("<Nb>I1</Nb>", "<Nb>I1</Nb><Nb>I2</Nb>"), 9, "Nb"),
        (("<EndToEndId>E-1</EndToEndId>", ""), 9, "EndToEndId"),
        (("</Document>", ""), 12, "format"),
        (("<GrpHdr>", "<GrpHdr>" + "<a>" * 30), 3, "too_much"),
        (("<Nm>Forge Ledger</Nm></InitgPty>", f"<Nm>{'n' * 3000}</Nm></InitgPty>"), 4, "too_much"),
        (("<GrpHdr>", "<GrpHdr " + " ".join(f'a{number}="1"' for number in range(9)) + ">"), 3, "too_much"),
    ],
)
def test_what_is_none_is_refused_at_its_line(change: tuple[str, str], line: int, reason: str) -> None:
    assert change[0] in GOOD
    assert refused(GOOD.replace(change[0], change[1], 1)) == (line, reason)


def test_a_file_without_transfers_or_with_too_many_is_none() -> None:
    assert refused(payment_xml("M", ACCOUNT, [], NOW)) == (5, "CdtTrfTxInf")
    many = [{"invoice": f"I{number}", "currency": "CNY", "amount": "1"} for number in range(1001)]
    assert refused(payment_xml("M", ACCOUNT, many, NOW)) == (0, "too_many_lines")
    assert len(read(payment_xml("M", ACCOUNT, many[:1000], NOW)).instructions) == 1000


def test_nothing_outside_the_file_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret"
    secret.write_text("stolen")
    opened: list[object] = []
    monkeypatch.setattr("builtins.open", lambda *given, **_: opened.append(given))
    monkeypatch.setattr("socket.socket.connect", lambda *given: opened.append(given))
    text = GOOD.replace(HEAD, f'{HEAD}<!DOCTYPE Document [<!ENTITY x SYSTEM "file://{secret}">]>\n').replace("MSG-1", "&x;")
    assert refused(text) == (2, "document_type")
    assert opened == []


def test_what_would_take_long_is_refused_soon() -> None:
    entities = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 12))
    bombs = [
        GOOD.replace(HEAD, f'{HEAD}<!DOCTYPE Document [<!ENTITY l0 "lol">{entities}]>').replace("MSG-1", "&l11;"),
        GOOD.replace("<GrpHdr>", "<GrpHdr>" + "<a/>" * 200_000),
        "<" * 1_000_000,
        "<a>" * 300_000,
        HEAD + "<Document " + " ".join(f'a{number}="x"' for number in range(60_000)) + "/>",
        "x" * 10 * 1024 * 1024,
    ]
    for bomb in bombs:
        begun = time.process_time()
        refused(bomb)
        assert time.process_time() - begun < 2


@pytest.mark.parametrize("content", [b"", b"\x00", b"\xff\xfe<\x00a\x00/\x00>\x00", GOOD.encode("utf-16"), b"{}", b"invoice,currency,amount\n"])
def test_what_is_no_xml_at_all_is_refused(content: bytes) -> None:
    assert refused(content)[1] in ("format", "encoding")


def test_the_status_file_tells_each_transfer_and_is_the_same_for_ever() -> None:
    instructions = (*read(GOOD).instructions, companies.PaymentInstruction(3, "I<3>", "CNY", 1))
    run = companies.ReportedRun("r1", "MSG & 1", companies.RunState.PAID, NOW, instructions, {9: "m1"}, None)
    text = companies.pain_002(run)
    assert companies.pain_002(run) == text
    assert read_status(text) == {
        "message_id": "MSG & 1",
        "status": "ACSC",
        "transfers": [
            {"reference": "E-1", "status": "ACSC", "movement": "m1", "invoice": "I1"},
            {"reference": "E-2", "status": "ACSC", "movement": None, "invoice": "I2/a"},
            {"reference": "NOTPROVIDED", "status": "ACSC", "movement": None, "invoice": "I<3>"},
        ],
    }
    rejected = companies.pain_002(run._replace(state=companies.RunState.REJECTED, reason="<no>"))
    assert "<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>DS0H</Cd></Rsn><AddtlInf>&lt;no&gt;</AddtlInf></StsRsnInf>" in rejected
