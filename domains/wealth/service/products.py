"""Publish products and the trading calendar: acts of staff, each audited."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from domains import customers, ledger, offers
from domains.kernel.assets import AssetKind, asset_of
from domains.kernel.commands import HOUSE_ID, UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal, UnknownAsset
from domains.kernel.ids import derived_id, new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx
from domains.wealth.accounts import product_accounts
from domains.wealth.errors.products import FundMalformed, FundNotFound
from domains.wealth.events.products import FundPublished, FundStateChanged, TradingDaysPublished
from domains.wealth.queries import products
from domains.wealth.queries.products import Fund
from domains.wealth.rules.calendar import check_year
from domains.wealth.rules.products import FundTerms, ProductKind, ProductState, check_product

SHARES_EXPONENT = 2
"""Shares have two decimals, and rules/shares.py reckons with money that has as many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishFundCommand(Command):
    """`owner_id` is a member of staff. A code that is known gets a new version; its kind and currency never change."""

    session_id: UUID = field(metadata=UNHASHED)
    code: str
    kind: ProductKind
    name_zh: str
    name_en: str
    asset: str
    terms: FundTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFundStateCommand(Command):
    """`owner_id` is a member of staff. A closed product stays closed."""

    session_id: UUID = field(metadata=UNHASHED)
    code: str
    state: ProductState


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishCalendarCommand(Command):
    """`owner_id` is a member of staff. `closed` are the year's days without trade that are no Saturday or Sunday."""

    session_id: UUID = field(metadata=UNHASHED)
    year: int
    closed: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class CalendarPublished:
    year: int
    closed_days: int


@composite_verb(Fund)
async def publish_fund(tx: Tx, command: PublishFundCommand) -> Fund | Refusal:
    """Sell it by these terms from now on; it becomes something that codes can lead to. Orders keep the terms they were placed under.

    Refuses UnknownAsset (not a currency), FundMalformed, also for another kind or currency than the product has, and a currency without two decimals."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    return await put_on_sale(tx, command)


async def put_on_sale(tx: Tx, command: PublishFundCommand) -> Fund:
    """What `publish_fund` does for a member of staff who is signed in; a seed calls it too."""
    asset = asset_of(command.asset)
    if asset.kind is not AssetKind.CURRENCY:
        raise UnknownAsset(command.asset)
    if asset.exponent != SHARES_EXPONENT:
        raise FundMalformed("asset")
    check_product(command.code, command.kind, command.name_zh, command.name_en, command.terms)
    known = await products.lock_product_to_change(tx, command.code)
    if known is None:
        assert command.request_id is not None
        names = (command.name_zh, command.name_en)
        made = Fund(derived_id(command.request_id, "fund"), command.code, command.kind, *names, asset, ProductState.ON_SALE, 1, tx.now, command.terms)
        if not await products.insert_product(tx, made, command.owner_id):
            raise FundMalformed("code")
        await ledger.open_accounts(tx, product_accounts(command.code, asset))
    else:
        if (known.kind, known.asset) != (command.kind, asset):
            raise FundMalformed("kind" if known.kind is not command.kind else "asset")
        made = known._replace(version=known.version + 1, name_zh=command.name_zh, name_en=command.name_en, terms=command.terms)
        await products.insert_version(tx, made, command.owner_id)
        await products.sell_version(tx, made)
    await offers.register_products(tx, [offers.NewProduct(offers.Kind.FUND, made.id, made.name_zh, made.name_en, None)])
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "wealth.publish_fund", made.id, {"code": made.code, "version": made.version})
    tx.publish(FundPublished(made.id, None, made.version))
    return made


@composite_verb(Fund)
async def set_fund_state(tx: Tx, command: SetFundStateCommand) -> Fund | Refusal:
    """Sell it, suspend it, or close it. Refuses FundNotFound, FundMalformed for one that is closed."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    known = await products.lock_product_to_change(tx, command.code)
    if known is None:
        raise FundNotFound
    if known.state is ProductState.CLOSED and command.state is not ProductState.CLOSED:
        raise FundMalformed("state")
    await products.set_state(tx, known.id, command.state)
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "wealth.set_fund_state", known.id, {"state": command.state.value})
    tx.publish(FundStateChanged(known.id, None, command.state.value))
    return known._replace(state=command.state)


@composite_verb(CalendarPublished)
async def publish_calendar(tx: Tx, command: PublishCalendarCommand) -> CalendarPublished | Refusal:
    """Publish a year, or publish it anew: orders that are not confirmed yet get other days by a job. Refuses CalendarMalformed."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    check_year(command.year, command.closed)
    await products.save_calendar(tx, command.year, command.closed)
    detail = {"year": command.year, "closed": [day.isoformat() for day in command.closed]}
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "wealth.publish_calendar", None, detail)
    tx.publish(TradingDaysPublished(HOUSE_ID, None, command.year))
    return CalendarPublished(command.year, len(command.closed))
