"""The document: nodes, edges, edits and rules. Standard library only."""
