"""Draws the canvas with all it can show: `python docs/canvas_picture.py MODE FILE`.

The scale is Qt's: `QT_SCALE_FACTOR=1.5`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from studio import paths
from studio.catalog.store import load_catalog
from studio.commands.pictures import application
from studio.graph import commands
from studio.graph.model import Point
from studio.graph.problems import Problem, Severity
from studio.graph.routing import move_point
from studio.project.store import load
from studio.protocol.messages import NodeFacts, OutputFacts
from studio.ui.canvas.view import CanvasView
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace

SIZE = (980, 760)


def main(mode: str, target: Path) -> int:
    """Show an example with a frame, a muted, a shared and a grouped layer."""
    app = application()
    themes = ThemeManager("dark" if mode == "dark" else "light")
    themes.install(app)
    workspace = Workspace(load_catalog())
    view = CanvasView(workspace, themes)
    view.resize(*SIZE)
    view.show()
    example = paths.resources() / "examples" / "digits-convnet.studio"
    workspace.replace_document(load(example).document, None)
    _dress(workspace, view)
    view.reset_zoom()
    nodes = list(view.stage_scene.nodes)
    view.centerOn(view.stage_scene.content_rect(nodes[2:5]).center())
    for _ in range(100):
        app.processEvents()
    view.minimap.set_wanted(True)
    app.processEvents()
    saved = view.grab().save(str(target))
    view.close()
    return 0 if saved else 1


def _dress(workspace: Workspace, view: CanvasView) -> None:
    """Give the canvas one of everything."""
    nodes = list(workspace.here.graph.nodes)
    shape = OutputFacts("0", (None, 28, 28, 32), "float32")
    facts = {n: NodeFacts(n, (shape,), 320, 320) for n in nodes}
    text = "The kernel is larger than its input."
    workspace.set_results(facts, [Problem(Severity.ERROR, "K-SHAPE", text, nodes[3])])
    view.selection.replace(nodes[1:3])
    view.choosing.frame()
    view.selection.replace({nodes[4]})
    view.choosing.toggle_muted()
    view.selection.replace(nodes[6:8])
    view.blocks.group()
    key = workspace.here.graph.edges_into(nodes[5])[0].key
    view.choosing.add_reroute(key)
    (point,) = workspace.here.graph.edges[key].via
    aside = Point(point.x + 176, point.y)
    workspace.edit_here(move_point(workspace.here, key, 0, aside))
    view.selection.replace({nodes[2]})
    note, _ = commands.add_comment(
        workspace.here, "Two strides in place of pooling.", Point(320, 240)
    )
    workspace.edit_here(note)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
