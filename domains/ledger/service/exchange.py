"""Exchange one asset for another at a quote."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from uuid import UUID

from domains.kernel.assets import asset_of
from domains.kernel.commands import HOUSE_ID, Command, batched_verb
from domains.kernel.errors import AmountOutOfRange, AssetMismatch, Refusal
from domains.kernel.money import MINOR_MAX, Amount
from domains.kernel.transactions import Tx
from domains.ledger.planned import Planned
from domains.ledger.queries import exchanges
from domains.ledger.queries.accounts import NewAccount, open_accounts
from domains.ledger.rules.exchanges import BASIS_POINTS, Quote, check_exchange, liquidity_account_id, plan_exchange
from domains.ledger.service.post import post


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeQuoteCommand(Command):
    """Offer `owner_id` a rate: `rate_numerator / rate_denominator` minor units of `buys` for one of `sells`, less the spread.

    `request_id` is the quote's id."""

    sells: str
    buys: str
    rate_numerator: int
    rate_denominator: int
    spread_basis_points: int
    holds_for_milliseconds: int


@dataclass(frozen=True, slots=True)
class QuoteMade:
    quote_id: UUID
    expires_at: datetime


@batched_verb(QuoteMade)
async def make_quote(tx: Tx, commands: list[MakeQuoteCommand]) -> list[QuoteMade | Refusal]:
    """Write quotes down; the liquidity accounts of their assets are opened with them. Raises UnknownAsset, AssetMismatch for one asset with itself, and
    AmountOutOfRange for a rate or a spread that is none."""
    outcomes: list[QuoteMade | Refusal] = []
    quotes: list[Quote] = []
    for command in commands:
        try:
            quote = _quote(tx, command)
        except Refusal as refusal:
            outcomes.append(refusal)
            continue
        quotes.append(quote)
        outcomes.append(QuoteMade(quote.id, quote.expires_at))
    assets = {asset.code: asset for quote in quotes for asset in (quote.sells, quote.buys)}
    if assets:
        liquidity = [NewAccount(liquidity_account_id(one), HOUSE_ID, "liquidity", one, may_go_negative=True) for one in assets.values()]
        await open_accounts(tx, liquidity)
    exchanges.insert_quotes(tx, quotes)
    return outcomes


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeCommand(Command):
    """Sell `sold` out of one account of `owner_id`, and have what it gives at the quote in another."""

    quote_id: UUID
    sold: Amount
    source_account_id: UUID
    target_account_id: UUID


@dataclass(frozen=True, slots=True)
class Exchanged:
    journal_id: UUID
    quote_id: UUID
    sold: Amount
    bought: Amount
    booked_at: datetime


@batched_verb(Exchanged)
async def exchange(tx: Tx, commands: list[ExchangeCommand]) -> list[Exchanged | Refusal]:
    """Two linked movements through the liquidity accounts, once for each quote. Refuses in the order of rules/exchanges.py."""
    quotes = await exchanges.lock_quotes(tx, list({command.quote_id for command in commands}))
    outcomes: list[Exchanged | Refusal | None] = [None] * len(commands)
    journals: list[tuple[UUID, list[Planned]]] = []
    planned: list[int] = []
    for index, command in enumerate(commands):
        assert command.request_id is not None
        try:
            quote = check_exchange(command.quote_id, quotes.get(command.quote_id), command.owner_id, command.request_id, command.sold, tx.now)
        except Refusal as refusal:
            outcomes[index] = refusal
            continue
        # Taken by the first of a group that asks; the others may ask again when it was refused.
        quotes[quote.id] = quote._replace(used_by=command.request_id)
        planned.append(index)
        journals.append((command.request_id, [*plan_exchange(quote, command.request_id, command.sold, command.source_account_id, command.target_account_id)]))
    used: list[tuple[UUID, UUID]] = []
    for index, verdict in zip(planned, await post(tx, journals) if journals else [], strict=True):
        command = commands[index]
        if isinstance(verdict, Refusal):
            outcomes[index] = verdict
            continue
        sell, buy = verdict
        assert command.request_id is not None
        used.append((command.quote_id, command.request_id))
        outcomes[index] = Exchanged(command.request_id, command.quote_id, sell.amount, buy.amount, sell.booked_at)
    exchanges.use_quotes(tx, used)
    return [outcome for outcome in outcomes if outcome is not None]


def _quote(tx: Tx, command: MakeQuoteCommand) -> Quote:
    sells, buys = asset_of(command.sells), asset_of(command.buys)
    if sells.code == buys.code:
        raise AssetMismatch(sells.code, buys.code)
    for figure in (command.rate_numerator, command.rate_denominator):
        if not 0 < figure <= MINOR_MAX:
            raise AmountOutOfRange(figure, buys.code, 1, MINOR_MAX)
    if not 0 <= command.spread_basis_points < BASIS_POINTS:
        raise AmountOutOfRange(command.spread_basis_points, buys.code, 0, BASIS_POINTS - 1)
    assert command.request_id is not None
    rate = Fraction(command.rate_numerator, command.rate_denominator)
    return Quote(
        command.request_id,
        command.owner_id,
        sells,
        buys,
        rate,
        command.spread_basis_points,
        tx.now,
        tx.now + timedelta(milliseconds=command.holds_for_milliseconds),
    )
