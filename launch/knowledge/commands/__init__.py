"""Commands, flags and environment variables, read from the code that declares them."""
