"""What the scenes' data adds to credit: a simulated year."""
