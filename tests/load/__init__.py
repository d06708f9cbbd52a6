"""Benchmarks. Run by hand, never as part of the tests: they print figures and judge nothing
but failures."""
