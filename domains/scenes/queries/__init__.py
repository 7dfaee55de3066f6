"""Every statement of the scenes, a file for each noun."""
