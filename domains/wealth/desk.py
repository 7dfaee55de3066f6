"""What operators of wealth look at: `wealth.desk`.

list_waiting_values, list_missing_values, sum_open_orders, list_day_runs, sum_corrections, list_income_replays, list_unbooked"""

from domains.wealth.queries.desk import (
    DayCorrections,
    DayRun,
    IncomeReplay,
    MissingValue,
    OpenOrders,
    UnbookedCorrection,
    WaitingValue,
    list_day_runs,
    list_income_replays,
    list_missing_values,
    list_unbooked,
    list_waiting_values,
    sum_corrections,
    sum_open_orders,
)

__all__ = ["DayCorrections", "DayRun", "MissingValue", "OpenOrders", "UnbookedCorrection", "WaitingValue", "list_day_runs", "list_missing_values"]
__all__ += ["IncomeReplay", "list_income_replays", "list_unbooked", "list_waiting_values", "sum_corrections", "sum_open_orders"]
