"""Prompt files: data, not code."""
