"""Loan contracts: printed once when they are offered, and given to whoever is to sign them. Nothing is imported here: what wires prints, doors give."""
