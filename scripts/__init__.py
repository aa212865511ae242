"""Programs for those who work on the launcher: benchmarks, harnesses, generated files."""
