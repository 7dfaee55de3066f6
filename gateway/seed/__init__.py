"""Synthetic customers with months of movements, for the demo, tests and benchmarks: the same for the same seed, and safe to repeat or to go on with.

seed              plants them
DEMO_CUSTOMERS    the two that documentation names, with DEMO_PIN as their payment PIN
"""

from gateway.seed.people import CUSTOMERS_MOST, DEMO_CUSTOMERS, SEED_MOST, DemoCustomer
from gateway.seed.planting import DEMO_PIN, SeedReport, seed

__all__ = ["CUSTOMERS_MOST", "DEMO_CUSTOMERS", "DEMO_PIN", "SEED_MOST", "DemoCustomer", "SeedReport", "seed"]
