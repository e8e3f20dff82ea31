"""Searches on the canvas: for a layer to place, to replace by, for a node."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF

from studio.catalog.fitting import misfit
from studio.catalog.spec import Catalog
from studio.graph import commands
from studio.graph.edits import EditRefused
from studio.graph.finding import find_nodes, similar
from studio.graph.replacing import replace_class
from studio.ui.canvas.editing import Editing
from studio.ui.canvas.hits import PortHit
from studio.ui.canvas.labels import shape_text
from studio.ui.canvas.mime import OUTPUT_PATH
from studio.ui.canvas.search_popup import Choice, Question, SearchPopup
from studio.ui.canvas.stage import Stage
from studio.ui.canvas.tool import Surface
from studio.ui.palette.entries import Entry, palette_entries
from studio.ui.palette.matching import find

MOST_ANSWERS = 60
Shape = Sequence[int | None]


class LayerSearch:
    """Opens one search at a time over the canvas."""

    def __init__(self, stage: Stage, surface: Surface, editing: Editing) -> None:
        self._stage = stage
        self._surface = surface
        self._editing = editing

    def place(self, view: QPoint, port: PortHit | None = None) -> None:
        """Ask for a layer and place it there, wired to `port` if there is one."""
        scene = self._stage.mapToScene(view)
        shape = self._shape(port) if port and port.is_output else None
        backwards = port is not None and not port.is_output
        entries = fitting_entries(self._surface.workspace.catalog, shape, backwards)
        self._open(
            Question(
                "Add a layer" if port is None else "Add a layer that fits",
                lambda text: _choices(entries, text),
                lambda path: self._place(path, scene, port),
                note=f"fits {shape_text(shape)}" if shape else "",
            ),
            view,
        )

    def replace(self) -> None:
        """Ask for a class that takes the place of the selected layers'."""
        nodes = self._surface.selection.nodes
        if not nodes:
            return
        corner = self._surface.scene.content_rect(nodes).bottomLeft()
        catalog = self._surface.workspace.catalog
        entries = [e for e in fitting_entries(catalog, None, False) if _is_layer(e)]
        title = self._surface.document.graph.title_of(min(nodes))
        what = title if len(nodes) == 1 else f"{len(nodes)} layers"
        question = Question(
            f"Replace {what} by",
            lambda text: _choices(entries, text),
            self._replace,
        )
        self._open(question, self._stage.mapFromScene(corner))

    def share_with(self) -> None:
        """Ask for a node whose layer the selected one is to call."""
        surface = self._surface
        nodes = surface.selection.nodes
        graph = surface.document.graph
        if len(nodes) != 1:
            return
        (node_id,) = nodes
        others = sorted(
            other
            for other in similar(graph, nodes)
            if graph.nodes[other].definition != graph.nodes[node_id].definition
        )
        if not others:
            text = "No other layer is of this class, so there is none to share."
            surface.hint.say(text, QPoint(16, 16))
            return
        cards = surface.scene.nodes
        choices = [Choice(n, graph.title_of(n), cards[n].card.line) for n in others]
        self._open(
            Question(
                f"Share the weights of {graph.title_of(node_id)} with",
                lambda text: [c for c in choices if text.lower() in c.title.lower()],
                lambda other: self._share(node_id, other),
            ),
            self._stage.mapFromScene(surface.scene.content_rect(nodes).bottomLeft()),
        )

    def _share(self, node_id: str, other: str) -> None:
        surface = self._surface
        try:
            surface.apply(commands.share(surface.document, [node_id], other))
        except EditRefused as error:
            surface.hint.say(str(error), QPoint(16, 16))

    def find(self) -> None:
        """Ask for a node and go to it."""
        middle = QPoint(self._stage.viewport().width() // 2 - 160, 24)
        prompt = "Find a node by name, class, units=64, 28x28"
        self._open(Question(prompt, self._found, self._show, self._show), middle)

    def _open(self, question: Question, at: QPoint) -> None:
        for old in self._stage.findChildren(SearchPopup):
            old.leave()
        SearchPopup(self._stage, question, at, self._surface.scene.theme)

    def _shape(self, port: PortHit) -> Shape | None:
        facts = self._surface.workspace.facts.get(port.node)
        outputs = facts.outputs if facts else ()
        return next((o.shape for o in outputs if o.key == port.name), None)

    def _place(self, path: str, at: QPointF, port: PortHit | None) -> None:
        if port is None and self._surface.selection.nodes:
            node_id = self._editing.place(path, at)
        else:
            node_id = self._editing.place_at(path, at, port)
        if node_id is not None:
            self._stage.camera.reveal(self._surface.scene.content_rect([node_id]))

    def _replace(self, path: str) -> None:
        surface = self._surface
        spec = surface.workspace.catalog.find(path)
        if spec is None:
            return
        known = {parameter.name for parameter in spec.parameters}
        for node_id in sorted(surface.selection.nodes):
            try:
                edit = replace_class(
                    surface.document,
                    surface.workspace,
                    node_id,
                    path,
                    known,
                    spec.starting_parameters(),
                )
            except EditRefused as error:
                surface.hint.say(str(error), QPoint(16, 16))
                return
            surface.apply(edit)

    def _found(self, text: str) -> list[Choice]:
        workspace = self._surface.workspace
        graph = workspace.here.graph
        shapes = {
            node: [output.shape for output in facts.outputs]
            for node, facts in workspace.facts.items()
        }
        ids = find_nodes(graph, text, shapes)[:MOST_ANSWERS]
        cards = self._surface.scene.nodes
        nodes = [Choice(i, graph.title_of(i), cards[i].card.line) for i in ids]
        notes = [
            Choice(note.id, note.text[:40], "frame" if note.frame else "comment")
            for note in workspace.here.comments.values()
            if text.strip() and text.lower() in note.text.lower()
        ]
        return [*nodes, *notes]

    def _show(self, item_id: str) -> None:
        if item_id in self._surface.scene.nodes:
            self._surface.selection.replace({item_id})
        else:
            self._surface.selection.replace((), (), {item_id})
        self._stage.camera.reveal(self._surface.scene.content_rect([item_id]))


def fitting_entries(
    catalog: Catalog, shape: Shape | None, backwards: bool
) -> list[Entry]:
    """What can be placed behind a tensor of that shape, the best first.

    With `backwards` it is placed before an input: all that has an output.
    """
    entries = palette_entries(catalog)
    if backwards:
        return [entry for entry in entries if entry.path != OUTPUT_PATH]
    ranked = []
    for entry in entries:
        spec = catalog.find(entry.path)
        rank = 3 if spec is None else misfit(spec, shape)
        if rank is None and shape is None and spec is not None and not spec.inputs:
            rank = 3
        if rank is not None:
            ranked.append((rank, entry))
    return [entry for _, entry in sorted(ranked, key=lambda pair: pair[0])]


def _is_layer(entry: Entry) -> bool:
    return entry.category not in ("input", "output")


def _choices(entries: Sequence[Entry], text: str) -> list[Choice]:
    found = find(entries, text) if text.strip() else entries
    return [Choice(e.path, e.name, e.summary[:60]) for e in found[:MOST_ANSWERS]]
