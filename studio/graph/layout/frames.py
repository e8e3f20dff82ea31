"""Frames that stay around what they hold when it is laid out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from studio.graph import edits
from studio.graph.layout.sketch import Box, Sketch
from studio.graph.model import Comment, Point


@dataclass(frozen=True, slots=True)
class _Area:
    left: float
    top: float
    right: float
    low: float


def frame_edits(
    frames: Iterable[Comment], sketch: Sketch, corners: Mapping[str, Point]
) -> list[edits.ChangeComment]:
    """Put frames around the cards that are in them now, with the same margins.

    A frame that holds none of the cards that move stays as it is.
    """
    boxes = (*sketch.boxes, *sketch.others)
    steps = []
    for frame in frames:
        area = _Area(*frame.position, *_far(frame.position, frame.width, frame.height))
        held = [box for box in boxes if frame.frame and _holds(area, _around([box]))]
        if not any(box.id in corners for box in held):
            continue
        before = _around(held)
        moved = [replace(b, corner=corners.get(b.id, b.corner)) for b in held]
        after = _around(moved)
        corner = Point(
            after.left - before.left + area.left, after.top - before.top + area.top
        )
        grown = replace(
            frame,
            position=corner,
            width=after.right - before.right + area.right - corner.x,
            height=after.low - before.low + area.low - corner.y,
        )
        if grown != frame:
            steps.append(edits.ChangeComment(grown))
    return steps


def _far(corner: Point, width: float, height: float) -> tuple[float, float]:
    return corner.x + width, corner.y + height


def _around(boxes: list[Box]) -> _Area:
    ends = [_far(box.corner, box.width, box.height) for box in boxes]
    return _Area(
        min(box.corner.x for box in boxes),
        min(box.corner.y for box in boxes),
        max(right for right, _ in ends),
        max(low for _, low in ends),
    )


def _holds(outer: _Area, inner: _Area) -> bool:
    return (
        outer.left <= inner.left
        and outer.top <= inner.top
        and inner.right <= outer.right
        and inner.low <= outer.low
    )
