"""What may be given back of an order: pure decisions. A partner's word does to a refund what it does to an order (rules/order.py): `paid` is money back."""

from domains.kernel.errors import AmountOutOfRange, AssetMismatch
from domains.kernel.money import Amount
from domains.scenes.errors.order import OrderNotPaid, SceneRefundTooLarge
from domains.scenes.rules.order import OrderState

RefundState = OrderState


def check_refund(state: OrderState, paid: Amount, refunded: Amount, amount: Amount) -> None:
    """Raise the first rule that a refund breaks: OrderNotPaid, AssetMismatch, AmountOutOfRange, SceneRefundTooLarge. `refunded` is what other refunds
    have given back, or may yet."""
    if state is not OrderState.PAID:
        raise OrderNotPaid(state.value)
    if amount.asset != paid.asset:
        raise AssetMismatch(amount.asset.code, paid.asset.code)
    if amount.minor <= 0:
        raise AmountOutOfRange(amount.minor, amount.asset.code, 1, paid.minor)
    if refunded.minor + amount.minor > paid.minor:
        raise SceneRefundTooLarge(paid - refunded)
