#!/usr/bin/env bash
# Prints a Python 3.13 interpreter: python3.13 on the PATH, else pyenv's, else says what to install.
set -u
is_313() { "$1" -c 'import sys; raise SystemExit(sys.version_info[:2] != (3, 13))' >/dev/null 2>&1; }
for candidate in python3.13 python3 python; do
  found=$(command -v "$candidate" 2>/dev/null) || continue
  if is_313 "$found"; then echo "$found"; exit 0; fi
done
for candidate in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13*/bin/python3.13; do
  if [ -x "$candidate" ] && is_313 "$candidate"; then echo "$candidate"; exit 0; fi
done
echo "Python 3.13 was not found. Install it (for example: 'pyenv install 3.13', or your system's python3.13 package with its venv module) and run make again." >&2
exit 2
