"""The offline writer: pages composed from claims, quotes, recipes and the catalogue alone."""
