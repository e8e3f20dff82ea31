"""A small picture of a graph, read from left to right."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from studio.catalog.spec import Catalog
from studio.graph.document import Document
from studio.graph.model import Node, NodeKind
from studio.ui.text_size import text_scale
from studio.ui.tokens import Theme

_NODE = (30.0, 22.0)
_STEP = 14.0
_BAR = 4.0


def paint_miniature(
    painter: QPainter, area: QRectF, document: Document, catalog: Catalog, theme: Theme
) -> None:
    """Draw the document's graph into `area`, as large as fits."""
    boxes = _boxes(document)
    if not boxes:
        return
    bounds = QRectF()
    for box in boxes.values():
        bounds = bounds.united(box)
    across, down = area.width() / bounds.width(), area.height() / bounds.height()
    scale = min(across, down, text_scale())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.center())
    painter.scale(scale, scale)
    painter.translate(-bounds.center())
    _paint_wires(painter, document, boxes, theme)
    for node_id, box in boxes.items():
        node = document.graph.nodes[node_id]
        _paint_node(painter, box, _color(document, node, catalog, theme), theme)
    painter.restore()


def _boxes(document: Document) -> dict[str, QRectF]:
    """Boxes on a grid: rows of the canvas become columns of the picture."""
    nodes = document.graph.nodes
    rows = sorted({round(node.position.y) for node in nodes.values()})
    columns = sorted({round(node.position.x) for node in nodes.values()})
    width, height = _NODE
    boxes = {}
    for node in nodes.values():
        left = rows.index(round(node.position.y)) * (width + _STEP)
        middle = len(columns) / 2 - columns.index(round(node.position.x))
        boxes[node.id] = QRectF(left, middle * (height + _STEP / 2), width, height)
    return boxes


def _paint_wires(
    painter: QPainter, document: Document, boxes: dict[str, QRectF], theme: Theme
) -> None:
    painter.setPen(QPen(theme.color("wire"), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for edge in document.graph.edges.values():
        start = QPointF(boxes[edge.source].right(), boxes[edge.source].center().y())
        end = QPointF(boxes[edge.target].left(), boxes[edge.target].center().y())
        bend = QPointF(max((end.x() - start.x()) / 2, _STEP / 2), 0)
        path = QPainterPath(start)
        path.cubicTo(start + bend, end - bend, end)
        painter.drawPath(path)


def _paint_node(painter: QPainter, box: QRectF, color: QColor, theme: Theme) -> None:
    shape = QPainterPath()
    shape.addRoundedRect(box, 4, 4)
    painter.fillPath(shape, theme.color("node"))
    painter.save()
    painter.setClipPath(shape)
    painter.fillRect(QRectF(box.left(), box.top(), _BAR, box.height()), color)
    painter.restore()
    tint = QColor(color)
    tint.setAlphaF(0.16)
    painter.fillPath(shape, tint)
    painter.setPen(QPen(theme.color("node_border"), 1))
    painter.drawPath(shape)


def _color(document: Document, node: Node, catalog: Catalog, theme: Theme) -> QColor:
    if node.kind is not NodeKind.LAYER or node.definition is None:
        return theme.category(node.kind.value)
    path = document.graph.definitions[node.definition].layer_class
    spec = catalog.find(path)
    return theme.category(spec.category if spec else "")
