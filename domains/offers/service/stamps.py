"""Stamps of cards: collected by purchases and scans as they are told of, and taken back with a refund."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from domains import wallet
from domains.kernel.clock import business_date
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Tx
from domains.offers.events.games import StampCollected, StampTakenBack
from domains.offers.queries import games, stamps
from domains.offers.queries.games import Game
from domains.offers.queries.stamps import Stamp
from domains.offers.rules.games import GameKind, StampSource

GAMES_MOST = 200
"""Stamp cards that run at once."""


async def stamp_purchases(tx: Tx, paid: Sequence[wallet.Payment]) -> None:
    """A stamp for each purchase of the least spending that was not returned, on every card of its merchant."""
    running = await games.list_open_games(tx, GAMES_MOST, GameKind.STAMPS) if paid else []
    collected = [Stamp(payment.customer_id, game.id, payment.id) for payment in paid for game in running if _earns(game, payment)]
    await _collect(tx, collected)


async def stamp_scans(tx: Tx, keys: Sequence[tuple[UUID, UUID]]) -> None:
    """(code, scan): a stamp for each code that a customer scans, once a day, on every card of the merchant that it leads to."""
    running = [one for one in await games.list_open_games(tx, GAMES_MOST, GameKind.STAMPS) if _source(one) is StampSource.SCAN] if keys else []
    found = await stamps.find_claimed_scans(tx, keys) if running else []
    collected = [
        Stamp(one.customer_id, game.id, derived_id(one.code_id, f"stamp:{business_date(one.scanned_at).isoformat()}"))
        for one in found
        for game in running
        if one.merchant_id is not None and _is_for(game, one.merchant_id, one.scanned_at)
    ]
    await _collect(tx, collected)


async def take_stamps_back(tx: Tx, kept: Sequence[tuple[UUID, UUID, int]]) -> None:
    """(customer, payment, what of it is kept): below the least spending there is no stamp. One that was redeemed is owed."""
    for one in await stamps.take_back(tx, kept):
        tx.publish(StampTakenBack(one.customer_id, None, one.game_id, one.source_id))


async def _collect(tx: Tx, collected: Sequence[Stamp]) -> None:
    for one in await stamps.insert_stamps(tx, collected):
        tx.publish(StampCollected(one.customer_id, None, one.game_id, one.source_id))


def _earns(game: Game, payment: wallet.Payment) -> bool:
    terms = game.terms.stamps
    is_of_it = terms is not None and terms.source is StampSource.PURCHASE and payment.amount.asset == game.campaign.asset
    return is_of_it and terms is not None and payment.held.left_minor >= max(terms.least_minor, 1) and _is_for(game, payment.merchant_id, payment.paid_at)


def _is_for(game: Game, merchant_id: UUID, at: datetime) -> bool:
    merchants = game.campaign.terms.conditions.merchant_ids
    return (not merchants or merchant_id in merchants) and game.campaign.starts_at <= at < game.campaign.ends_at


def _source(game: Game) -> StampSource | None:
    return None if game.terms.stamps is None else game.terms.stamps.source
