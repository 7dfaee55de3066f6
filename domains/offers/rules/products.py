"""Products: what kinds there are, what they may be called, and what may follow one that is retired.

Registering is refused in this order: ProductNameMalformed. Retiring: ProductNotFound, ProductRetiredAlready, SuccessorNotFound."""

from enum import StrEnum
from uuid import UUID

from domains.offers.errors.products import ProductNameMalformed, ProductNotFound, ProductRetiredAlready, SuccessorNotFound

NAME_MAX_CHARACTERS = 60

SUCCESSIONS_MAX = 8
"""How many retired products in a row are followed to the one that stands; a longer chain leads nowhere."""


class Kind(StrEnum):
    """Of what domain a product is. Wealth, loans and the mall register theirs under their own kinds."""

    MERCHANT = "merchant"
    RED_PACKET = "red_packet"
    PERSON = "person"
    SCENE = "scene"
    BRANCH_SERVICE = "branch_service"
    CAMPAIGN = "campaign"
    FUND = "fund"
    LOAN = "loan"
    GOODS = "goods"
    TICKET = "ticket"
    PREFILL = "prefill"


KINDS = tuple(kind.value for kind in Kind)

Key = tuple[Kind, UUID]
"""What names a product: its kind, and its id in the domain that sells it."""


def check_names(name_zh: str, name_en: str) -> None:
    """Raise ProductNameMalformed unless both names are of 1 to NAME_MAX_CHARACTERS printable characters."""
    for name in (name_zh, name_en):
        if not (0 < len(name) <= NAME_MAX_CHARACTERS and name == name.strip() and name.isprintable()):
            raise ProductNameMalformed(NAME_MAX_CHARACTERS)


def check_retirement(key: Key, state: str | None, successor: Key | None, successor_state: str | None) -> None:
    """Raise the first rule that retiring the product of that key breaks. States are None where there is no such product."""
    if state is None:
        raise ProductNotFound
    if state == "retired":
        raise ProductRetiredAlready
    if successor is not None and (successor == key or successor_state != "live"):
        raise SuccessorNotFound
