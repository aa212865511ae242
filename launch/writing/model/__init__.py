"""A model as editor and writer, over what the offline writer composed; never trusted."""
