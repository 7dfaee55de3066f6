"""The links of what a customer shows at a branch."""

from uuid import UUID

from domains.kernel.clock import business_date
from domains.kernel.crypto import Keyring
from domains.kernel.transactions import Read, Tx
from domains.offers.ports import HouseAddress
from domains.offers.queries.prefills import Prefill
from domains.offers.queries.queue import Ticket
from domains.offers.rules.codes import Keys, Link, address_of, read_token, token_in
from domains.offers.rules.visit_codes import PREFILL, TICKET, VISIT_KEY_PURPOSES


def visit_keys(source: Read | Tx) -> Keys:
    """The keys that seal codes of visits."""
    keyring = source.port(Keyring)
    return {letter: keyring.derive(purpose) for letter, purpose in VISIT_KEY_PURPOSES.items()}


def visit_addresses(source: Read | Tx, shown: list[Prefill | Ticket]) -> list[str]:
    """What each code says, in order."""
    origin, keys = source.port(HouseAddress).origin, visit_keys(source)
    told = []
    for one in shown:
        letter, last_day = (PREFILL, business_date(one.expires_at)) if isinstance(one, Prefill) else (TICKET, one.day)
        told.append(address_of(origin, {letter: keys[letter]}, Link(one.id, last_day)))
    return told


def prefill_in(tx: Tx, text: str) -> UUID:
    """The form that a scanned text names. Raises CodeUnknown, CodeExpired."""
    token = token_in(text, tx.port(HouseAddress).origin)
    return read_token({PREFILL: visit_keys(tx)[PREFILL]}, text if token is None else token, business_date(tx.now))
