"""What categories of layers are called."""

from __future__ import annotations


def category_title(category: str) -> str:
    """Heading of a category: ``convolutional`` as ``Convolutional``."""
    return category.replace("_", " ").capitalize() or "Other"
