"""Payments to merchants, payment codes and refunds in the app's language."""
