"""What an exchange gives, and when a quote may be used. Pure.

The customer sells an amount and is given, at the quote's rate less its spread, whole minor units of the other asset, rounded down. What rounding leaves is less
than one minor unit; it stays in the liquidity account. No asset is made or lost: each of the two movements is of one asset.

Order of refusals: QuoteNotFound (also for somebody else's), QuoteUsed, QuoteExpired, AssetMismatch, AmountOutOfRange (also where nothing would be given), then
those of movements."""

from datetime import datetime
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from domains.kernel.assets import Asset
from domains.kernel.commands import HOUSE_ID
from domains.kernel.errors import AmountOutOfRange, AssetMismatch
from domains.kernel.ids import derived_id
from domains.kernel.money import MINOR_MAX, Amount
from domains.ledger.errors import QuoteExpired, QuoteNotFound, QuoteUsed
from domains.ledger.planned import PlannedMovement

BASIS_POINTS = 10_000

EXCHANGE = "exchange"
"""The kind of its movements."""


class Quote(NamedTuple):
    """`rate` minor units of `buys` are worth one minor unit of `sells`; the house keeps `spread_basis_points` of what it gives."""

    id: UUID
    owner_id: UUID
    sells: Asset
    buys: Asset
    rate: Fraction
    spread_basis_points: int
    made_at: datetime
    expires_at: datetime
    used_by: UUID | None = None


def given(quote: Quote, sold: Amount) -> Amount:
    """What the customer is given for an amount, rounded down."""
    exact = sold.minor * quote.rate * (BASIS_POINTS - quote.spread_basis_points) / BASIS_POINTS
    return Amount(exact.numerator // exact.denominator, quote.buys)


def check_exchange(quote_id: UUID, quote: Quote | None, owner_id: UUID, exchange_id: UUID, sold: Amount, now: datetime) -> Quote:
    """The quote, if it may be used for this. Raises the first rule broken, in the order of this module's docstring."""
    if quote is None or quote.owner_id != owner_id:
        raise QuoteNotFound(quote_id)
    if quote.used_by is not None and quote.used_by != exchange_id:
        raise QuoteUsed(quote_id)
    if now >= quote.expires_at:
        raise QuoteExpired(quote_id, quote.expires_at)
    if sold.asset.code != quote.sells.code:
        raise AssetMismatch(sold.asset.code, quote.sells.code)
    if not 0 < sold.minor <= MINOR_MAX or not 0 < given(quote, sold).minor <= MINOR_MAX:
        least = -(-BASIS_POINTS // (quote.rate * (BASIS_POINTS - quote.spread_basis_points)))
        raise AmountOutOfRange(sold.minor, sold.asset.code, int(least), MINOR_MAX)
    return quote


def plan_exchange(quote: Quote, exchange_id: UUID, sold: Amount, source_id: UUID, target_id: UUID) -> list[PlannedMovement]:
    """Two linked movements: what is sold goes to the liquidity of its asset, what is bought comes from that of the other."""
    return [
        PlannedMovement(derived_id(exchange_id, "sell"), EXCHANGE, source_id, liquidity_account_id(quote.sells), sold),
        PlannedMovement(derived_id(exchange_id, "buy"), EXCHANGE, liquidity_account_id(quote.buys), target_id, given(quote, sold)),
    ]


def liquidity_account_id(asset: Asset) -> UUID:
    """The account through which an asset is exchanged."""
    return derived_id(HOUSE_ID, f"liquidity:{asset.code}")
