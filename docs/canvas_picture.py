"""Draws the canvas with all it can show: `python docs/canvas_picture.py MODE FILE`.

The scale is Qt's: `QT_SCALE_FACTOR=1.5`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from studio import paths
from studio.catalog.store import load_catalog
from studio.commands.checking import check_document
from studio.commands.pictures import application
from studio.graph import commands
from studio.graph.model import Point
from studio.project.store import load
from studio.ui.canvas.view import CanvasView
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace

SIZE = (980, 760)
SEEN = frozenset({"re_lu", "conv2d_4", "conv2d_5", "add_1"})
"""Layers in the middle of the picture."""


def main(mode: str, target: Path) -> int:
    """Show an example with a frame, a muted, a shared and a grouped layer."""
    app = application()
    themes = ThemeManager("dark" if mode == "dark" else "light")
    themes.install(app)
    workspace = Workspace(load_catalog())
    view = CanvasView(workspace, themes)
    view.resize(*SIZE)
    view.show()
    example = paths.resources() / "examples" / "digits-residual.studio"
    workspace.replace_document(load(example).document, None)
    _dress(workspace, view)
    view.reset_zoom()
    titles = workspace.here.graph.title_of
    seen = [n for n in view.stage_scene.nodes if titles(n) in SEEN]
    view.centerOn(view.stage_scene.content_rect(seen).center())
    for _ in range(100):
        app.processEvents()
    view.minimap.set_wanted(True)
    app.processEvents()
    saved = view.grab().save(str(target))
    view.close()
    return 0 if saved else 1


def _dress(workspace: Workspace, view: CanvasView) -> None:
    """Give the canvas one of everything."""
    node = {workspace.here.graph.title_of(n): n for n in workspace.here.graph.nodes}
    view.selection.replace({node["conv2d_3"], node["conv2d_4"]})
    view.choosing.frame()
    (frame,) = workspace.here.comments
    edit = commands.change_comment(workspace.here, frame, text="Two convolutions")
    workspace.edit_here(edit)
    view.selection.replace({node["re_lu"]})
    view.choosing.toggle_muted()
    shortcut = workspace.here.graph.definition_of(node["conv2d_5"])
    workspace.edit_here(
        commands.set_parameters(workspace.here, shortcut.id, {"filters": 24})
    )
    text = "Its filters have to be\nthose of the other way."
    beside = workspace.here.graph.nodes[node["conv2d_5"]].position
    place = Point(beside.x + 152, beside.y + 104)
    note, comment = commands.add_comment(workspace.here, text, place)
    workspace.edit_here(note)
    smaller = commands.change_comment(workspace.here, comment, width=192, height=64)
    workspace.edit_here(smaller)
    tail = ("max_pooling2d_1", "global_average_pooling2d", "dense")
    view.selection.replace({node[name] for name in tail})
    view.blocks.group()
    report = check_document(workspace.document, workspace.catalog, "", False)
    workspace.set_results(report.facts, report.problems)
    view.selection.replace({node["conv2d_3"]})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
