"""What offers refuse: a file for each thing that is refused."""
