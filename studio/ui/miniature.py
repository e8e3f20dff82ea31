"""A small picture of a graph, read from left to right."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from studio.catalog.spec import Catalog
from studio.graph.block_ports import DocumentPorts
from studio.graph.card_shape import card_shapes
from studio.graph.document import Document
from studio.graph.model import Edge, Flow, Node, NodeKind
from studio.ui.canvas.card import BLOCK_CATEGORY
from studio.ui.text_size import text_scale
from studio.ui.tokens import Theme

_NODE = (30.0, 22.0)
_STEP = 14.0
_BAR = 4.0
_LIFT = 34.0
"""How far the handles of a wire are lifted that leads past other nodes."""
_LARGEST = 1.5
_TINY = 0.4
"""Scale below which a box is no more than its colour."""


def paint_miniature(
    painter: QPainter, area: QRectF, document: Document, catalog: Catalog, theme: Theme
) -> None:
    """Draw the document's graph into `area`, as large as fits."""
    boxes = _boxes(document, catalog)
    if not boxes:
        return
    wires = [_wire(edge, boxes) for edge in document.graph.edges.values()]
    bounds = QRectF()
    for part in (*boxes.values(), *(wire.boundingRect() for wire in wires)):
        bounds = bounds.united(part)
    across, down = area.width() / bounds.width(), area.height() / bounds.height()
    scale = min(across, down, _LARGEST * text_scale())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.center())
    painter.scale(scale, scale)
    painter.translate(-bounds.center())
    painter.setPen(QPen(theme.color("wire"), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for wire in wires:
        painter.drawPath(wire)
    for node_id, box in boxes.items():
        node = document.graph.nodes[node_id]
        color = _color(document, node, catalog, theme)
        if scale < _TINY:
            painter.fillRect(box, color)
        else:
            _paint_node(painter, box, color, theme)
    painter.restore()


def _boxes(document: Document, catalog: Catalog) -> dict[str, QRectF]:
    """Boxes on a grid, always from left to right: a picture is wide, not tall."""
    flow = document.setup.canvas.flow
    shapes = card_shapes(document.graph, DocumentPorts(document, catalog), flow)
    places = {}
    for node in document.graph.nodes.values():
        (x, y), shape = node.position, shapes[node.id]
        if flow is Flow.LEFT_TO_RIGHT:
            places[node.id] = round(x), round(y + shape.height / 2)
        else:
            places[node.id] = round(y), -round(x + shape.width / 2)
    columns = _ranks(along for along, _ in places.values())
    rows = _ranks(across for _, across in places.values())
    width, height = _NODE
    return {
        n: QRectF(
            columns[along] * (width + _STEP),
            rows[across] * (height + _STEP / 2),
            width,
            height,
        )
        for n, (along, across) in places.items()
    }


def _ranks(places: Iterable[int]) -> dict[int, int]:
    return {place: rank for rank, place in enumerate(sorted(set(places)))}


def _wire(edge: Edge, boxes: dict[str, QRectF]) -> QPainterPath:
    """Curve from box to box; over the row where it skips nodes of its own row."""
    source, target = boxes[edge.source], boxes[edge.target]
    start = QPointF(source.right(), source.center().y())
    end = QPointF(target.left(), target.center().y())
    bend = QPointF(max((end.x() - start.x()) / 2, _STEP / 2), 0)
    if source.top() == target.top() and end.x() - start.x() > _NODE[0]:
        bend = QPointF(_STEP, 0)
        start.setY(source.top() + _BAR)
        end.setY(target.top() + _BAR)
        lift = QPointF(0, -_LIFT)
        path = QPainterPath(start)
        path.cubicTo(start + bend + lift, end - bend + lift, end)
        return path
    path = QPainterPath(start)
    path.cubicTo(start + bend, end - bend, end)
    return path


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
    definition = document.graph.definitions[node.definition]
    if definition.block is not None:
        return theme.category(BLOCK_CATEGORY)
    spec = catalog.find(definition.layer_class)
    return theme.category(spec.category if spec else "")
