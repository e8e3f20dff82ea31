"""What is seen from afar says what it is."""

from __future__ import annotations

from PySide6.QtCore import QRect

from studio.graph.edits import AddComment, ChangeComment
from studio.graph.model import Comment, Point

AFAR = 0.2


def above(hand, rect):
    """The picture of the canvas just above a rectangle of the scene."""
    corner, end = hand.at(rect.topLeft()), hand.at(rect.topRight())
    strip = QRect(corner.x(), corner.y() - 20, end.x() - corner.x(), 18)
    assert hand.view.viewport().rect().contains(strip)
    return hand.view.viewport().grab(strip).toImage()


def test_a_frame_has_its_title_from_afar_too(hand):
    frame = Comment("c1", "", Point(-60, -100), 400, 700, frame=True)
    hand.workspace.edit(AddComment(frame))
    hand.view.camera.zoom_centre(AFAR / hand.view.zoom)
    hand.view.centerOn(120, 240)
    rect = hand.scene.comments["c1"].rect
    without = above(hand, rect)
    named = Comment("c1", "Encoder", frame.position, 400, 700, frame=True)
    hand.workspace.edit(ChangeComment(named))
    assert above(hand, rect) != without
