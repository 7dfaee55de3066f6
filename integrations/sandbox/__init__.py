"""Partners as real HTTP servers with faults on demand: for the demo, for tests and for partner developers. One process hosts them all."""
