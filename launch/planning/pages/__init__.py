"""The pages that evidence can fill, one module for each kind of page."""
