"""The graph as a list that screen readers can read and keys can edit."""
