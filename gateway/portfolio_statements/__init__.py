"""Portfolio statements to keep: a period of a customer's funds as PDF and CSV."""

from gateway.portfolio_statements.routes import PortfolioStatements, portfolio_statement_routes

__all__ = ["PortfolioStatements", "portfolio_statement_routes"]
