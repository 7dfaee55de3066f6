"""Bills of payment channels, the part of the wallet's public face that staff and the command line use: `wallet.bills`.

reconcile_bill   a bill, line by line, against the books; BillingChannels is the port through which the job fetches them
list_items, sum_days, list_bills, list_suspense   what staff look at"""

from domains.wallet.accounts import SUSPENSE_PREFIX, suspense_account_id
from domains.wallet.events.reconciliation import DifferenceExplained, DifferenceNoticed
from domains.wallet.ports import BillingChannel, BillingChannels, BillLine, BillLines
from domains.wallet.queries.reconciliation_pages import DayCount, ReadBill, list_bills, list_items, list_suspense, sum_days
from domains.wallet.rules.reconciliation import AGED_AFTER, Difference, Item, ItemState
from domains.wallet.service.reconcile_bill import Reconciliation, reconcile_bill

__all__ = ["AGED_AFTER", "SUSPENSE_PREFIX", "BillLine", "BillLines", "BillingChannel", "BillingChannels", "DayCount", "Difference", "DifferenceExplained"]
__all__ += ["DifferenceNoticed", "Item", "ItemState", "ReadBill", "Reconciliation", "list_bills", "list_items", "list_suspense", "reconcile_bill", "sum_days"]
__all__ += ["suspense_account_id"]
