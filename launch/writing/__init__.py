"""W5: the offline writer; prompts for a model and the strict reader of its answers."""
