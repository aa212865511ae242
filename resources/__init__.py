"""The only code that touches the world: git, Hugo, Anthropic, the commit service, the run store."""
