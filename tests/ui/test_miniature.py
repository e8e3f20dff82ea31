"""The small picture of a graph: one row for what is in one line on the canvas."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from studio.catalog.store import load_catalog
from studio.graph.block_ports import DocumentPorts
from studio.graph.layout.jobs import LayoutJob, layout_edit
from studio.graph.model import Flow
from studio.ui.miniature import paint_miniature
from studio.ui.theme import LIGHT
from tests.codegen.samples import Sketch

SIZE = (300, 60)


def picture(document, catalog):
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(LIGHT.color("panel"))
    painter = QPainter(image)
    paint_miniature(painter, QRectF(0, 0, *SIZE), document, catalog, LIGHT)
    painter.end()
    return image


@pytest.mark.parametrize("first", Flow)
def test_a_chain_with_a_large_card_looks_alike_in_both_directions(qapp, first):
    catalog, sketch = load_catalog(), Sketch()
    image = sketch.input("image", 8, 8)
    attended = sketch.call(
        "keras.layers.MultiHeadAttention",
        "attention",
        {"num_heads": 2, "key_dim": 4},
        query=image,
        value=image,
    )
    sketch.call("keras.layers.Dense", "dense", {"units": 3}, inputs=attended)
    document = sketch.document()
    ports = DocumentPorts(document, catalog)
    seen = []
    for flow in (first, *(f for f in Flow if f is not first)):
        if flow is not document.setup.canvas.flow:
            document.apply(layout_edit(document, ports, LayoutJob(flow=flow)))
        document.apply(layout_edit(document, ports, LayoutJob()))
        seen.append(picture(document, catalog))
    assert seen[0] == seen[1]
    blank = QImage(*SIZE, QImage.Format.Format_RGB32)
    blank.fill(LIGHT.color("panel"))
    assert seen[0] != blank
