"""Partners: what one may be called. Registered is refused in this order: PartnerNameMalformed."""

from typing import Literal

from domains.scenes.errors.partner import PartnerNameMalformed

PARTNER_NAME_MAX_CHARACTERS = 80

PartnerState = Literal["active", "suspended"]


def check_partner(name: str) -> None:
    """Raise the first rule that a partner to be registered breaks."""
    if not 1 <= len(name) <= PARTNER_NAME_MAX_CHARACTERS or not name.isprintable() or name != name.strip():
        raise PartnerNameMalformed(PARTNER_NAME_MAX_CHARACTERS)
