"""The mall beside Saleor: the same catalogue, the same PostgreSQL, the same callers."""
