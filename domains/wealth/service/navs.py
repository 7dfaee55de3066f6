"""Take published values: what is too far from the last one waits for an operator, and a later value for the same day is a correction."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from domains import customers
from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID, UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx
from domains.wealth.errors.products import FundNotFound, NavJumped, NavMalformed
from domains.wealth.events.products import NavHeld, NavPublished
from domains.wealth.queries import navs, products
from domains.wealth.queries.navs import Nav
from domains.wealth.rules.navs import check_nav
from domains.wealth.rules.products import ProductKind
from domains.wealth.rules.shares import PPM
from domains.wealth.service.correct_income import note_correction


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishNavCommand(Command):
    """The feed, or a member of staff, tells a day's value. Told twice, it is one."""

    code: str
    day: date
    nav_e4: int
    income_e4: int | None = None
    redeemed_ppm: int = PPM


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmNavCommand(Command):
    """`owner_id` is a member of staff, and says that a value which was held is right: the one that they saw, whatever was told since."""

    session_id: UUID = field(metadata=UNHASHED)
    code: str
    day: date
    nav_e4: int


@composite_verb(Nav)
async def publish_nav(tx: Tx, command: PublishNavCommand) -> Nav | Refusal:
    """Publish the value, as a correction where the day has another one; the same again changes nothing. Refuses FundNotFound, NavMalformed.

    NavJumped is returned, not raised: the value is kept, and waits for `confirm_nav`."""
    fund = await products.lock_product_to_change(tx, command.code)
    if fund is None:
        raise FundNotFound
    if command.day > business_date(tx.now):
        raise NavMalformed(command.code, command.day, "day")
    if not 0 <= command.redeemed_ppm <= PPM:
        raise NavMalformed(command.code, command.day, "redeemed")
    revisions = await navs.list_revisions(tx, fund.id, command.day)
    told = (command.nav_e4, command.income_e4, command.redeemed_ppm)
    if revisions and revisions[-1][3:6] == told:
        return revisions[-1]
    last = (await navs.find_latest(tx, [fund.id], command.day)).get(fund.id)
    nav = Nav(fund.id, command.day, len(revisions), *told, "published")
    pays_income = fund.kind is ProductKind.MONEY_MARKET
    try:
        check_nav(fund.code, nav.day, nav.nav_e4, nav.income_e4, None if last is None else last.nav_e4, pays_income=pays_income)
    except NavJumped as jumped:
        await navs.insert_nav(tx, nav._replace(state="held"))
        await _audit(tx, command, "wealth.publish_nav", fund.id)
        tx.publish(NavHeld(fund.id, None, nav.day, jumped.change_ppm))
        return jumped
    await navs.insert_nav(tx, nav)
    await _audit(tx, command, "wealth.publish_nav", fund.id)
    await note_correction(tx, next((one for one in reversed(revisions) if one.state == "published"), None), nav)
    tx.publish(NavPublished(fund.id, None, nav.day, nav.revision))
    return nav


@composite_verb(Nav)
async def confirm_nav(tx: Tx, command: ConfirmNavCommand) -> Nav | Refusal:
    """Let a value that was held stand; one that stands already stays. Refuses FundNotFound, NavMalformed where no value was told, or another
    one is the last. The act is audited."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    fund = await products.lock_product_to_change(tx, command.code)
    if fund is None:
        raise FundNotFound
    revisions = await navs.list_revisions(tx, fund.id, command.day)
    if not revisions:
        raise NavMalformed(command.code, command.day, "missing")
    if revisions[-1].nav_e4 != command.nav_e4:
        raise NavMalformed(command.code, command.day, "other")
    if revisions[-1].state == "published":
        return revisions[-1]
    await _audit(tx, command, "wealth.confirm_nav", fund.id)
    tx.publish(NavPublished(fund.id, None, command.day, revisions[-1].revision))
    return await navs.set_published(tx, revisions[-1])


async def _audit(tx: Tx, command: PublishNavCommand | ConfirmNavCommand, action: str, product_id: UUID) -> None:
    """What a member of staff did; the feed is no member of staff."""
    if command.owner_id != HOUSE_ID:
        await insert_audit(tx, new_id(tx.clock), command.owner_id, action, product_id, {"day": command.day.isoformat(), "nav_e4": command.nav_e4})
