"""Statements: passages of the product's own documentation, read, screened and edited by name."""
