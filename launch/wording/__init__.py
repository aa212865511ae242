"""The closed language shared by writer and gate: edits, connectives, recipes, renderings."""
