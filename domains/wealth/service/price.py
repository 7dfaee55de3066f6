"""Price orders, price them anew where their day's value was corrected meanwhile, and tell apart what can be confirmed, what waits and what has ended."""

from collections.abc import Collection, Iterable, Sequence

from domains import ledger
from domains.kernel.ids import derived_ids
from domains.kernel.money import MINOR_MAX
from domains.kernel.transactions import Tx
from domains.wealth.queries import navs, products
from domains.wealth.queries.navs import Nav
from domains.wealth.queries.orders import FundOrder
from domains.wealth.queries.products import Fund
from domains.wealth.rules.orders import OrderSide, OrderState
from domains.wealth.rules.products import FundTerms, ProductState
from domains.wealth.rules.shares import PPM, issue, worth_minor
from domains.wealth.service.place import HOLD, release

NO_SHARES, CLOSED, HOLD_ENDED, TOO_LARGE = "no_shares", "product_closed", "hold_ended", "too_large"
"""Why an order is rejected."""

Sorted = tuple[list[FundOrder], list[FundOrder]]
"""Orders that go on, and those that are to be rejected."""


async def price_all(tx: Tx, fund: Fund, accepted: Sequence[FundOrder], values: Iterable[Nav]) -> Sorted:
    """What each order buys, or what its shares are worth, at the value of its day; what is priced at that value already stays. The fee of a redemption is
    known when its lots are taken.

    Rejected: a subscription that buys no share at all, or of a product that has closed meanwhile, and what is beyond all measure."""
    by_day = {nav.day: nav for nav in values}
    terms = await find_terms(tx, fund, {one.version for one in accepted if one.nav_revision != by_day[one.trade_date].revision})
    priced, ended = [], []
    for one in accepted:
        nav = by_day[one.trade_date]
        told = one if one.nav_revision == nav.revision else price(one, nav, terms[one.version])
        reason = _reason(fund, told)
        if reason is None:
            priced.append(told)
        else:
            ended.append(one._replace(state=OrderState.REJECTED, reason=reason))
    return priced, ended


async def sort_priced(tx: Tx, fund: Fund, priced: Sequence[FundOrder]) -> Sorted:
    """Orders whose confirmation is due, at the values that stand now. Rejected: what they held is held no longer. In neither: who waits, because
    an account is frozen; nobody else waits for them."""
    values = await navs.find_navs(tx, [(fund.id, day) for day in {one.trade_date for one in priced}])
    going, ended = await price_all(tx, fund, priced, values.values())
    hold_ids = derived_ids([one.id for one in going], HOLD)
    obstacles = await ledger.find_obstacles(tx, hold_ids)
    ready = []
    for one, hold_id in zip(going, hold_ids, strict=True):
        has_ended = obstacles.get(hold_id)
        if has_ended is None:
            ready.append(one)
        elif has_ended:
            ended.append(one._replace(state=OrderState.REJECTED, reason=HOLD_ENDED))
    return ready, ended


async def find_terms(tx: Tx, fund: Fund, versions: Collection[int]) -> dict[int, FundTerms]:
    """The terms of those versions of the product. One statement, none for none."""
    found = await products.find_terms(tx, [(fund.id, version) for version in versions]) if versions else {}
    return {version: terms for (_, version), terms in found.items()}


async def reject(tx: Tx, ended: list[FundOrder]) -> None:
    """Write them down, and free what they still hold. A redemption that did not happen has no worth."""
    if ended:
        unknown = {"gross_minor": None, "fee_minor": None, "net_minor": None, "done_shares_minor": None, "remainder_e4": None}
        await release(tx, [one._replace(**unknown) for one in ended])  # type: ignore[arg-type]


def price(order: FundOrder, nav: Nav, terms: FundTerms) -> FundOrder:
    """The order at that value. In a large redemption only a part of the shares is done."""
    if order.side is OrderSide.REDEEM:
        assert order.shares_minor is not None
        done = order.shares_minor * nav.redeemed_ppm // PPM
        worth = worth_minor(done, nav.nav_e4)
        gross, fee, net, remainder = worth, 0, worth, order.remainder_e4
    else:
        assert order.amount_minor is not None
        gross = order.amount_minor
        fee, net, done, remainder = issue(gross, nav.nav_e4, terms.subscription)
    return order._replace(
        state=OrderState.PRICED,
        nav_e4=nav.nav_e4,
        nav_revision=nav.revision,
        gross_minor=gross,
        fee_minor=fee,
        net_minor=net,
        done_shares_minor=done,
        remainder_e4=remainder,
    )


def _reason(fund: Fund, told: FundOrder) -> str | None:
    assert told.done_shares_minor is not None and told.gross_minor is not None
    if told.side is OrderSide.SUBSCRIBE and not told.done_shares_minor:
        return NO_SHARES
    if told.side is OrderSide.SUBSCRIBE and fund.state is ProductState.CLOSED:
        return CLOSED
    return TOO_LARGE if max(told.done_shares_minor, told.gross_minor) > MINOR_MAX // 2 else None
