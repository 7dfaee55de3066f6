"""Statements to keep: an account's days as PDF, CSV and ISO 20022 camt.053."""

from gateway.statements.routes import Statements, statement_routes

__all__ = ["Statements", "statement_routes"]
