"""The steps of loans that run later, a file for each thing. Importing this registers them."""

from domains.loans.jobs import applications

__all__ = ["applications"]
