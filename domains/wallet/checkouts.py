"""Checkouts of higher domains, the part of the wallet's public face that sells: `wallet.checkouts`.

check_out          pays the shops of a checkout inside the caller's transaction, all or none, SALES_MOST at most
give_back_payment  gives a part of such a payment back, inside the caller's transaction; find_paid: the payment
PointsSource       points that pay at the till"""

from domains.wallet.rules.payments import TOGETHER_MOST as SALES_MOST
from domains.wallet.service.checkout import Sale, check_out
from domains.wallet.service.points_source import PointsSource
from domains.wallet.service.refund import find_paid, give_back_payment

__all__ = ["SALES_MOST", "PointsSource", "Sale", "check_out", "find_paid", "give_back_payment"]
