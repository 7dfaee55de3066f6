"""Referral in the app's language."""
