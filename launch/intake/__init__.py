"""W1: read the two repositories into inventory, front matter index, site context and Hugo facts."""
