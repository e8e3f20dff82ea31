"""Engine processes and run records, seen from outside."""
