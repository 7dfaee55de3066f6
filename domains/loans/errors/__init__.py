"""What loans refuse, a file for each thing."""
