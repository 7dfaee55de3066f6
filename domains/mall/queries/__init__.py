"""Every statement of the mall, a file for each thing."""
