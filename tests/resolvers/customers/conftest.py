"""The customers' fixtures, for the schema's tests too."""

from tests.domains.customers.conftest import fresh_clock, phone

__all__ = ["fresh_clock", "phone"]
