"""Every statement of the customers' domain, a file per group of tables."""
