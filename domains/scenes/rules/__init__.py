"""What the scenes decide, a file for each thing decided about."""
