"""Real Hugo: configuration and the overlay build, bounded in time; the site executes nothing."""
