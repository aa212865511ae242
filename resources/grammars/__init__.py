"""Grammars in a process of their own: one that loops or crashes there costs one file."""
