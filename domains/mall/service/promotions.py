"""Make promotions and end them: acts of whoever acts for the shop."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Tx
from domains.mall.errors.promotions import PromotionMalformed, PromotionNotFound
from domains.mall.errors.shops import ShopNotFound
from domains.mall.queries import promotions
from domains.mall.rules.promotions import Promotion, PromotionTerms, check_promotion
from domains.mall.service.acting import acted_shop, own_shop

STANDING_MOST = 200
"""Promotions of a shop that stand or will: more could not be told to a customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MakePromotionCommand(Command):
    """`owner_id` acts for the shop."""

    session_id: UUID = field(metadata=UNHASHED)
    shop_id: UUID
    name_zh: str
    name_en: str
    terms: PromotionTerms
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPromotionCommand(Command):
    """`owner_id` acts for the promotion's shop."""

    session_id: UUID = field(metadata=UNHASHED)
    promotion_id: UUID


@composite_verb(Promotion)
async def make_promotion(tx: Tx, command: MakePromotionCommand) -> Promotion | Refusal:
    """Refuses ShopNotFound, ShopClosed, PromotionMalformed; `count` where the shop has too many."""
    shop = await acted_shop(tx, command.session_id, command.owner_id, command.shop_id)
    check_promotion(command.name_zh, command.name_en, command.terms, command.begins_at, command.ends_at)
    if await promotions.count_unended(tx, shop.id) >= STANDING_MOST:
        raise PromotionMalformed("count")
    assert command.request_id is not None
    names = (command.name_zh.strip(), command.name_en.strip())
    made = Promotion(derived_id(command.request_id, "promotion"), shop.id, *names, command.terms, "active", command.begins_at, command.ends_at)
    await promotions.insert_promotion(tx, made, command.owner_id)
    return made


@composite_verb(Promotion)
async def end_promotion(tx: Tx, command: EndPromotionCommand) -> Promotion | Refusal:
    """Nothing becomes cheaper by it any more. Refuses PromotionNotFound."""
    known = await promotions.lock_promotion(tx, command.promotion_id)
    if known is None:
        raise PromotionNotFound
    try:
        await own_shop(tx, command.session_id, command.owner_id, known.shop_id)
    except ShopNotFound:
        raise PromotionNotFound from None
    await promotions.end_promotion(tx, known.id)
    return known._replace(state="ended")
