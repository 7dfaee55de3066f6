"""The ledger's verbs, a file each."""
