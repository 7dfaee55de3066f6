"""The files of a company's system: pain.001 and comma-separated lines out, pain.002 and camt.053 in."""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

PAIN_001 = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
_PREFIX = re.compile(r"\{[^}]*\}")


def payment_csv(invoices: Sequence[dict[str, Any]]) -> str:
    """The company's comma-separated form."""
    return "".join(["invoice,currency,amount\r\n", *(f"{one['invoice']},{one['currency']},{one['amount']}\r\n" for one in invoices)])


def payment_xml(message_id: str, account_id: str, invoices: Sequence[dict[str, Any]], now: datetime) -> str:
    """The same as pain.001, an element to a line. `account_id` is the company's account at the bank."""
    total = sum((Decimal(one["amount"]) for one in invoices), Decimal())
    totals = f"<NbOfTxs>{len(invoices)}</NbOfTxs><CtrlSum>{total}</CtrlSum>"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<Document xmlns="{PAIN_001}"><CstmrCdtTrfInitn>',
        f"<GrpHdr><MsgId>{escape(message_id)}</MsgId><CreDtTm>{now.isoformat(timespec='seconds')}</CreDtTm>{totals}",
        "<InitgPty><Nm>Forge Ledger</Nm></InitgPty></GrpHdr>",
        f"<PmtInf><PmtInfId>{escape(message_id)}</PmtInfId><PmtMtd>TRF</PmtMtd>{totals}",
        f"<ReqdExctnDt><Dt>{now.date().isoformat()}</Dt></ReqdExctnDt>",
        f"<Dbtr><Nm>Forge Ledger</Nm></Dbtr><DbtrAcct><Id><Othr><Id>{account_id.replace('-', '')}</Id></Othr></Id></DbtrAcct>",
        "<DbtrAgt><FinInstnId><Nm>Scenebank</Nm></FinInstnId></DbtrAgt>",
        *(_transfer(number, one) for number, one in enumerate(invoices, 1)),
        "</PmtInf></CstmrCdtTrfInitn></Document>",
    ]
    return "\n".join(lines) + "\n"


def read_status(text: str) -> dict[str, Any]:
    """What a pain.002 says: the message, its status, and each transfer's reference, status and the bank's own reference."""
    root = _tree(text)
    group = root["CstmrPmtStsRpt"][0]["OrgnlGrpInfAndSts"][0]
    transfers = [
        {
            "reference": one["OrgnlEndToEndId"][0],
            "status": one["TxSts"][0],
            "movement": one.get("AcctSvcrRef", [None])[0],
            "invoice": one["OrgnlTxRef"][0]["RmtInf"][0]["Strd"][0]["RfrdDocInf"][0]["Nb"][0],
        }
        for one in root["CstmrPmtStsRpt"][0]["OrgnlPmtInfAndSts"][0]["TxInfAndSts"]
    ]
    return {"message_id": group["OrgnlMsgId"][0], "status": group["GrpSts"][0], "transfers": transfers}


def read_statement(text: str) -> dict[str, Any]:
    """What a camt.053 says: opening and closing balance, and each entry's amount, direction and reference."""
    statement = _tree(text)["BkToCstmrStmt"][0]["Stmt"][0]
    balances = {one["Tp"][0]["CdOrPrtry"][0]["Cd"][0]: one["Amt"][0] for one in statement["Bal"]}
    entries = [{"amount": one["Amt"][0], "direction": one["CdtDbtInd"][0], "reference": one["NtryRef"][0]} for one in statement.get("Ntry", [])]
    return {"opening": balances["OPBD"], "closing": balances["CLBD"], "entries": entries}


def _transfer(number: int, one: dict[str, Any]) -> str:
    return (
        f"<CdtTrfTxInf><PmtId><EndToEndId>{escape(one.get('reference', f'E{number}'))}</EndToEndId></PmtId>"
        f'<Amt><InstdAmt Ccy="{one["currency"]}">{one["amount"]}</InstdAmt></Amt><Cdtr><Nm>{escape(one.get("supplier", "Supplier"))}</Nm></Cdtr>'
        f"<RmtInf><Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>CINV</Cd></CdOrPrtry></Tp><Nb>{escape(one['invoice'])}</Nb></RfrdDocInf></Strd></RmtInf></CdtTrfTxInf>"
    )


def _tree(text: str) -> dict[str, Any]:
    """By names: each a list of texts, or of the same."""
    found = _told(ElementTree.fromstring(text))  # noqa: S314  the bank's own file
    assert isinstance(found, dict)
    return found


def _told(element: ElementTree.Element) -> dict[str, Any] | str:
    if len(element) == 0:
        return (element.text or "").strip()
    children: dict[str, Any] = {}
    for child in element:
        children.setdefault(_PREFIX.sub("", child.tag), []).append(_told(child))
    return children
