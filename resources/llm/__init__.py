"""Language models behind one port, every call recorded and replayable."""
