"""What happened in wealth, a file for each thing."""
