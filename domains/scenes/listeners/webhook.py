"""Partners are told by webhook what concerns them."""

from domains import wallet
from domains.kernel.events import PublishedEvent, listener
from domains.kernel.transactions import Tx
from domains.scenes.events.agreement import AgreementSettled, PartnerPaymentRefunded
from domains.scenes.events.client import TokenReuseDetected
from domains.scenes.events.company import CompanyDayClosed, CompanyRunPaid, CompanyRunRefused, PartnerCompanyConnected, PartnerCompanyDisconnected
from domains.scenes.events.consent import PartnerConsentGranted, PartnerConsentNarrowed, PartnerConsentRevoked
from domains.scenes.events.payment import PartnerPaymentPosted
from domains.scenes.events.webhook import WebhookDisabled, WebhookTested
from domains.scenes.service.webhook_delivery import tell


@listener(
    AgreementSettled,
    CompanyDayClosed,
    CompanyRunPaid,
    CompanyRunRefused,
    PartnerCompanyConnected,
    PartnerCompanyDisconnected,
    PartnerConsentGranted,
    PartnerConsentNarrowed,
    PartnerConsentRevoked,
    PartnerPaymentPosted,
    PartnerPaymentRefunded,
    TokenReuseDetected,
    WebhookDisabled,
    WebhookTested,
    wallet.pay_outs.WithdrawalPosted,
    wallet.pay_outs.WithdrawalReturned,
)
async def tell_partners(tx: Tx, events: list[PublishedEvent]) -> None:
    """A delivery for each fact and each endpoint that wants it. Of a withdrawal partners are told whose balance it paid out: a customer has no endpoint."""
    await tell(tx, events)
