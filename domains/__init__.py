"""What the house decides. One folder a domain; the word below registers it."""

DOMAINS = ("customers", "ledger", "credit", "wallet", "offers", "wealth", "loans", "mall", "scenes")
"""In order of rank: a domain calls the public face of those before it only."""
