"""Measurements: each runs Scenebank and a peer or a floor in one interleaved run, and prints a table and a line of JSON."""
