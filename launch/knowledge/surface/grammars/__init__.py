"""One table a language: which syntax nodes are definitions, and how their parts are found.

Another language is a table here, a row in `registry` and a test.
"""
