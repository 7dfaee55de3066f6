"""Campaigns and coupons in the app's language."""
