"""The command line. Parsing imports nothing heavy."""
