"""The API surface: every public symbol with its import path, read statically, a language a table.

What cannot be read statically is said in a note, never guessed.
"""
