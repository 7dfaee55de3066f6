"""What loans need from outside; the gateway wires it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from domains.kernel.assets import Asset
from domains.loans.rules.offers import Costs
from domains.loans.rules.products import LoanKind


class ContractText(NamedTuple):
    """All that a contract says. `borrower` is the customer's name, masked; the customer's id says who it is."""

    application_id: UUID
    customer_id: UUID
    borrower: str
    language: str
    product_code: str
    product_version: int
    product_name: str
    kind: LoanKind
    asset: Asset
    annual_rate: Decimal
    costs: Costs
    start: date
    cooling_off: timedelta


@dataclass(frozen=True, slots=True)
class ContractPrinter:
    """Makes a contract's PDF. The same text gives the same bytes."""

    print: Callable[[ContractText], bytes]
