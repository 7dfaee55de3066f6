"""What the wallet refuses beyond what the ledger does: a file for each thing that is refused."""
