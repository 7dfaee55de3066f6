"""What it costs to refuse the worst documents that we can write, in CPU of one core."""
