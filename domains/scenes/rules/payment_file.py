"""Payment files as they come from a company's system: comma-separated or pain.001, UTF-8, read whole or refused at a named line."""

import csv
import hashlib
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from domains.kernel.assets import AssetKind, asset_of
from domains.kernel.errors import UnknownAsset
from domains.scenes.errors.trade import PaymentFileMalformed
from domains.scenes.rules.trade import PaymentInstruction

FILE_MOST_BYTES = 1024 * 1024
INSTRUCTIONS_MAX = 1000
HEADER = ["invoice", "currency", "amount"]
NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_-]{0,63}\Z")
MESSAGE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_.:+-]{0,34}\Z")
AMOUNT = re.compile(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,4})?\Z", re.ASCII)


class FileFormat(StrEnum):
    """`app`: nobody's file; somebody chose the invoices in the app."""

    APP = "app"
    CSV = "csv"
    PAIN_001 = "pain.001"


class Debtor(NamedTuple):
    """The account that a file names for a transfer: its id without hyphens. `line` is where."""

    line: int
    account: str
    currency: str


@dataclass(frozen=True, slots=True)
class PaymentFile:
    """What is to be paid together. `message_id` is the company's own name for it: there is no other of that name."""

    format: FileFormat
    message_id: str
    instructions: tuple[PaymentInstruction, ...]
    debtors: tuple[Debtor, ...] = ()

    @property
    def digest(self) -> bytes:
        """Of what it says, not of how it is written: the same lines are the same file."""
        return _digest(self.format, self.instructions)


def read_payment_csv(content: bytes, message_id: str | None = None) -> PaymentFile:
    """Every line of it. Without a name it is named after what it says. Raises PaymentFileMalformed."""
    instructions = read_payment_file(content)
    named = message_id or f"csv-{_digest(FileFormat.CSV, instructions).hex()[:31]}"
    if not MESSAGE_ID.match(named):
        raise PaymentFileMalformed(0, "message_id")
    return PaymentFile(FileFormat.CSV, named, instructions)


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
    if not NUMBER.match(invoice):
        raise PaymentFileMalformed(number, "invoice")
    try:
        asset = asset_of(currency)
    except UnknownAsset:
        raise PaymentFileMalformed(number, "currency") from None
    if asset.kind is not AssetKind.CURRENCY:
        raise PaymentFileMalformed(number, "currency")
    minor = Decimal(amount).scaleb(asset.exponent) if AMOUNT.match(amount) else Decimal()
    if minor <= 0 or minor != int(minor):
        raise PaymentFileMalformed(number, "amount")
    return PaymentInstruction(number, invoice, asset.code, int(minor))


def _digest(format_: FileFormat, instructions: tuple[PaymentInstruction, ...]) -> bytes:
    told = "\n".join(f"{one.invoice},{one.currency},{one.amount_minor},{one.reference}" for one in instructions)
    return hashlib.sha256(f"{format_}\n{told}".encode()).digest()
