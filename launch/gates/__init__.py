"""W7: one gate = one file = one id = one pure function. Gates never import one another."""
