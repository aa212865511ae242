"""The program itself: pure. No dagster, no network, no subprocess, no clock, no environment."""
