"""The graph as a picture file: SVG, PNG or PDF."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import inf
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QMarginsF,
    QPointF,
    QRectF,
    QSizeF,
    Qt,
)
from PySide6.QtGui import (
    QImage,
    QImageWriter,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)
from PySide6.QtSvg import QSvgGenerator

from studio.catalog.overlay import load_overlay
from studio.catalog.spec import Catalog
from studio.errors import StudioError
from studio.graph.document import Document
from studio.graph.model import Comment
from studio.graph.problem_nodes import worst_severities
from studio.graph.problems import Problem, Severity
from studio.project.atomic import write_atomic
from studio.project.format import to_bytes
from studio.project.pictures import SUFFIXES as CARRIERS
from studio.project.pictures import with_document
from studio.protocol.messages import NodeFacts
from studio.ui.canvas.card import Card, CardSource
from studio.ui.canvas.essentials import Essentials
from studio.ui.canvas.geometry import CardGeometry, card_geometry, united, wire_path
from studio.ui.canvas.grid import paint_ground
from studio.ui.canvas.painter import CardPainter, Look, paint_comment
from studio.ui.theme import Theme

_AIR = 32.0
_PNG_SCALE = 2.0
_LARGEST_PNG = 30_000
"""Pixels a side; Qt's painter ends at 32,767."""
_DPI = 72
_CSS_DPI = 96


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that is painted, in scene units."""

    document: Document
    cards: Mapping[str, Card]
    geometry: Mapping[str, CardGeometry]
    area: QRectF

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the graph with the corner of its area at the origin."""
        painter.translate(-self.area.topLeft())
        painter.setClipRect(self.area)
        paint_ground(painter, self.area, theme, 1.0)
        for comment in sorted(self.document.comments.values(), key=_is_note):
            rect = QRectF(*comment.position, comment.width, comment.height)
            paint_comment(painter, comment, rect, theme, selected=False)
        self._paint_wires(painter, theme)
        cards = CardPainter(theme)
        for node_id, card in self.cards.items():
            at = QPointF(*self.document.graph.nodes[node_id].position)
            painter.translate(at)
            cards.paint(painter, card, self.geometry[node_id], Look(), inf)
            painter.translate(-at)

    def _paint_wires(self, painter: QPainter, theme: Theme) -> None:
        nodes = self.document.graph.nodes
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("wire"), 1.0))
        for edge in self.document.graph.edges.values():
            start = self.geometry[edge.source].outputs[edge.output]
            end = self.geometry[edge.target].inputs[edge.port]
            painter.drawPath(
                wire_path(
                    start + QPointF(*nodes[edge.source].position),
                    end + QPointF(*nodes[edge.target].position),
                    edge.via,
                    flow=self.document.setup.canvas.flow,
                )
            )


def make_drawing(
    document: Document,
    catalog: Catalog,
    facts: Mapping[str, NodeFacts],
    severities: Mapping[str, Severity],
) -> Drawing:
    """Lay out everything that a picture of the document shows."""
    graph = document.graph
    essentials = Essentials(load_overlay())
    flow = document.setup.canvas.flow
    source = CardSource(
        graph, catalog, facts, severities, essentials, document.blocks, flow
    )
    callers: dict[str | None, int] = {}
    for node in graph.nodes.values():
        callers[node.definition] = callers.get(node.definition, 0) + 1
    cards = {
        node.id: source.card(
            node.id, callers[node.definition] if node.definition else 1
        )
        for node in graph.nodes.values()
    }
    geometry = {node_id: card_geometry(card) for node_id, card in cards.items()}
    rects = [
        geometry[n.id].bounds.translated(*n.position) for n in graph.nodes.values()
    ]
    rects += [
        QRectF(*c.position, c.width, c.height) for c in document.comments.values()
    ]
    rects += [
        QRectF(x - 1, y - 1, 2, 2) for e in graph.edges.values() for x, y in e.via
    ]
    area = united(rects).adjusted(-_AIR, -_AIR, _AIR, _AIR)
    return Drawing(document, cards, geometry, QRectF(area.toAlignedRect()))


def _is_note(comment: Comment) -> bool:
    """Frames lie below notes, as on the canvas."""
    return not comment.frame


def save_picture(
    document: Document,
    catalog: Catalog,
    facts: Mapping[str, NodeFacts],
    path: Path,
    theme: Theme,
    problems: Iterable[Problem] = (),
    shown: Document | None = None,
) -> None:
    """Draw what the canvas shows into a file; its ending chooses the format.

    That is the document or, with `shown`, the inside of one of its blocks,
    without what is selected or under the mouse. PNG and SVG carry the whole
    document, so that the picture opens as a project.
    Needs a `QGuiApplication`. An existing file is replaced only once the new
    one is whole.

    Raises:
        StudioError: the ending is unknown, the document is empty, or the file
            cannot be written.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise StudioError(
            f"A picture cannot be written as “{path.suffix or path.name}”. "
            "Choose a name that ends in .svg, .png or .pdf."
        )
    shown = shown or document
    if not shown.graph.nodes and not shown.comments:
        raise StudioError("The document is empty: there is nothing to draw yet.")
    drawing = make_drawing(shown, catalog, facts, worst_severities(document, problems))
    data = write(drawing, theme)
    if path.suffix.lower() in CARRIERS:
        data = with_document(data, to_bytes(document, path.stem))
    write_atomic(path, data)


def _svg(drawing: Drawing, theme: Theme) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    size = drawing.area.size()
    generator.setSize(size.toSize())
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setResolution(_CSS_DPI)
    generator.setTitle("Model graph")
    generator.setDescription("Made with Layer Studio")
    painter = QPainter(generator)
    drawing.paint(painter, theme)
    painter.end()
    return _with_generic_fonts(bytes(buffer.data().data()), theme)


def _with_generic_fonts(svg: bytes, theme: Theme) -> bytes:
    """Name a fallback for each typeface: the reader may not have ours."""
    mono = theme.mono_family.encode()

    def generic(match: re.Match[bytes]) -> bytes:
        fallback = b"monospace" if match[1] == mono else b"sans-serif"
        return b'font-family="%s, %s"' % (match[1], fallback)

    return re.sub(rb'font-family="([^"]*)"', generic, svg)


def paint_image(drawing: Drawing, theme: Theme, scale: float) -> QImage:
    """Paint as the canvas at actual size does on a screen of that density.

    Raises:
        StudioError: there is no memory for so large a picture.
    """
    size = drawing.area.size() * scale
    image = QImage(size.toSize(), QImage.Format.Format_RGB32)
    if image.isNull():
        raise StudioError(
            "The graph is too large for a PNG. Choose a name that ends in .svg or .pdf."
        )
    image.setDevicePixelRatio(scale)
    painter = QPainter(image)
    drawing.paint(painter, theme)
    painter.end()
    return image


def _png(drawing: Drawing, theme: Theme) -> bytes:
    area = drawing.area
    scale = min(_PNG_SCALE, _LARGEST_PNG / max(area.width(), area.height()))
    image = paint_image(drawing, theme, scale)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def _pdf(drawing: Drawing, theme: Theme) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    size = QSizeF(drawing.area.width(), drawing.area.height())
    page = QPageSize(
        size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch
    )
    writer.setPageLayout(
        QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF())
    )
    writer.setResolution(_DPI)
    writer.setTitle("Model graph")
    writer.setCreator("Layer Studio")
    painter = QPainter(writer)
    drawing.paint(painter, theme)
    painter.end()
    return bytes(buffer.data().data())


_WRITERS: Mapping[str, Callable[[Drawing, Theme], bytes]] = {
    ".svg": _svg,
    ".png": _png,
    ".pdf": _pdf,
}
