"""Receipts to keep: a picture and a PDF of what `verifyReceipt` says."""

from gateway.receipts.routes import Receipts, receipt_routes

__all__ = ["Receipts", "receipt_routes"]
