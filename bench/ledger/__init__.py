"""The ledger against pgbench and against an interactive transaction per transfer, in one cluster."""
