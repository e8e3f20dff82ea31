"""How a layer travels from the palette to the canvas."""

from __future__ import annotations

LAYER_MIME = "application/x-studio-layer"
"""Its data is the class path, UTF-8."""

OUTPUT_PATH = "studio.Output"
"""Stands for the node that marks a model output; Keras has no class for it."""

_BLOCK = "block:"
"""Begins the path of a block that is kept in the library; its name follows."""


def block_path(name: str) -> str:
    """Path of a block of the library."""
    return f"{_BLOCK}{name}"


def block_of(path: str) -> str | None:
    """Name of the block of the library that a path stands for; None for another."""
    return path.removeprefix(_BLOCK) if path.startswith(_BLOCK) else None
