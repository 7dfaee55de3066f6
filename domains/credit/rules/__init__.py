"""What credit decides, a file for each thing."""
