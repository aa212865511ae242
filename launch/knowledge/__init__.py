"""W2 and W3: typed claims with evidence and checks, conflicts, gaps, snippets."""
