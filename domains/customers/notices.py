"""Short messages to phones, the part of the customers' public face that higher domains use: `customers.notices`.

leave_notice    to a phone that may be nobody's, inside a verb of the caller's: sent after the commit
tell_customer   to a customer's own phone, as a job's step"""

from domains.customers.service.notices import NOTICES_A_DAY, leave_notice, tell_customer

__all__ = ["NOTICES_A_DAY", "leave_notice", "tell_customer"]
