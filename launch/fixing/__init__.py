"""W8: repairs as data, chosen by rule from findings."""
