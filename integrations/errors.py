"""What can come of asking a partner, beside an answer."""


class PartnerUnavailable(Exception):
    """No answer that can be relied on: the partner is away, slow or broken. Whether it did what was asked is not known, and is never assumed.

    `was_sent` is false where nothing left the house."""

    def __init__(self, partner: str, what: str, *, was_sent: bool = True) -> None:
        super().__init__(f"{partner}: {what}")
        self.partner = partner
        self.what = what
        self.was_sent = was_sent


class PartnerRefused(Exception):
    """An explicit no, with the partner's own machine-readable code: nothing was done."""

    def __init__(self, partner: str, status: int, code: str) -> None:
        super().__init__(f"{partner}: {status} {code}")
        self.partner = partner
        self.status = status
        self.code = code


class CallbackInvalid(Exception):
    """A callback is signed and in time, and yet not in the partner's format."""


class SignatureInvalid(Exception):
    """A callback is not signed by whom it should be, or not now: it is forged, changed, or too old. `reason` tells which check failed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
