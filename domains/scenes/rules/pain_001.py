"""Payment files as ISO 20022 pain.001.001.09, CustomerCreditTransferInitiation: what the house understands of one, and that it hangs together.

Each transfer pays one invoice, named as its structured remittance (`RmtInf/Strd/RfrdDocInf`, type CINV). What a transfer says of the creditor's account is not
read: money goes where staff have bound the supplier. Counts and sums that the file gives must be those of its transfers."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from domains.kernel.assets import Asset, AssetKind, asset_of
from domains.kernel.errors import UnknownAsset
from domains.scenes.errors.trade import PaymentFileMalformed
from domains.scenes.rules.payment_file import AMOUNT, FILE_MOST_BYTES, INSTRUCTIONS_MAX, MESSAGE_ID, NUMBER, Debtor, FileFormat, PaymentFile
from domains.scenes.rules.trade import PaymentInstruction
from domains.scenes.rules.xml_tree import Element, XmlRefused, read_xml

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
_COUNT = re.compile(r"[0-9]{1,15}\Z", re.ASCII)
_SUM = re.compile(r"[0-9]{1,18}(\.[0-9]{1,17})?\Z", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)


def read_pain_001(content: bytes, today: date) -> PaymentFile:
    """The file's transfers, in its order. Raises PaymentFileMalformed with the line at which it ends to be one; `reason` names the element."""
    if len(content) > FILE_MOST_BYTES:
        raise PaymentFileMalformed(0, "too_large")
    try:
        return _read(read_xml(content), today)
    except XmlRefused as refused:
        raise PaymentFileMalformed(refused.line, refused.reason) from None


def _read(root: Element, today: date) -> PaymentFile:
    if (root.name, root.namespace) != ("Document", NAMESPACE):
        raise XmlRefused(root.line, "Document")
    initiation = root.one("CstmrCdtTrfInitn")
    header = initiation.one("GrpHdr")
    message_id = header.one("MsgId")
    if not MESSAGE_ID.match(message_id.text):
        raise XmlRefused(message_id.line, "MsgId")
    _check_moment(header.one("CreDtTm"))
    batches = list(initiation.all("PmtInf"))
    if not batches:
        raise XmlRefused(initiation.line, "PmtInf")
    instructions: list[PaymentInstruction] = []
    debtors: list[Debtor] = []
    for batch in batches:
        of_batch = tuple(_batch(batch, today, debtors))
        _check_totals(batch, of_batch, must=False)
        instructions += of_batch
    _check_totals(header, instructions, must=True)
    if len(instructions) > INSTRUCTIONS_MAX:
        raise XmlRefused(0, "too_many_lines")
    return PaymentFile(FileFormat.PAIN_001, message_id.text, tuple(instructions), tuple(debtors))


def _batch(batch: Element, today: date, debtors: list[Debtor]) -> Iterator[PaymentInstruction]:
    method, day = batch.one("PmtMtd"), batch.one("ReqdExctnDt", "Dt")
    if method.text != "TRF":
        raise XmlRefused(method.line, "PmtMtd")
    # A run is paid when it is approved: a day that is to come would not be kept.
    if _day(day) > today:
        raise XmlRefused(day.line, "ReqdExctnDt")
    account = batch.one("DbtrAcct", "Id", "Othr", "Id")
    found = False
    for transfer in batch.all("CdtTrfTxInf"):
        found = True
        told = _transfer(transfer)
        debtors.append(Debtor(account.line, account.text.replace("-", "").lower(), told.currency))
        yield told
    if not found:
        raise XmlRefused(batch.line, "CdtTrfTxInf")


def _transfer(transfer: Element) -> PaymentInstruction:
    reference, amount = transfer.one("PmtId", "EndToEndId"), transfer.one("Amt", "InstdAmt")
    if not MESSAGE_ID.match(reference.text):
        raise XmlRefused(reference.line, "EndToEndId")
    asset = _currency(amount)
    minor = Decimal(amount.text).scaleb(asset.exponent) if AMOUNT.match(amount.text) else Decimal()
    if minor <= 0 or minor != int(minor):
        raise XmlRefused(amount.line, "InstdAmt")
    document = transfer.one("RmtInf", "Strd", "RfrdDocInf")
    kind, number = document.one("Tp", "CdOrPrtry", "Cd"), document.one("Nb")
    if kind.text != "CINV":
        raise XmlRefused(kind.line, "Cd")
    if not NUMBER.match(number.text):
        raise XmlRefused(number.line, "Nb")
    return PaymentInstruction(transfer.line, number.text, asset.code, int(minor), reference.text)


def _currency(amount: Element) -> Asset:
    try:
        asset = asset_of(amount.attributes.get("Ccy", ""))
    except UnknownAsset:
        raise XmlRefused(amount.line, "Ccy") from None
    if asset.kind is not AssetKind.CURRENCY:
        raise XmlRefused(amount.line, "Ccy")
    return asset


def _check_totals(place: Element, told: list[PaymentInstruction] | tuple[PaymentInstruction, ...], *, must: bool) -> None:
    """NbOfTxs and CtrlSum, which has no currency: a plain sum of the amounts."""
    count = place.one("NbOfTxs") if must else place.find("NbOfTxs")
    if count is not None and (not _COUNT.match(count.text) or int(count.text) != len(told)):
        raise XmlRefused(count.line, "NbOfTxs")
    control = place.find("CtrlSum")
    summed = sum((Decimal(one.amount_minor).scaleb(-asset_of(one.currency).exponent) for one in told), Decimal())
    if control is not None and (not _SUM.match(control.text) or Decimal(control.text) != summed):
        raise XmlRefused(control.line, "CtrlSum")


def _day(element: Element) -> date:
    try:
        if _DAY.match(element.text):
            return date.fromisoformat(element.text)
    except ValueError:
        pass
    raise XmlRefused(element.line, "ReqdExctnDt")


def _check_moment(element: Element) -> None:
    try:
        datetime.fromisoformat(element.text)
    except ValueError:
        raise XmlRefused(element.line, "CreDtTm") from None
