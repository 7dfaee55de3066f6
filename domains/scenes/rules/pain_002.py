"""What became of a payment run, as ISO 20022 pain.002.001.10, CustomerPaymentStatusReport: what a company's system reads back.

A run is paid all or nothing, so its status is that of each of its transfers:

uploaded    RCVD   it was read, and waits for somebody of the company
submitted   PDNG   it waits for a checker
paid        ACSC   the suppliers have it
rejected    RJCT   by a checker of the company (reason DS0H: whoever decided did not let it go)
withdrawn   RJCT   by whoever made it (reason CUST)

Ids are written without hyphens, because the message has 35 places for one."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from xml.sax.saxutils import escape

from domains.kernel.assets import asset_of
from domains.kernel.days import SHANGHAI
from domains.kernel.money import Amount, to_decimal
from domains.scenes.rules.payment_run import RunState
from domains.scenes.rules.trade import PaymentInstruction

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"
STATUS = {RunState.UPLOADED: "RCVD", RunState.SUBMITTED: "PDNG", RunState.PAID: "ACSC", RunState.REJECTED: "RJCT", RunState.WITHDRAWN: "RJCT"}
REASON = {RunState.REJECTED: "DS0H", RunState.WITHDRAWN: "CUST"}
ORIGINAL_NAME = "pain.001.001.09"


class ReportedRun(NamedTuple):
    """What is told of a run. `at` is when it came to stand so; `movements` are by line."""

    report_id: str
    message_id: str
    state: RunState
    at: datetime
    instructions: Sequence[PaymentInstruction]
    movements: dict[int, str]
    reason: str | None


def pain_002(run: ReportedRun) -> str:
    """The message. The same run in the same state has the same bytes for ever."""
    status, moment = STATUS[run.state], run.at.astimezone(SHANGHAI).isoformat(timespec="microseconds")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{NAMESPACE}"><CstmrPmtStsRpt>'
        f"<GrpHdr><MsgId>{run.report_id}</MsgId><CreDtTm>{moment}</CreDtTm></GrpHdr>\n"
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{escape(run.message_id)}</OrgnlMsgId><OrgnlMsgNmId>{ORIGINAL_NAME}</OrgnlMsgNmId>"
        f"<OrgnlNbOfTxs>{len(run.instructions)}</OrgnlNbOfTxs><GrpSts>{status}</GrpSts>{_reason(run)}</OrgnlGrpInfAndSts>\n"
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{escape(run.message_id)}</OrgnlPmtInfId>\n"
        + "".join(_transfer(run, one, status) for one in run.instructions)
        + "</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>\n"
    )


def _transfer(run: ReportedRun, one: PaymentInstruction, status: str) -> str:
    movement = run.movements.get(one.line)
    amount = to_decimal(Amount(one.amount_minor, asset_of(one.currency)))
    return (
        f"<TxInfAndSts><OrgnlEndToEndId>{escape(one.reference or 'NOTPROVIDED')}</OrgnlEndToEndId><TxSts>{status}</TxSts>{_reason(run)}"
        + ("" if movement is None else f"<AcctSvcrRef>{movement}</AcctSvcrRef>")
        + f'<OrgnlTxRef><Amt><InstdAmt Ccy="{one.currency}">{amount}</InstdAmt></Amt>'
        f"<RmtInf><Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>CINV</Cd></CdOrPrtry></Tp><Nb>{escape(one.invoice)}</Nb></RfrdDocInf></Strd></RmtInf>"
        f"</OrgnlTxRef></TxInfAndSts>\n"
    )


def _reason(run: ReportedRun) -> str:
    code = REASON.get(run.state)
    if code is None:
        return ""
    words = "" if run.reason is None else f"<AddtlInf>{escape(run.reason[:105])}</AddtlInf>"
    return f"<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn>{words}</StsRsnInf>"
