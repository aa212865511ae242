"""A model as editor: it chooses, orders and groups what the offline writer composed, by id."""
