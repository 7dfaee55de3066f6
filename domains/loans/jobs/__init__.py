"""The steps of loans that run later, a file for each thing. Importing this registers them."""

from domains.loans.jobs import applications, checkout, daily_run, preapprovals

__all__ = ["applications", "checkout", "daily_run", "preapprovals"]
