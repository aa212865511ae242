"""From a pilot's bytes and an environment mapping to effective settings, or a refusal.

A refusal names file and line.
"""
