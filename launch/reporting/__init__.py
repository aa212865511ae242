"""The run report and tables for people."""
