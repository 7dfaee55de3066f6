"""What one request may ask for, decided before anything runs: the size of a document, and the cost of an operation."""

from gateway.limits.documents import DocumentCheck, check_variables
from gateway.limits.options import CostOptions, DocumentLimits

__all__ = ["CostOptions", "DocumentCheck", "DocumentLimits", "check_variables"]
