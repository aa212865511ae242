"""Dagster only: thin assets, checks, partitions, sensors, definitions, and the command line."""
