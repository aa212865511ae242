"""Run directories: opening, sealing, pins, atomic writes, digests, snapshot, events."""
