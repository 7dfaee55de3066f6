"""Who may be a merchant and act for one, and what its codes say.

A merchant is refused in this order: MerchantNameMalformed, UnknownAsset (not a currency), FeeOutOfRange. Its terms, for profit sharing: SharingMalformed."""

import re
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from domains.kernel.assets import Asset, AssetKind
from domains.kernel.errors import AmountOutOfRange, UnknownAsset
from domains.kernel.money import MINOR_MAX, Amount, to_decimal
from domains.wallet.errors.merchants import FeeOutOfRange, MerchantNameMalformed, OrderExpiryOutOfRange, SharingMalformed
from domains.wallet.rules import emvco
from domains.wallet.rules.emvco import Code, fields_of
from domains.wallet.rules.sharing import BPS_WHOLE
from domains.wallet.rules.transfers import normal_note

OUR_UNIQUE_ID = "COM.SCENEBANK"
"""Whose template it is, in every code of the house's merchants: 01 a static code, 02 an order."""

FEE_MOST_BPS = 1_000
NAME_MOST_CHARACTERS = 25
CITY_MOST_CHARACTERS = 15
SHOP_NAME_MOST_CHARACTERS = 40
REFERENCE_MOST_CHARACTERS = 64
PARTIES_MOST = 10
ORDER_LIFE_LEAST = timedelta(seconds=10)
ORDER_LIFE_MOST = timedelta(days=7)

_LATIN = re.compile(r"[\x20-\x7e]+", re.ASCII)


class Role(StrEnum):
    """Owners name operators, shops and codes; cashiers charge and refund."""

    OWNER = "owner"
    CASHIER = "cashier"


class Terms(NamedTuple):
    """What a merchant is paid under: its fee, whether it takes tips, and who else gets a part: (merchant, share, that merchant's fee)."""

    fee_bps: int
    takes_tips: bool
    parties: tuple[tuple[UUID, int, int], ...] = ()


class Scanned(NamedTuple):
    """What a code of ours names: a printed code or an order."""

    static_code_id: UUID | None
    order_id: UUID | None


def check_merchant(name: str, latin_name: str, city: str, latin_city: str, category: str, asset: Asset, fee_bps: int) -> None:
    """Raise the first rule that a new merchant breaks: what its codes could not say, and terms that the house does not offer."""
    for field, text, most in (("name", name, NAME_MOST_CHARACTERS), ("city", city, CITY_MOST_CHARACTERS)):
        if not 0 < len(text) <= most or normal_note(text) != text:
            raise MerchantNameMalformed(field, most)
    for field, text, most in (("latin_name", latin_name, NAME_MOST_CHARACTERS), ("latin_city", latin_city, CITY_MOST_CHARACTERS)):
        if len(text) > most or _LATIN.fullmatch(text) is None or text.strip() != text:
            raise MerchantNameMalformed(field, most)
    if re.fullmatch(r"\d{4}", category, re.ASCII) is None:
        raise MerchantNameMalformed("category", 4)
    if asset.kind is not AssetKind.CURRENCY:
        raise UnknownAsset(asset.code)
    if not 0 <= fee_bps <= FEE_MOST_BPS:
        raise FeeOutOfRange(FEE_MOST_BPS)


def check_shop_name(name: str) -> None:
    """Raise MerchantNameMalformed for a name that a shop or a code's label cannot have."""
    if not 0 < len(name) <= SHOP_NAME_MOST_CHARACTERS or normal_note(name) != name:
        raise MerchantNameMalformed("name", SHOP_NAME_MOST_CHARACTERS)


def check_sharing(merchant_id: UUID, parties: Sequence[tuple[UUID, int]]) -> None:
    """Raise SharingMalformed unless each party is another merchant, named once, and all parts together are no more than the whole."""
    ids = [party_id for party_id, _ in parties]
    if len(parties) > PARTIES_MOST or len(set(ids)) < len(ids) or merchant_id in ids:
        raise SharingMalformed(PARTIES_MOST)
    if any(share < 1 for _, share in parties) or sum(share for _, share in parties) > BPS_WHOLE:
        raise SharingMalformed(PARTIES_MOST)


def check_order(amount: Amount, asset: Asset, reference: str, life: timedelta) -> None:
    """Raise the first rule that an order breaks. The currency is the merchant's."""
    if amount.asset != asset:
        raise UnknownAsset(amount.asset.code)
    if not 0 < amount.minor <= MINOR_MAX:
        raise AmountOutOfRange(amount.minor, asset.code, 1, MINOR_MAX)
    if len(reference) > REFERENCE_MOST_CHARACTERS:
        raise MerchantNameMalformed("reference", REFERENCE_MOST_CHARACTERS)
    if not ORDER_LIFE_LEAST <= life <= ORDER_LIFE_MOST:
        raise OrderExpiryOutOfRange(int(ORDER_LIFE_LEAST.total_seconds()), int(ORDER_LIFE_MOST.total_seconds()))


class Shown(NamedTuple):
    """What the codes of a merchant say of it."""

    name: str
    latin_name: str
    city: str
    latin_city: str
    category: str
    asset: Asset
    takes_tips: bool


def static_code_text(shown: Shown, code_id: UUID) -> str:
    """The text of a printed code."""
    return _code_text(shown, emvco.STATIC, {"01": code_id.hex}, None)


def order_code_text(shown: Shown, order_id: UUID, amount: Amount) -> str:
    """The text of a code that is shown for one order."""
    return _code_text(shown, emvco.DYNAMIC, {"02": order_id.hex}, to_decimal(amount))


@lru_cache(maxsize=4096)
def read_merchant_code(text: str) -> Scanned | None:
    """Which code or order of the house's a scanned text names; None for another network's. Raises CodeMalformed. A printed code is scanned again and again."""
    account = emvco.read_code(text).find_account(OUR_UNIQUE_ID)
    ids = {field.tag: _id_of(field.text()) for field in account}
    static_code_id, order_id = ids.get("01"), ids.get("02")
    return None if (static_code_id is None) == (order_id is None) else Scanned(static_code_id, order_id)


def _code_text(shown: Shown, method: str, ours: dict[str, str], amount: str | None) -> str:
    return emvco.write_code(
        Code(
            fields_of(
                {
                    emvco.FORMAT: "01",
                    emvco.METHOD: method,
                    "26": {emvco.UNIQUE_ID: OUR_UNIQUE_ID, **ours},
                    emvco.CATEGORY: shown.category,
                    emvco.CURRENCY: shown.asset.numeric,
                    emvco.AMOUNT: amount,
                    emvco.TIP: emvco.TIP_PROMPTED if shown.takes_tips else None,
                    emvco.COUNTRY: "CN",
                    emvco.NAME: shown.latin_name,
                    emvco.CITY: shown.latin_city,
                    emvco.LANGUAGE: {"00": "ZH", "01": shown.name, "02": shown.city},
                }
            )
        )
    )


def _id_of(text: str) -> UUID | None:
    return UUID(text) if re.fullmatch(r"[0-9a-f]{32}", text, re.ASCII) else None
