"""Python by its own syntax trees: bindings, `__all__`, aliases over modules, inherited members."""
