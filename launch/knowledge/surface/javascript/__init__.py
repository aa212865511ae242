"""JavaScript and TypeScript: what a package's entry points export, re-exports followed."""
