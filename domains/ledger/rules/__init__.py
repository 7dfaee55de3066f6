"""What the ledger decides: pure, a file for each thing decided about."""
