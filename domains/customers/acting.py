"""Who acts, the part of the customers' public face that verbs of higher domains begin with: `customers.acting`.

check_session   a customer, or a member of staff, whose session stands
hold_customer   the same, held until commit"""

from domains.customers.service.acting import check_session, hold_customer

__all__ = ["check_session", "hold_customer"]
