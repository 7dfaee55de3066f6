"""Paying partners out, the part of the scenes' public face that staff and partners' own queries use: `scenes.payouts`.

propose_payout_account, decide_payout_account, pay_out_partner; list_account_pages, list_payout_pages"""

from domains.scenes.errors.payout import PayoutAccountMalformed, PayoutAccountNotFound, PayoutAccountNotOpen, PayoutAccountOwn, PayoutTooSmall
from domains.scenes.events.payout import PayoutAccountApproved
from domains.scenes.queries.payout import PayoutAccount, list_account_pages
from domains.scenes.rules.payout import PayoutAccountState
from domains.scenes.service.payout import (
    DecidePayoutAccountCommand,
    PartnerPayout,
    PayOutPartnerCommand,
    ProposePayoutAccountCommand,
    decide_payout_account,
    list_payout_pages,
    pay_out_partner,
    propose_payout_account,
)

__all__ = ["DecidePayoutAccountCommand", "PartnerPayout", "PayOutPartnerCommand", "PayoutAccount", "PayoutAccountApproved", "PayoutAccountMalformed"]
__all__ += ["PayoutAccountNotFound", "PayoutAccountNotOpen", "PayoutAccountOwn", "PayoutAccountState", "PayoutTooSmall", "ProposePayoutAccountCommand"]
__all__ += ["decide_payout_account", "list_account_pages", "list_payout_pages", "pay_out_partner", "propose_payout_account"]
