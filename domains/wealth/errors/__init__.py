"""What wealth refuses, a file for each thing."""
