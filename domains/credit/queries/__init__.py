"""Every statement of credit, a file for each thing."""
