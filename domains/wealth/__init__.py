"""Wealth: funds and term products, what suits whom, orders, positions, and what they bring.

products    publish_fund, set_fund_state, publish_calendar; publish_nav, confirm_nav; find_products, list_products, find_calendar, find_latest, list_navs
suitability publish_questionnaire, answer_questionnaire, confirm_mismatch; find_questionnaire, find_assessments, judge
orders      quote_subscription, quote_redemption, subscribe, redeem_shares, cancel_fund_order; find_orders, list_orders;
            for the daily run advance_orders, correct_orders, pay_income, correct_income, reschedule_orders
change      ChangeSource at the till, redeem_change, transfer_from_change; for the house settle_advances; find_change
plans       make_plan, set_plan_state, list_plans; set_sweep, find_sweeps; for the house order_occurrence, sweep_wallet
ideas       recommend, plan_goal, find_performance; set_endorsed_rating, which a higher domain calls; find_endorsed
portfolios  find_portfolios, find_returns, find_charts, find_benchmarks, find_gains, find_holdings, find_held_lots, allocate, make_statement
positions   find_positions, find_changes; xirr, time_weighted_return, simple_return. `wealth.registers` and `wealth.desk` are faces of their own"""

from domains.wealth import desk, registers
from domains.wealth.accounts import advance_id, clearing_id, fee_id, issued_id, shares_id
from domains.wealth.errors.orders import (
    FundClosed,
    FundOrderNotFound,
    FundOrderUncancellable,
    FundTermsChanged,
    SharesInsufficient,
)
from domains.wealth.errors.plans import PlanBeginsInThePast, PlanNotFound, PlanStopped, TooManyPlans
from domains.wealth.errors.products import CalendarMalformed, CalendarMissing, FundMalformed, FundNotFound, NavJumped, NavMalformed
from domains.wealth.errors.suitability import (
    AnswersMalformed,
    AssessmentNeeded,
    MismatchUnconfirmed,
    ProductUnsuitable,
    QuestionnaireMalformed,
    QuestionnaireReplaced,
)
from domains.wealth.events.orders import (
    ChangePaid,
    FundOrderChanged,
    FundOrderCorrected,
    FundOrderPlaced,
    FundOrderRescheduled,
    InvestorAssessed,
    MismatchConfirmed,
)
from domains.wealth.events.plans import PlanChanged, PlanFailed, PlanOrdered, SweepSet
from domains.wealth.events.products import (
    EndorsementSet,
    FundPublished,
    FundStateChanged,
    IncomeCorrected,
    IncomePaid,
    NavHeld,
    NavPublished,
    TradingDaysPublished,
)
from domains.wealth.queries.change import HeldChange, find_change
from domains.wealth.queries.ideas import Endorsement, Performance, find_endorsed, find_performance
from domains.wealth.queries.navs import Nav, find_latest, find_navs, list_navs
from domains.wealth.queries.orders import FundOrder, find_orders, list_orders
from domains.wealth.queries.plans import Plan, Sweep, find_sweeps, list_plans
from domains.wealth.queries.positions import Change, HeldLot, Position, find_changes, find_positions
from domains.wealth.queries.products import Fund, PricedTier, find_calendar, find_products, list_products
from domains.wealth.queries.runs import Run, list_runs
from domains.wealth.queries.suitability import Asked, Assessment, find_assessments, find_questionnaire
from domains.wealth.rules.calendar import TradingCalendar
from domains.wealth.rules.ideas import Goal, IdeaReason, boldest
from domains.wealth.rules.orders import OrderSide, OrderState
from domains.wealth.rules.plans import PlanRhythm, PlanState
from domains.wealth.rules.positions import ChangeKind
from domains.wealth.rules.products import Document, FundTerms, ProductKind, ProductState, QuickTerms
from domains.wealth.rules.returns import Flow, Undefined, Valuation, simple_return, time_weighted_return, xirr
from domains.wealth.rules.shares import RedemptionTier, SubscriptionTier, worth_minor
from domains.wealth.rules.suitability import Fit, InvestorClass, Option, Question, Questionnaire, RiskRating, judge
from domains.wealth.service.advance import AdvanceOrdersCommand, OrdersAdvanced, advance_orders
from domains.wealth.service.change import (
    AdvancesSettled,
    ChangeRedeemed,
    ChangeSource,
    RedeemChangeCommand,
    SettleAdvancesCommand,
    TransferFromChangeCommand,
    redeem_change,
    settle_advances,
    transfer_from_change,
)
from domains.wealth.service.closing import WealthClosing
from domains.wealth.service.correct import CorrectOrdersCommand, OrdersCorrected, correct_orders
from domains.wealth.service.correct_income import CorrectIncomeCommand, IncomeGroupCorrected, correct_income
from domains.wealth.service.holdings import Allocation, Benchmark, HoldingGain, LotHeld, allocate, find_benchmarks, find_gains, find_held_lots, find_holdings
from domains.wealth.service.ideas import FundIdea, GoalIdea, IdeaPart, SetEndorsedRatingCommand, plan_goal, recommend, set_endorsed_rating
from domains.wealth.service.income import IncomeGroupPaid, PayIncomeCommand, pay_income
from domains.wealth.service.navs import ConfirmNavCommand, PublishNavCommand, confirm_nav, publish_nav
from domains.wealth.service.place import CancelFundOrderCommand, RedeemSharesCommand, SubscribeCommand, cancel_fund_order, redeem_shares, subscribe
from domains.wealth.service.plans import (
    MakePlanCommand,
    OrderOccurrenceCommand,
    SetPlanStateCommand,
    SetSweepCommand,
    SweepWalletCommand,
    WalletSwept,
    make_plan,
    order_occurrence,
    set_plan_state,
    set_sweep,
    sweep_wallet,
)
from domains.wealth.service.portfolio import Holding, Portfolio, PortfolioPoint, PortfolioReturns, Return, find_charts, find_portfolios, find_returns
from domains.wealth.service.products import (
    CalendarPublished,
    PublishCalendarCommand,
    PublishFundCommand,
    SetFundStateCommand,
    publish_calendar,
    publish_fund,
    put_on_sale,
    set_fund_state,
)
from domains.wealth.service.quote import OrderQuote, QuoteDays, QuotedLot, quote_redemption, quote_subscription
from domains.wealth.service.reschedule import OrdersRescheduled, RescheduleOrdersCommand, reschedule_orders
from domains.wealth.service.statement import PortfolioStatement, StatementHolding, StatementLine, make_statement
from domains.wealth.service.suitability import (
    AnswerQuestionnaireCommand,
    Confirmation,
    ConfirmMismatchCommand,
    PublishQuestionnaireCommand,
    QuestionnairePublished,
    answer_questionnaire,
    ask_from_now_on,
    confirm_mismatch,
    publish_questionnaire,
)

# fmt: off
__all__ = [
    "AdvanceOrdersCommand", "AdvancesSettled", "Allocation", "AnswerQuestionnaireCommand", "AnswersMalformed", "Asked",
    "Assessment", "AssessmentNeeded", "Benchmark", "CalendarMalformed", "CalendarMissing", "CalendarPublished",
    "CancelFundOrderCommand", "Change", "ChangeKind", "ChangePaid", "ChangeRedeemed", "ChangeSource",
    "ConfirmMismatchCommand", "ConfirmNavCommand", "Confirmation", "CorrectIncomeCommand", "CorrectOrdersCommand", "Document",
    "Endorsement", "EndorsementSet", "Fit", "Flow", "Fund", "FundClosed",
    "FundIdea", "FundMalformed", "FundNotFound", "FundOrder", "FundOrderChanged", "FundOrderCorrected",
    "FundOrderNotFound", "FundOrderPlaced", "FundOrderRescheduled", "FundOrderUncancellable", "FundPublished", "FundStateChanged",
    "FundTerms", "FundTermsChanged", "Goal", "GoalIdea", "HeldChange", "HeldLot",
    "Holding", "HoldingGain", "IdeaPart", "IdeaReason", "IncomeCorrected", "IncomeGroupCorrected",
    "IncomeGroupPaid", "IncomePaid", "InvestorAssessed", "InvestorClass", "LotHeld", "MakePlanCommand",
    "MismatchConfirmed", "MismatchUnconfirmed", "Nav", "NavHeld", "NavJumped", "NavMalformed",
    "NavPublished", "Option", "OrderOccurrenceCommand", "OrderQuote", "OrderSide", "OrderState",
    "OrdersAdvanced", "OrdersCorrected", "OrdersRescheduled", "PayIncomeCommand", "Performance", "Plan",
    "PlanBeginsInThePast", "PlanChanged", "PlanFailed", "PlanNotFound", "PlanOrdered", "PlanRhythm",
    "PlanState", "PlanStopped", "Portfolio", "PortfolioPoint", "PortfolioReturns", "PortfolioStatement",
    "Position", "PricedTier", "ProductKind", "ProductState", "ProductUnsuitable", "PublishCalendarCommand",
    "PublishFundCommand", "PublishNavCommand", "PublishQuestionnaireCommand", "Question", "Questionnaire", "QuestionnaireMalformed",
    "QuestionnairePublished", "QuestionnaireReplaced", "QuickTerms", "QuoteDays", "QuotedLot", "RedeemChangeCommand",
    "RedeemSharesCommand", "RedemptionTier", "RescheduleOrdersCommand", "Return", "RiskRating", "Run",
    "SetEndorsedRatingCommand", "SetFundStateCommand", "SetPlanStateCommand", "SetSweepCommand", "SettleAdvancesCommand", "SharesInsufficient",
    "StatementHolding", "StatementLine", "SubscribeCommand", "SubscriptionTier", "Sweep", "SweepSet",
    "SweepWalletCommand", "TooManyPlans", "TradingCalendar", "TradingDaysPublished", "TransferFromChangeCommand", "Undefined",
    "Valuation", "WalletSwept", "WealthClosing", "advance_id", "advance_orders", "allocate",
    "answer_questionnaire", "ask_from_now_on", "boldest", "cancel_fund_order", "clearing_id", "confirm_mismatch",
    "confirm_nav", "correct_income", "correct_orders", "desk", "fee_id", "find_assessments",
    "find_benchmarks", "find_calendar", "find_change", "find_changes", "find_charts", "find_endorsed",
    "find_gains", "find_held_lots", "find_holdings", "find_latest", "find_navs", "find_orders",
    "find_performance", "find_portfolios", "find_positions", "find_products", "find_questionnaire", "find_returns",
    "find_sweeps", "issued_id", "judge", "list_navs", "list_orders", "list_plans",
    "list_products", "list_runs", "make_plan", "make_statement", "order_occurrence", "pay_income",
    "plan_goal", "publish_calendar", "publish_fund", "publish_nav", "publish_questionnaire", "put_on_sale",
    "quote_redemption", "quote_subscription", "recommend", "redeem_change", "redeem_shares", "registers",
    "reschedule_orders", "set_endorsed_rating", "set_fund_state", "set_plan_state", "set_sweep", "settle_advances",
    "shares_id", "simple_return", "subscribe", "sweep_wallet", "time_weighted_return", "transfer_from_change",
    "worth_minor", "xirr",
]
# fmt: on
