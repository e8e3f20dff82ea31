"""The right dock: what the selection is and all that can be set on it."""
