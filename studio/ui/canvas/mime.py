"""How a layer travels from the palette to the canvas."""

from __future__ import annotations

LAYER_MIME = "application/x-studio-layer"
"""Its data is the class path, UTF-8."""

OUTPUT_PATH = "studio.Output"
"""Stands for the node that marks a model output; Keras has no class for it."""
