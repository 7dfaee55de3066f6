"""A statement as ISO 20022 camt.053.001.08, BankToCustomerStatement: what accounting software reads.

Ids are written without hyphens, because the message has 35 places for one (34 for an account). `CreDtTm` is when the statement became final, not when it was
asked for, so that the same statement has the same bytes for ever."""

from collections.abc import AsyncIterable, AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import NamedTuple
from xml.sax.saxutils import escape

from domains.kernel.assets import AssetKind
from domains.kernel.clock import business_date, day_start
from domains.kernel.days import SHANGHAI
from domains.kernel.errors import InvalidInput
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount, to_decimal
from domains.ledger.rules.statements import SETTLED_AFTER, Statement, StatementLine
from domains.ledger.service.statement_csv import as_it_is

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
AMOUNT_MOST = 10**18 - 1
"""An amount of the message has 18 digits."""

BETWEEN_OUR_ACCOUNTS, THROUGH_A_CHANNEL = "BOOK", "DMCT"
"""Sub-families of credit transfers (external code set of bank transaction codes): a book transfer, a domestic credit transfer."""


class CamtWords(NamedTuple):
    """Words for the kinds of movement, who keeps the account, and how the codes of accounts begin through which money comes from outside, or goes there."""

    kind: Callable[[str], str] = as_it_is
    servicer: str = "Scenebank"
    outside: tuple[str, ...] = ()


PLAIN = CamtWords()


def check_camt(statement: Statement) -> None:
    """Raise InvalidInput for an account that is not of a currency, and for amounts that are longer than the message allows."""
    if statement.opening.asset.kind is not AssetKind.CURRENCY:
        raise InvalidInput("format", "CSV or PDF: camt.053 tells of currencies only")
    told = (statement.opening.minor, statement.closing.minor, statement.credits.amount.minor + statement.debits.amount.minor)
    if max(map(abs, told)) > AMOUNT_MOST:
        raise InvalidInput("to", "a period whose amounts have 18 digits at most")


async def camt_053(statement: Statement, pages: AsyncIterable[list[StatementLine]], words: CamtWords = PLAIN) -> AsyncIterator[str]:
    """The message, piece by piece. Raises what check_camt raises, before the first piece."""
    check_camt(statement)
    yield _head(statement, words)
    async for lines in pages:
        yield "".join(_entry(line, words) for line in lines)
    yield "</Stmt></BkToCstmrStmt></Document>\n"


def _head(statement: Statement, words: CamtWords) -> str:
    """Group header, account, balances, summary: all that stands before the entries."""
    start, end = day_start(statement.first_day), day_start(statement.last_day + timedelta(days=1))
    id_ = derived_id(statement.account_id, f"statement:{statement.first_day}:{statement.last_day}").hex
    made_at = _time(end + SETTLED_AFTER)
    currency = statement.opening.asset.code
    both = statement.credits.amount + statement.debits.amount
    net = statement.credits.amount - statement.debits.amount
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{NAMESPACE}"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>{id_}</MsgId><CreDtTm>{made_at}</CreDtTm><MsgPgntn><PgNb>1</PgNb><LastPgInd>true</LastPgInd></MsgPgntn></GrpHdr>\n"
        f"<Stmt><Id>{id_}</Id><CreDtTm>{made_at}</CreDtTm><FrToDt><FrDtTm>{_time(start)}</FrDtTm><ToDtTm>{_time(end)}</ToDtTm></FrToDt>\n"
        f"<Acct><Id><Othr><Id>{statement.account_id.hex}</Id></Othr></Id><Ccy>{currency}</Ccy>"
        f"<Ownr><Id><PrvtId><Othr><Id>{statement.owner_id.hex}</Id></Othr></PrvtId></Id></Ownr>"
        f"<Svcr><FinInstnId><Nm>{escape(words.servicer)}</Nm></FinInstnId></Svcr></Acct>\n"
        + _balance("OPBD", statement.opening, statement.first_day.isoformat())
        + _balance("CLBD", statement.closing, statement.last_day.isoformat())
        + f"<TxsSummry><TtlNtries><NbOfNtries>{statement.movements}</NbOfNtries><Sum>{to_decimal(both)}</Sum>"
        f"<TtlNetNtry><Amt>{to_decimal(_absolute(net))}</Amt><CdtDbtInd>{_direction(net)}</CdtDbtInd></TtlNetNtry></TtlNtries>"
        f"<TtlCdtNtries><NbOfNtries>{statement.credits.movements}</NbOfNtries><Sum>{to_decimal(statement.credits.amount)}</Sum></TtlCdtNtries>"
        f"<TtlDbtNtries><NbOfNtries>{statement.debits.movements}</NbOfNtries><Sum>{to_decimal(statement.debits.amount)}</Sum></TtlDbtNtries></TxsSummry>\n"
    )


def _balance(code: str, amount: Amount, day: str) -> str:
    return f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(amount)}<CdtDbtInd>{_direction(amount)}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>\n"


def _entry(line: StatementLine, words: CamtWords) -> str:
    amount, direction = _amount(line.amount), _direction(line.amount)
    family = "RCDT" if line.amount.minor > 0 else "ICDT"
    sub_family = THROUGH_A_CHANNEL if line.other_code.startswith(words.outside) else BETWEEN_OUR_ACCOUNTS
    code = (
        f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{sub_family}</SubFmlyCd></Fmly></Domn>"
        f"<Prtry><Cd>{escape(line.kind[:35])}</Cd><Issr>Scenebank</Issr></Prtry></BkTxCd>"
    )
    reference = line.movement_id.hex
    return (
        f"<Ntry><NtryRef>{reference}</NtryRef>{amount}<CdtDbtInd>{direction}</CdtDbtInd>"
        f"{'<RvslInd>true</RvslInd>' if line.is_reversal else ''}<Sts><Cd>BOOK</Cd></Sts>"
        f"<BookgDt><DtTm>{_time(line.booked_at)}</DtTm></BookgDt><ValDt><Dt>{business_date(line.effective_at)}</Dt></ValDt>"
        f"<AcctSvcrRef>{reference}</AcctSvcrRef>{code}"
        f"<NtryDtls><TxDtls><Refs><AcctSvcrRef>{reference}</AcctSvcrRef><EndToEndId>{line.journal_id.hex}</EndToEndId></Refs>"
        f"{amount}<CdtDbtInd>{direction}</CdtDbtInd></TxDtls></NtryDtls>"
        f"<AddtlNtryInf>{escape(words.kind(line.kind))}</AddtlNtryInf></Ntry>\n"
    )


def _amount(amount: Amount) -> str:
    return f'<Amt Ccy="{amount.asset.code}">{to_decimal(_absolute(amount))}</Amt>'


def _absolute(amount: Amount) -> Amount:
    return Amount(abs(amount.minor), amount.asset)


def _direction(amount: Amount) -> str:
    return "CRDT" if amount.minor >= 0 else "DBIT"


def _time(instant: datetime) -> str:
    return instant.astimezone(SHANGHAI).isoformat(timespec="microseconds")
