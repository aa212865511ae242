"""Package manifests, one reader a format. Readers are static: nothing is built, imported or run.

A pointer is the way through the parsed file: keys, attributes as keys, the root element of XML
first, numbers into lists; ``("setup", "name")`` for setup.py, the directive's name for go.mod.
"""
