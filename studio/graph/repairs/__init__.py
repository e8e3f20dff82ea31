"""Repairs to try for each problem: built here, proved by inference elsewhere."""
