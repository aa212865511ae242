"""Proving a claim again, from scratch, against a tree.

Imports no extractor: else one bug confirms itself.
"""
