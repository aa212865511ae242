"""W4: which pages, where, with which claims and snippets; what is left out and why."""
