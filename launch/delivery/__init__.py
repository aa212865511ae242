"""W9: the commit and the pull request as values."""
