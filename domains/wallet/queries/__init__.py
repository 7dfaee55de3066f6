"""Every statement of the wallet, and its readings of the ledger."""
