"""What one request may ask for, decided before anything runs: the size of a document, and the cost of an operation."""

from gateway.limits.buckets import Buckets, BucketsAway, LocalBuckets, Taken
from gateway.limits.cost import OperationCost, Price
from gateway.limits.credentials import credential_tests_of
from gateway.limits.documents import DocumentCheck, check_variables
from gateway.limits.executor import CostedExecutor, with_cost
from gateway.limits.gate import CostGate, Reservation
from gateway.limits.options import CostOptions, DocumentLimits
from gateway.limits.postgres_buckets import PostgresBuckets

__all__ = [
    "Buckets",
    "BucketsAway",
    "CostGate",
    "CostOptions",
    "CostedExecutor",
    "DocumentCheck",
    "DocumentLimits",
    "LocalBuckets",
    "OperationCost",
    "PostgresBuckets",
    "Price",
    "Reservation",
    "Taken",
    "check_variables",
    "credential_tests_of",
    "with_cost",
]
