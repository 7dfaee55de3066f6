"""After the sale, the part of the mall's public face that is `mall.after_sale`.

exchanges   ask_exchange, withdraw_exchange (the buyer), decide_exchange (the shop); for the house end_due_exchange; list_exchanges
made good   claim_price_protection (the buyer), refund_line (the shop)
disputes    open_dispute, withdraw_dispute (the buyer), tell_dispute (both), decide_dispute, reverse_dispute (staff); for the house carry_out_dispute;
            list_disputes, list_entries, list_of_state

Cancelling and returning are `mall.cancel_mall_order` and `mall.return_lines`."""

from domains.mall.errors.after_sale import (
    AfterSaleOpen,
    DisputeEnded,
    DisputeMalformed,
    DisputeNotFound,
    DisputeOpen,
    ExchangeEnded,
    ExchangeNotFound,
    ExchangePriceChanged,
    LineNotExchangeable,
    PriceNotLower,
    PriceProtectionEnded,
)
from domains.mall.events.after_sale import MallDisputeChanged, MallExchangeChanged
from domains.mall.queries.after_sale import DisputeEntry, MallDispute, MallExchange, list_disputes, list_entries, list_exchanges, list_of_state
from domains.mall.rules.after_sale import DisputeEvent, DisputeState, ExchangeState
from domains.mall.service.disputes import (
    CarryOutDisputeCommand,
    DecideDisputeCommand,
    OpenDisputeCommand,
    ReverseDisputeCommand,
    TellDisputeCommand,
    WithdrawDisputeCommand,
    carry_out_dispute,
    decide_dispute,
    open_dispute,
    reverse_dispute,
    tell_dispute,
    withdraw_dispute,
)
from domains.mall.service.exchanges import (
    AskExchangeCommand,
    DecideExchangeCommand,
    EndDueExchangeCommand,
    WithdrawExchangeCommand,
    ask_exchange,
    decide_exchange,
    end_due_exchange,
    withdraw_exchange,
)
from domains.mall.service.made_good import ClaimPriceProtectionCommand, RefundLineCommand, claim_price_protection, refund_line

__all__ = [
    "AfterSaleOpen",
    "AskExchangeCommand",
    "CarryOutDisputeCommand",
    "ClaimPriceProtectionCommand",
    "DecideDisputeCommand",
    "DecideExchangeCommand",
    "DisputeEnded",
    "DisputeEntry",
    "DisputeEvent",
    "DisputeMalformed",
    "DisputeNotFound",
    "DisputeOpen",
    "DisputeState",
    "EndDueExchangeCommand",
    "ExchangeEnded",
    "ExchangeNotFound",
    "ExchangePriceChanged",
    "ExchangeState",
    "LineNotExchangeable",
    "MallDispute",
    "MallDisputeChanged",
    "MallExchange",
    "MallExchangeChanged",
    "OpenDisputeCommand",
    "PriceNotLower",
    "PriceProtectionEnded",
    "RefundLineCommand",
    "ReverseDisputeCommand",
    "TellDisputeCommand",
    "WithdrawDisputeCommand",
    "WithdrawExchangeCommand",
    "ask_exchange",
    "carry_out_dispute",
    "claim_price_protection",
    "decide_dispute",
    "decide_exchange",
    "end_due_exchange",
    "list_disputes",
    "list_entries",
    "list_exchanges",
    "list_of_state",
    "open_dispute",
    "refund_line",
    "reverse_dispute",
    "tell_dispute",
    "withdraw_dispute",
    "withdraw_exchange",
]
