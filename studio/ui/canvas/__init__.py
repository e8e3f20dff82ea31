"""The node editor: cards, wires, comments, and the tools that handle them."""
