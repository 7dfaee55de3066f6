"""Closing merchants and paying their balances out, the part of the wallet's public face that owners and staff use: `wallet.merchants`.

request_merchant_pay_out, list_merchant_pay_outs   an owner's: from there on it goes as any pay-out (`wallet.pay_outs`)
close_merchant   for staff; the house goes on with it by itself"""

from domains.wallet.errors.merchants import MerchantClosed, MerchantClosing
from domains.wallet.events.merchants import MerchantClosingBegun, MerchantClosingEnded
from domains.wallet.rules.merchant_pay_outs import REFUNDED_FOR
from domains.wallet.service.close_merchant import CloseMerchantCommand, MerchantClosure, close_merchant
from domains.wallet.service.merchant_pay_outs import MerchantPayOut, RequestMerchantPayOutCommand, list_merchant_pay_outs, request_merchant_pay_out

__all__ = ["REFUNDED_FOR", "CloseMerchantCommand", "MerchantClosed", "MerchantClosing", "MerchantClosingBegun", "MerchantClosingEnded", "MerchantClosure"]
__all__ += ["MerchantPayOut", "RequestMerchantPayOutCommand", "close_merchant", "list_merchant_pay_outs", "request_merchant_pay_out"]
