"""W1, the docs site: what its pages have in common, inferred from data. Hugo runs elsewhere."""
