"""Where webhooks go to: which addresses may be given, what may be wanted, how many secrets an endpoint has.

Registered is refused in this order: WebhookAddressRefused, WebhookEventUnknown, PartnerNotFound, TooManyWebhookEndpoints.
An address that passes here is looked at again each time it is called, by what its name resolves to then: that is where a private one is refused."""

import re
from collections.abc import Sequence
from typing import Literal
from urllib.parse import urlsplit

from domains.scenes.errors.partner import PartnerNotFound
from domains.scenes.errors.webhook import TooManyWebhookEndpoints, WebhookAddressRefused, WebhookEventUnknown
from domains.scenes.rules.public_host import is_public_host
from domains.scenes.rules.webhook_event import WEBHOOK_NAMES

WebhookState = Literal["active", "disabled", "removed"]
DisabledReason = Literal["partner", "gone", "failing"]
"""Its partner did it; it answered 410; it failed for too long."""

ADDRESS_MAX_CHARACTERS = 512
ENDPOINTS_MAX = 20
"""Of one partner, without those removed."""

SECRETS_MAX = 4
"""Of one endpoint at a time: each makes a signature, and receivers read a few."""

OVERLAP_MOST_HOURS = 168

TLS_PORT, PORT_LEAST = 443, 1024
"""What may be called: below it stand services that are not for webhooks."""

LOOPBACKS = ("127.0.0.1", "localhost", "::1")
_PLAIN = re.compile(r"[!-~]+")


def check_address(address: str, *, may_be_loopback: bool) -> None:
    """Raise unless a signed request may be sent there: https, a public name or a public address, no password, no fragment.

    In development this very machine may be named too, also by plain http."""
    if not 0 < len(address) <= ADDRESS_MAX_CHARACTERS or not _PLAIN.fullmatch(address) or any(sign in address for sign in '#*\\<>"{}|^`'):
        raise WebhookAddressRefused("malformed")
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise WebhookAddressRefused("malformed") from None
    if not host or "@" in parts.netloc or port == 0:
        raise WebhookAddressRefused("malformed")
    if may_be_loopback and host in LOOPBACKS and parts.scheme in ("http", "https"):
        return
    if parts.scheme != "https":
        raise WebhookAddressRefused("not_https")
    if not is_public_host(host) or not (port is None or port == TLS_PORT or port >= PORT_LEAST):
        raise WebhookAddressRefused("not_public")


def check_wanted(event_types: Sequence[str]) -> None:
    """Raise where one of them is not there to be told, or none is wanted."""
    if not event_types:
        raise WebhookEventUnknown("")
    for name in event_types:
        if name not in WEBHOOK_NAMES:
            raise WebhookEventUnknown(name[:60])


def check_registration(partner_state: str | None, endpoints_count: int) -> None:
    """Raise the first rule that a further endpoint of a partner breaks."""
    if partner_state != "active":
        raise PartnerNotFound
    if endpoints_count >= ENDPOINTS_MAX:
        raise TooManyWebhookEndpoints(ENDPOINTS_MAX)
