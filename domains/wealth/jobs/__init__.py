"""The steps of wealth that run later, a file for each thing. Importing this registers them."""

from domains.wealth.jobs import corrections, daily_run, plans, registers

__all__ = ["corrections", "daily_run", "plans", "registers"]
