"""Agreements accrue what happened; and refunds of what partners initiated are known as such."""

from domains import wallet
from domains.kernel.events import PublishedEvent, listener
from domains.kernel.transactions import Tx
from domains.scenes.events.agreement import PartnerPaymentRefunded
from domains.scenes.events.order import SceneOrderPaid, SceneOrderRefunded
from domains.scenes.events.payment import PartnerPaymentPosted
from domains.scenes.service.accrual import accrue_facts, tell_of_refunds


@listener(PartnerPaymentPosted, PartnerPaymentRefunded, SceneOrderPaid, SceneOrderRefunded)
async def accrue_commissions(tx: Tx, events: list[PublishedEvent]) -> None:
    """For the parties of the agreement, where there is one."""
    await accrue_facts(tx, events)


@listener(wallet.PaymentRefunded)
async def name_partners_refunds(tx: Tx, events: list[PublishedEvent]) -> None:
    """A fact of the scenes for each refund of a payment that a partner initiated."""
    await tell_of_refunds(tx, events)
