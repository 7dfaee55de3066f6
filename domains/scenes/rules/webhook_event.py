"""What partners are told by webhook: which facts, under which public names, and what of each is told: ids, never more."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from domains.kernel.events import PublishedEvent


class WebhookKind(NamedTuple):
    """A fact as partners know it. `ids` are the members of the fact that are told. The partner is the fact's subject, or its counterpart."""

    name: str
    ids: tuple[str, ...]
    is_of_counterpart: bool = False


KINDS: dict[str, WebhookKind] = {
    "PartnerConsentGranted": WebhookKind("consent.granted", ("consent_id",), is_of_counterpart=True),
    "PartnerConsentNarrowed": WebhookKind("consent.narrowed", ("consent_id",), is_of_counterpart=True),
    "PartnerConsentRevoked": WebhookKind("consent.revoked", ("consent_id",), is_of_counterpart=True),
    "PartnerPaymentPosted": WebhookKind("payment.paid", ("initiation_id", "consent_id"), is_of_counterpart=True),
    "PartnerPaymentRefunded": WebhookKind("payment.refunded", ("initiation_id", "refund_id", "consent_id"), is_of_counterpart=True),
    "PartnerCompanyConnected": WebhookKind("company.connected", ("company_id",), is_of_counterpart=True),
    "PartnerCompanyDisconnected": WebhookKind("company.disconnected", ("company_id",), is_of_counterpart=True),
    "CompanyRunPaid": WebhookKind("payment_run.paid", ("run_id", "company_id"), is_of_counterpart=True),
    "CompanyRunRefused": WebhookKind("payment_run.refused", ("run_id", "company_id"), is_of_counterpart=True),
    "CompanyDayClosed": WebhookKind("statement.ready", ("company_id", "day"), is_of_counterpart=True),
    "AgreementSettled": WebhookKind("settlement.paid", ("settlement_id", "agreement_id")),
    "WithdrawalPosted": WebhookKind("payout.paid", ("withdrawal_id",)),
    "WithdrawalReturned": WebhookKind("payout.returned", ("withdrawal_id",)),
    "TokenReuseDetected": WebhookKind("token.reused", ("client_id",)),
    "WebhookTested": WebhookKind("webhook.test", ("endpoint_id",)),
    "WebhookDisabled": WebhookKind("webhook.disabled", ("endpoint_id",)),
}
"""By the name of the fact."""

WEBHOOK_NAMES: tuple[str, ...] = tuple(sorted(kind.name for kind in KINDS.values()))
"""What an endpoint may want to be told."""

TEST = KINDS["WebhookTested"].name
"""Told to the one endpoint that is tested, whatever it wants."""


def told_of(event: PublishedEvent) -> dict[str, str]:
    """The ids of a fact that its partner is told, by the names that the payload gives them."""
    return {member: str(event.payload[member]) for member in KINDS[event.name].ids}


def plain_payload(name: str, at: datetime, data: Mapping[str, Any]) -> dict[str, Any]:
    """What is sent: the kind, when it happened, and what of it."""
    return {"type": name, "timestamp": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"), "data": dict(data)}
