"""What happened in the mall, a file for each thing."""
