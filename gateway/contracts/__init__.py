"""Loan contracts: printed once when they are offered, and given to whoever is to sign them."""

from gateway.contracts.pdf import print_contract
from gateway.contracts.routes import Contracts, contract_routes

__all__ = ["Contracts", "contract_routes", "print_contract"]
