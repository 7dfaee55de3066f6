"""Benchmarks of loans."""
