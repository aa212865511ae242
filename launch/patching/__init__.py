"""W6: drafts to minimal patches, and patches applied to texts."""
