"""The whole catalog, placed, inferred, generated and executed."""
