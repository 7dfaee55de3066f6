"""What the scenes refuse: a file for each thing that is refused."""
