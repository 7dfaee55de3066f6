"""Offers for the viewer, and contacts about offers, in the app's language."""
