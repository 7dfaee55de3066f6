"""The wallet's facts; that money moved is the ledger's. `subject_id` is the customer."""
