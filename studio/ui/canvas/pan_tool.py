"""Moves the canvas under the mouse."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from studio.ui.canvas.camera import Camera
from studio.ui.canvas.tool import Pointer, Tool


class PanTool(Tool):
    """Middle button, or space and the left one."""

    cursor = Qt.CursorShape.ClosedHandCursor
    scrolls = False

    def __init__(self, camera: Camera, pointer: Pointer) -> None:
        self._camera = camera
        self._last: QPoint = pointer.view

    def move(self, pointer: Pointer) -> None:
        """Move the canvas as far as the mouse."""
        self._camera.pan(pointer.view - self._last)
        self._last = pointer.view
