"""The table of all nodes: sizes, costs, problems."""
