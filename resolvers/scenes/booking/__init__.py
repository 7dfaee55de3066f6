"""Bookings at partners in the app's language: what is looked for, kept, paid, changed and given up."""
