"""Cloning, mirrors, pins and reading trees from the object store, with nothing executed."""
