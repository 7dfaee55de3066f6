"""Compute anew where customers stand, when something happened to them, a window was left, the consent changed or another scorecard counts."""

from dataclasses import dataclass
from datetime import timedelta

from domains import customers
from domains.credit.events import CreditBandChanged
from domains.credit.queries import cards, events, standings
from domains.credit.queries.cards import PublishedCard
from domains.credit.queries.events import CustomersEvents
from domains.credit.queries.standings import BandChange, Standing
from domains.credit.rules.features import LOOK_BACK
from domains.credit.rules.score import score_events
from domains.kernel.clock import business_date, day_start
from domains.kernel.commands import Command, composite_verb
from domains.kernel.transactions import Tx

GROUP = 500
"""Customers that one transaction computes."""

PURPOSE = "credit_scoring"
"""What a customer consents to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecomputeCommand(Command):
    """`owner_id` is the house."""


@dataclass(frozen=True, slots=True)
class Recomputed:
    customers: int
    changes: int


@composite_verb(Recomputed)
async def recompute(tx: Tx, _: RecomputeCommand) -> Recomputed:
    """Compute a group of those who are due; none are left where it answers with none. Who does not consent to be scored has no score and no band."""
    today = business_date(tx.now)
    due = await standings.lock_due(tx, today, GROUP)
    if not due:
        return Recomputed(0, 0)
    published = await cards.find_scene_card(tx)
    consents = await customers.find_consents(tx, [one.customer_id for one in due], PURPOSE)
    consenting = [one.customer_id for one, consent in zip(due, consents, strict=True) if consent is not None]
    known = await events.list_counted(tx, consenting, day_start(today - timedelta(days=LOOK_BACK)))
    pairs = [(one, _stands(tx, one, published, known.get(one.customer_id))) for one in due]
    changed = [(old, new) for old, new in pairs if old.band is not new.band]
    await standings.save_standings(tx, [new for _, new in pairs])
    await standings.insert_changes(
        tx, [BandChange(new.customer_id, new.changes, new.band, old.band, _cause(old, new), new.card_version, tx.now) for old, new in changed]
    )
    for old, new in changed:
        tx.publish(CreditBandChanged(new.customer_id, None, new.band and new.band.value, old.band and old.band.value, _cause(old, new)))
    return Recomputed(len(due), len(changed))


def _stands(tx: Tx, old: Standing, published: PublishedCard, known: CustomersEvents | None) -> Standing:
    if known is None:
        new = old._replace(band=None, score=None, card_version=None, contributions=(), as_of=None, again_on=None)
    else:
        scored = score_events(published.card, known.events, business_date(tx.now), known.first_on)
        new = old._replace(
            band=scored.band,
            score=scored.score,
            card_version=published.version,
            contributions=scored.contributions,
            as_of=scored.as_of,
            again_on=scored.again_on,
        )
    return new._replace(since=tx.now, changes=old.changes + 1) if new.band is not old.band else new


def _cause(old: Standing, new: Standing) -> str:
    if new.card_version is None or (old.card_version is None and old.changes):
        return "consent"
    if old.card_version not in (None, new.card_version):
        return "scorecard"
    return "time" if old.stale_since is None else "events"
