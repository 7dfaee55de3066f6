"""The scenes' tables, a file for each noun."""

from domains.scenes.models import (
    assertion,
    authorization_code,
    bill,
    call,
    client,
    consent,
    device_code,
    document,
    link,
    order,
    partner,
    payment,
    pushed_request,
    refund,
    token_family,
    webhook,
)

__all__ = [
    "assertion",
    "authorization_code",
    "bill",
    "call",
    "client",
    "consent",
    "device_code",
    "document",
    "link",
    "order",
    "partner",
    "payment",
    "pushed_request",
    "refund",
    "token_family",
    "webhook",
]
