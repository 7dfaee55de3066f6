"""Payment files as they come from a company's system: comma-separated, UTF-8, read whole or refused at a named line."""

import csv
import re
from decimal import Decimal

from domains.kernel.assets import AssetKind, asset_of
from domains.kernel.errors import UnknownAsset
from domains.scenes.errors.trade import PaymentFileMalformed
from domains.scenes.rules.trade import PaymentInstruction

FILE_MOST_BYTES = 1024 * 1024
INSTRUCTIONS_MAX = 1000
HEADER = ["invoice", "currency", "amount"]
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_-]{0,63}\Z")
_AMOUNT = re.compile(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,4})?\Z", re.ASCII)


def read_payment_file(content: bytes) -> tuple[PaymentInstruction, ...]:
    """Every line of it. Raises PaymentFileMalformed for the first that is none; line 0 is the file itself."""
    if len(content) > FILE_MOST_BYTES:
        raise PaymentFileMalformed(0, "too_large")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PaymentFileMalformed(content.count(b"\n", 0, error.start) + 1, "encoding") from None
    if "\0" in text:
        raise PaymentFileMalformed(text.count("\n", 0, text.index("\0")) + 1, "encoding")
    lines = text.splitlines()
    if not lines or lines[0].split(",") != HEADER:
        raise PaymentFileMalformed(1, "header")
    if len(lines) == 1 or len(lines) - 1 > INSTRUCTIONS_MAX:
        raise PaymentFileMalformed(0, "empty" if len(lines) == 1 else "too_many_lines")
    return tuple(_instruction(number, line) for number, line in enumerate(lines[1:], 2))


def _instruction(number: int, line: str) -> PaymentInstruction:
    try:
        rows = list(csv.reader([line], strict=True))
    except csv.Error:
        raise PaymentFileMalformed(number, "format") from None
    if len(rows) != 1 or len(rows[0]) != len(HEADER):
        raise PaymentFileMalformed(number, "format")
    invoice, currency, amount = rows[0]
    if not _NUMBER.match(invoice):
        raise PaymentFileMalformed(number, "invoice")
    try:
        asset = asset_of(currency)
    except UnknownAsset:
        raise PaymentFileMalformed(number, "currency") from None
    if asset.kind is not AssetKind.CURRENCY:
        raise PaymentFileMalformed(number, "currency")
    minor = Decimal(amount).scaleb(asset.exponent) if _AMOUNT.match(amount) else Decimal()
    if minor <= 0 or minor != int(minor):
        raise PaymentFileMalformed(number, "amount")
    return PaymentInstruction(number, invoice, asset.code, int(minor))
