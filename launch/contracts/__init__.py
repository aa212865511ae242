"""One file per artifact: frozen, strict pydantic models. JSON Schemas are generated from them.

No behaviour beyond reading and writing; no stage's logic."""
