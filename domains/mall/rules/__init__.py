"""The pure decisions of the mall, a file for each thing."""
