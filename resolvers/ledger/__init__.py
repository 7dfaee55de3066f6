"""The ledger in the operators' language."""
