"""What the mall refuses, a file for each thing."""
