"""Where commits and pull requests end up: one port, one file per kind of host."""
