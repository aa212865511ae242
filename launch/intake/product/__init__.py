"""W1, the product: what the repository holds, read once from the object store."""
