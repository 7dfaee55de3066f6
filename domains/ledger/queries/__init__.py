"""Every statement of the ledger, one drawer for each kind of thing."""
