"""Canvases that come and go leave nothing behind."""

from __future__ import annotations

import gc
import weakref

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from studio.ui.canvas.node_item import NodeItem
from studio.ui.canvas.view import CanvasView
from tests.ui.canvas.sample import chain


def test_a_closed_canvas_is_gone(qapp, workspace, themes):
    gone = []
    for _ in range(3):
        canvas = CanvasView(workspace, themes)
        canvas.show()
        workspace.replace_document(chain()[0], None)
        canvas.selection.replace(list(canvas.stage_scene.nodes)[1:3])
        canvas.blocks.group()
        canvas.blocks.open_selected()
        canvas.search.find()
        qapp.processEvents()
        gone += [weakref.ref(canvas), weakref.ref(canvas.stage_scene)]
        canvas.close()
        canvas.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        del canvas
    gc.collect()
    assert [ref() for ref in gone] == [None] * len(gone)


def test_opening_documents_again_and_again_keeps_no_items(view, workspace):
    def items():
        gc.collect()
        return sum(isinstance(o, NodeItem) for o in gc.get_objects())

    workspace.replace_document(chain()[0], None)
    before = items()
    assert before >= 4
    for _ in range(20):
        workspace.replace_document(chain()[0], None)
    assert items() == before
