"""Runs held against one another: what differs, and which did best."""
